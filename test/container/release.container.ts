import { execFileSync, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { BaseImage, BuildSecret, BuildStep, HealthCheck, NodejsDockerfileOptions, NodejsVersion } from '../../lib';
import { answer, built, cleanUp, configOf, contextOf, docker, filesOf, start, stop, temporaryDirectory } from './engine';
import { smallApp } from './small-app';

afterAll(() => cleanUp());

const image = (options: NodejsDockerfileOptions = {}) => built(contextOf(smallApp(), options));

/** Runs a command in an image to its end. */
function run(name: string, ...command: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync('docker', ['run', '--rm', name, ...command], { encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}` };
}

describe.each<[string, NodejsDockerfileOptions, string]>([
  ['debian slim', {}, '1000'],
  ['debian slim of Node.js 22', { nodeVersion: NodejsVersion.V22 }, '1000'],
  ['debian slim of Node.js 26', { nodeVersion: NodejsVersion.V26 }, '1000'],
  ['distroless', { baseImage: BaseImage.distroless() }, '65532'],
])('%s', (_, options, user) => {
  const port = 8080;

  test('answers, is healthy, runs as a number, and stops at once without a handler of its own', async () => {
    const name = image({ ...options, port, healthCheck: HealthCheck.http('/') });
    const container = start(name, { ports: [port] });
    await answer(container, container.url(port));

    // the check as the engine would run it, in a container that shares the network
    const [, ...check] = configOf(name).Healthcheck!.Test;
    const healthy = spawnSync('docker', ['run', '--rm', '--network', `container:${container.id}`, name, ...check]);
    const alone = spawnSync('docker', ['run', '--rm', name, ...check]);
    const identity = run(name, 'node', '-p', '[process.getuid(), process.getgid(), process.pid > 1].join()');
    const { exitCode, seconds } = stop(container);

    expect(healthy.status).toBe(0);
    expect(alone.status).toBe(1);
    expect(identity.output.trim()).toBe(`${user},${user},true`);
    expect(exitCode).toBe(143);
    // the exit code tells that nobody had to kill it; the time, that nobody waited for that
    expect(seconds).toBeLessThan(5);
  });

  test('is healthy by its port alone', async () => {
    const name = image({ ...options, port });
    const container = start(name, { ports: [port] });
    await answer(container, container.url(port));
    const [, ...check] = configOf(name).Healthcheck!.Test;

    expect(spawnSync('docker', ['run', '--rm', '--network', `container:${container.id}`, name, ...check]).status).toBe(0);
    expect(spawnSync('docker', ['run', '--rm', name, ...check]).status).toBe(1);
  });

  test('writes where it may and nowhere else', () => {
    const name = image({ ...options, writableDirectories: ['data/uploads'] });
    const write = (file: string) => run(name, 'node', '-e', `fs.writeFileSync(${JSON.stringify(file)}, "x")`);

    expect(write('data/uploads/x')).toEqual({ status: 0, output: '' });
    expect(write('server.js').output).toContain('EACCES');
  });
});

test('values arrive as they were given', () => {
  const value = 'a "b" \'c\' $HOME ${PATH:-x} \\ `id` # é 🎉  ';
  const name = image({ environment: { VALUE: value }, labels: { 'com.example.value': value }, command: ['node', '-p', 'process.argv[1]', value], healthCheck: HealthCheck.none() });

  expect(run(name).output).toBe(`${value}\n`);
  expect(run(name, 'node', '-p', 'process.env.VALUE').output).toBe(`${value}\n`);
  expect(configOf(name).Labels['com.example.value']).toBe(value);
});

test('a secret is in no layer, no history and no log', () => {
  const canary = `canary-${Date.now()}`;
  const secrets = [BuildSecret.environment('CANARY', { steps: [BuildStep.INSTALL, BuildStep.GATES, BuildStep.BUILD] })];
  const app = smallApp({ scripts: { test: 'test -n "$CANARY"', build: 'test -n "$CANARY"' } });
  const context = contextOf(app, { buildSecrets: secrets });
  const id = path.join(temporaryDirectory(), 'id');

  const build = spawnSync('docker', ['build', '--progress=plain', '--secret', 'id=CANARY,env=CANARY', '--iidfile', id, context], {
    encoding: 'utf8', env: { ...process.env, CANARY: canary },
  });
  const name = fs.readFileSync(id, 'utf8');
  const archive = path.join(temporaryDirectory(), 'image.tar');
  docker('save', '--output', archive, name);
  const layers = temporaryDirectory();
  execFileSync('tar', ['-xf', archive, '-C', layers]);
  const found = spawnSync('grep', ['-rl', canary, layers], { encoding: 'utf8' });
  docker('image', 'rm', '--force', name);

  expect(build.status).toBe(0);
  expect(`${build.stdout}${build.stderr}`).not.toContain(canary);
  expect(found.stdout).toBe('');
});

test('what is not for images is in none', () => {
  const app = smallApp({ files: { '.env': 'A=1', '.env.production': 'A=1', '.git/config': '', 'tls.key': 'x', 'lib/a.test.js': '', 'lib/a.js': '', 'lib/__tests__/b.js': '' } });
  const files = filesOf(built(contextOf(app))).filter(file => file.startsWith('app/') && !file.endsWith('/'));

  expect(files.sort()).toEqual(['app/lib/a.js', 'app/package.json', 'app/server.js']);
});
