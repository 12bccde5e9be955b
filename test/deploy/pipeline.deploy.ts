import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { Stack } from 'aws-cdk-lib';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Gate, ImageRepository, ImageTag, NodejsImagePipeline, NodejsImagePipelineProps, PipelineSource } from '../../lib';
import { answer, cleanUp, docker, start } from '../container/engine';
import { smallApp } from '../container/small-app';
import { bootstrap } from './cdk';
import { BuildOutcome } from './codebuild';
import { digestOf, ECR_HOST, tagsOf } from './registry';
import { Execution, SimulatedPipeline } from './simulated-pipeline';

jest.setTimeout(180_000);

/** Of this run alone: the registry outlives it. */
const RUN = `pipeline-${process.pid}-${Date.now()}`;
const COMMIT = 'b5d3d1b1c1f4e6a7980000000000000000000001';

beforeAll(() => bootstrap());
afterAll(() => {
  const images = docker('images', '--filter', `reference=*/${RUN}/*`, '--format', '{{.Repository}}:{{.Tag}}').split('\n').filter(image => image !== '');
  spawnSync('docker', ['image', 'rm', '--force', ...images]);
  cleanUp();
});

/** A project that no build before has seen, in a directory as a checkout has it. */
function newSources(files: Record<string, string> = {}): string {
  const directory = smallApp({
    scripts: { lint: 'node --check server.js' },
    files: { 'new.js': `// ${RUN} ${Math.random()}\n`, ...files },
  });
  fs.mkdirSync(path.join(directory, '.git'));
  return directory;
}

function synthesized(name: string, directory: string, props: Partial<NodejsImagePipelineProps> = {}): SimulatedPipeline {
  return SimulatedPipeline.synthesize((stack: Stack) => {
    new NodejsImagePipeline(stack, 'Pipeline', {
      source: PipelineSource.codeCommit(Repository.fromRepositoryName(stack, 'Sources', 'sources')),
      repository: new ImageRepository(stack, 'Images', { repositoryName: `${RUN}/${name}`, movingTags: ['main'] }),
      directory,
      gates: [Gate.script('lint'), Gate.script('test', { timeoutSeconds: 20 })],
      tags: [ImageTag.gitCommit(), ImageTag.moving('main')],
      ...props,
    });
  });
}

function succeeded(execution: Execution): Record<string, BuildOutcome> {
  const failed = Object.entries(execution.actions).filter(([, { status }]) => status === 'FAILED');
  if (failed.length) {
    throw new Error(failed.map(([action, { log }]) => `${action} failed:\n${log.slice(-5000)}`).join('\n'));
  }
  return execution.actions;
}

describe('a push whose gates pass', () => {
  const repository = `${RUN}/passes`;
  let pipeline: SimulatedPipeline;
  let sources: string;
  let actions: Record<string, BuildOutcome>;

  beforeAll(async () => {
    sources = newSources();
    pipeline = synthesized('passes', sources);
    pipeline.publishAssets();
    actions = succeeded(await pipeline.run({ source: sources, variables: { CommitId: COMMIT } }));
  });

  test('is built once, and released by its digest under all its tags', async () => {
    expect(pipeline.actions).toEqual([['Source'], ['Amd64'], ['Release']]);
    const digest = actions.Amd64.exported.IMAGE_DIGEST;
    expect([await digestOf(repository, COMMIT), await digestOf(repository, 'main')]).toEqual([digest, digest]);
    const container = start(`${ECR_HOST}/${repository}@${digest}`, { ports: [8080] });
    expect(await answer(container, container.url(8080))).toEqual({ status: 200, body: 'well' });
  });

  test('leaves a report of each gate, and the log of each apart', () => {
    console.log(actions.Amd64.log.slice(-3000));
    expect(Object.keys(Object.values(actions.Amd64.reports)[0])).toEqual(['lint/junit.xml', 'test/junit.xml']);
  });
});
