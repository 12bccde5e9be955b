import { execFileSync, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { twoStageDemoWithAdapter } from '../../examples/lambda';
import { NodejsImageAsset } from '../../lib';
import { answer, built, cleanUp, contextOf, docker, filesOf, Running, start, temporaryDirectory } from './engine';
import { EXPECTATIONS, expectWellBehaved } from './example-images';

const [ADAPTER] = /public\.ecr\.aws\/awsguru\/\S+/.exec(contextText())!; // as the Dockerfile names it

function contextText(): string {
  const { directory, ...options } = twoStageDemoWithAdapter;
  return fs.readFileSync(path.join(contextOf(directory, options), 'Dockerfile'), 'utf8');
}

/** Where the adapter's image cannot be pulled, one with a file of the same name stands for it. */
let standIn = false;
let image: string;

beforeAll(() => {
  if (spawnSync('docker', ['image', 'inspect', ADAPTER]).status !== 0 && spawnSync('docker', ['pull', '--quiet', ADAPTER]).status !== 0) {
    const directory = temporaryDirectory();
    fs.writeFileSync(path.join(directory, 'lambda-adapter'), 'stands for the adapter\n', { mode: 0o755 });
    fs.writeFileSync(path.join(directory, 'Dockerfile'), 'FROM scratch\nCOPY lambda-adapter /lambda-adapter\n');
    docker('build', '--quiet', '--tag', ADAPTER, directory);
    standIn = true;
  }
  const { directory, ...options } = twoStageDemoWithAdapter;
  image = built(contextOf(directory, options));
});

afterAll(() => {
  if (standIn) {
    docker('image', 'rm', ADAPTER);
  }
  cleanUp();
});

test('the image with the adapter is a container like any other', async () => {
  expect(filesOf(image, 'opt')).toContain('opt/extensions/lambda-adapter');
  await expectWellBehaved(image, EXPECTATIONS['two-stage-demo']);
});

test('it starts as Lambda starts it: not as the first process, by another user, on a file system that is read-only', async () => {
  const { Entrypoint, Cmd } = JSON.parse(docker('image', 'inspect', '--format', '{{json .Config}}', image));
  const container = start(image, {
    ports: [8080], flags: ['--init', '--read-only', '--tmpfs', '/tmp', '--user', '993:990', '--cap-drop', 'ALL', '--entrypoint', Entrypoint[0]], command: Cmd,
  });

  expect((await answer(container, `${container.url(8080)}/health`)).status).toBe(200);
  expect(processes(container)).toContainEqual(expect.stringMatching(/node src\/server\.js$/));
});

describe('the health check for ECS', () => {
  const stack = new Stack(new App({ outdir: temporaryDirectory() }), 'Stack');
  const { command } = new NodejsImageAsset(stack, 'Image', twoStageDemoWithAdapter).healthCheck!;
  // a container beside, of the same image and in the network of the one that is asked: not every engine that is nested in a container can exec
  const check = (container: Running, flags: string[] = []) => {
    const [program, ...args] = command!.slice(1);
    return spawnSync('docker', ['run', '--rm', '--network', `container:${container.id}`, ...flags, '--entrypoint', program, image, ...args]).status;
  };

  test('passes in a container that is well', async () => {
    const container = start(image, { ports: [8080], flags: ['--read-only'] });
    await answer(container, `${container.url(8080)}/health`);

    expect(command![0]).toBe('CMD');
    expect(check(container)).toBe(0);
  });

  test('fails in one that does not answer', async () => {
    const container = start(image, { ports: [8080] });
    await answer(container, `${container.url(8080)}/health`);

    // nothing listens where this one asks
    expect(check(container, ['--env', 'PORT=8081'])).toBe(1);
  });
});

/** The command lines of the processes of a container. */
function processes(container: Running): string[] {
  return execFileSync('docker', ['top', container.id, '-o', 'pid,args'], { encoding: 'utf8' }).trim().split('\n').slice(1);
}
