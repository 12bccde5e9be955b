import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { App, Stack, Stage } from 'aws-cdk-lib';
import { BuildSecret, NodejsImageAsset, NodejsImageDeployment, StartGate } from '../../lib';
import { smallService, temporaryDirectory } from '../temporary';

/** A synthesis in `cdk.out` below a directory, and a `docker` that writes down what it is told. */
function synthesized(build: (app: App, stack: Stack) => void) {
  const home = temporaryDirectory();
  const app = new App({ outdir: path.join(home, 'cdk.out') });
  build(app, new Stack(app, 'Stack'));
  app.synth();
  const docker = path.join(home, 'docker');
  fs.writeFileSync(docker, '#!/bin/sh\nprintf "%s\\n" "$@"\n', { mode: 0o755 });
  const run = (...words: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['cdk.out/gate-reports.mjs', ...words], { cwd: home, encoding: 'utf8', env: { ...process.env, CDK_DOCKER: docker } });
    return { status, stderr, args: stdout.trimEnd().split('\n') };
  };
  return { home, run };
}

const two = () => synthesized((_, stack) => {
  new NodejsImageAsset(stack, 'Api', { directory: smallService({ 'a.txt': 'a' }), buildArgs: { COLOUR: 'dark blue' }, buildSecrets: [BuildSecret.environment('NPM_TOKEN')] });
  new NodejsImageAsset(stack, 'Web', { directory: smallService({ 'b.txt': 'b' }) });
});

test('the reports of an image are had by the path of its construct', () => {
  const { home, run } = two();
  const { status, args, stderr } = run('Stack/Api');
  expect(status).toBe(0);
  const context = args[args.length - 1];
  expect(args).toEqual([
    'build', '--target', 'test-report', '--build-arg', 'GATE_ON_FAILURE=record', '--platform', 'linux/amd64', '--build-arg', 'COLOUR=dark blue',
    '--secret', 'id=NPM_TOKEN,type=env,env=NPM_TOKEN', '--output', 'type=local,dest=gate-reports/Stack/Api', context,
  ]);
  expect(fs.existsSync(path.join(home, context, 'app/a.txt'))).toBe(true);
  expect(stderr).toContain("'COLOUR=dark blue'");
  expect(run('Web', 'out').args).toContain('type=local,dest=out');
});

test('without a name it lists what there is', () => {
  const { run } = two();
  expect(run()).toMatchObject({ status: 2, stderr: 'which image?\n\n  node cdk.out/gate-reports.mjs Stack/Api\n  node cdk.out/gate-reports.mjs Stack/Web\n\n' });
  expect(run('Other').stderr).toContain('there is no image Other');
});

test('one image needs no name; stages and deployments are there, too', () => {
  const { run } = synthesized((app) => new NodejsImageDeployment(new Stack(new Stage(app, 'Prod'), 'Stack'), 'Api', { directory: smallService() }));
  expect(run().args).toContain('type=local,dest=gate-reports/Prod/Stack/Api/Image');
});

test('two constructs with one content share a context', () => {
  const directory = smallService();
  const { home } = synthesized((_, stack) => ['A', 'B'].forEach(id => new NodejsImageAsset(stack, id, { directory })));
  const { images } = JSON.parse(fs.readFileSync(path.join(home, 'cdk.out/gate-reports.json'), 'utf8'));
  expect(images.map((image: any) => image.path)).toEqual(['Stack/A', 'Stack/B']);
  expect(new Set(images.map((image: any) => image.context)).size).toBe(1);
});

test('nothing is left where there is no gate', () => {
  const { home } = synthesized((_, stack) => new NodejsImageAsset(stack, 'Api', { directory: smallService(), gates: [], startGate: StartGate.none() }));
  expect(fs.existsSync(path.join(home, 'cdk.out/gate-reports.mjs'))).toBe(false);
});
