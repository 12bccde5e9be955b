import { spawnSync } from 'child_process';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { BatchExample } from '../../examples/batch';
import { telescope } from '../../examples/telescope';
import { built, cleanUp, contextOf, temporaryDirectory } from './engine';

afterAll(() => cleanUp());

test('the job of the example runs its command in the image of the server, and ends as it ended', () => {
  const [job] = Object.values<any>(Template.fromStack(new BatchExample(new App({ outdir: temporaryDirectory() }), 'Batch')).findResources('AWS::Batch::JobDefinition'));
  const { Command, ReadonlyRootFilesystem } = job.Properties.ContainerProperties;
  const { directory, ...options } = telescope;
  const image = built(contextOf(directory, options));
  const run = (...flags: string[]) => spawnSync('docker', ['run', '--rm', ...ReadonlyRootFilesystem ? ['--read-only'] : [], ...flags, image, ...Command], { encoding: 'utf8' });

  expect(run()).toMatchObject({ status: 0, stdout: expect.stringMatching(/lighthouse\.xml: \d+ posts\n/) });
  expect(run('--env', 'FEEDS=http://127.0.0.1:9/feed')).toMatchObject({ status: 1, stdout: expect.stringMatching(/^http:\/\/127\.0\.0\.1:9\/feed: /) });
});
