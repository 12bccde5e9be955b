import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as http from 'http';
import * as os from 'os';
import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { run } from '../lib/cli/main';
import { twoStageDemo } from './two-stage-demo';
import { NodejsImageAsset } from 'cdk-nodejs-image';

/** The main job, step by step: a directory becomes a gated image. What needs Docker is shown where an engine answers. */
async function main(): Promise<void> {
  const { context, dockerfile } = synthesize(twoStageDemo.directory);

  title(`What is read from ${path.relative(process.cwd(), twoStageDemo.directory)}`);
  const { port } = twoStageDemo;
  await run(['inspect', twoStageDemo.directory, '--port', String(port), '--health-check', '/health'], { stdout: process.stdout, stderr: process.stderr, environment: process.env });
  title('The Dockerfile');
  say(dockerfile.render());
  title('The stack');
  say(`synthesized; the build context is ${context}\nwith ${list(context).join(', ')}`);

  const engine = docker('version', '--format', '{{.Server.Version}}');
  if (engine.status !== 0) {
    title('No Docker engine answers');
    say('so nothing is built here. Start one and run this again to see the image built, a broken test refused, and the image run.');
    return;
  }
  title(`Docker ${engine.text}: a broken test gives no image`);
  refuseBrokenTest();
  title('The image');
  await buildAndRun(context);
}

/** Synthesizes a stack with the image of a directory, and finds the build context that it gives. */
function synthesize(directory: string) {
  const outdir = temporary();
  const app = new App({ outdir });
  const image = new NodejsImageAsset(new Stack(app, 'Demo'), 'Image', { ...twoStageDemo, directory });
  app.synth();
  const name = fs.readdirSync(outdir).find(entry => entry.startsWith('node-image-'))!;
  return { context: path.join(outdir, name), dockerfile: image.dockerfile };
}

/** The same project with one more test, which fails. */
function refuseBrokenTest(): void {
  const project = path.join(temporary(), 'project');
  fs.cpSync(twoStageDemo.directory, project, { recursive: true, filter: source => path.basename(source) !== 'node_modules' });
  fs.writeFileSync(path.join(project, 'test', 'broken.test.mjs'),
    'import { equal } from "node:assert";\nimport { test } from "node:test";\ntest("two and two", () => equal(2 + 2, 5));\n');
  const { context } = synthesize(project);
  const release = docker('build', '--quiet', context);
  say(release.status === 0 ? 'an image was made: this is a defect' : 'docker build: refused, no image');
  const reports = temporary();
  const report = docker('build', '--quiet', '--target', 'test-report', '--build-arg', 'GATE_ON_FAILURE=record', '--output', `type=local,dest=${reports}`, context);
  say(`the report of that run: ${report.status === 0 ? list(reports).join(', ') : report.text}`);
  const junit = path.join(reports, 'test', 'junit.xml');
  if (fs.existsSync(junit)) {
    say(fs.readFileSync(junit, 'utf8').split('\n').slice(0, 8).join('\n'));
  }
  process.exitCode = release.status === 0 || report.status !== 0 ? 1 : 0;
}

async function buildAndRun(context: string): Promise<void> {
  const tag = 'cdk-nodejs-image-demo';
  const build = docker('build', '--quiet', '--tag', tag, context);
  if (build.status !== 0) {
    say(build.text);
    process.exitCode = 1;
    return;
  }
  say(`built: ${docker('image', 'inspect', '--format', '{{.Size}} bytes, user {{.Config.User}}, {{.Config.Entrypoint}} {{.Config.Cmd}}', tag).text}`);
  say(docker('history', '--format', '{{.Size}}\t{{.CreatedBy}}', tag).text);
  const container = docker('run', '--detach', '--publish', `127.0.0.1::${twoStageDemo.port}`, tag).text;
  const address = `http://${docker('port', container, `${twoStageDemo.port}/tcp`).text.split('\n')[0]}/`;
  say(`started; ${address} answers: ${await answer(address)}`);
  const begin = Date.now();
  docker('stop', container);
  say(`stopped in ${((Date.now() - begin) / 1000).toFixed(1)} s with exit code ${docker('inspect', '--format', '{{.State.ExitCode}}', container).text}`);
  docker('rm', container);
  docker('image', 'rm', tag);
}

async function answer(address: string): Promise<string> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const text = await get(address);
    if (text !== undefined) {
      return text;
    }
    await new Promise(resolve => setTimeout(resolve, 200));
  }
  process.exitCode = 1;
  return 'nothing within ten seconds';
}

/** What is answered; undefined where the connection is refused or closed, as it is while a container starts. */
function get(address: string): Promise<string | undefined> {
  return new Promise(resolve => {
    const request = http.get(address, { timeout: 2000 }, response => {
      let text = '';
      response.on('data', data => text += data);
      response.on('end', () => resolve(`${response.statusCode} ${text.trim().slice(0, 100)}`));
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(undefined));
  });
}

function docker(...args: string[]): { status: number | null; text: string } {
  const { status, stdout, stderr } = spawnSync('docker', args, { encoding: 'utf8' });
  return { status, text: (status === 0 ? stdout : `${stdout ?? ''}${stderr ?? ''}`).trim() };
}

function list(directory: string): string[] {
  return fs.readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.relative(directory, path.join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

const temporaries: string[] = [];

function temporary(): string {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk-nodejs-image-'));
  temporaries.push(directory);
  return directory;
}

function title(text: string): void {
  say(`\n== ${text}\n`);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

main().finally(() => temporaries.forEach(directory => fs.rmSync(directory, { recursive: true, force: true }))).catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
