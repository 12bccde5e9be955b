import { ChildProcess, spawn } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { App } from 'aws-cdk-lib';
import { PipelineExample } from '../../examples/pipeline';
import { cdkNodejsImage, Ended } from '../cli/command-line';
import { cleanUp, copyOf, docker, temporaryDirectory } from './engine';

/*
 * The pipeline example as it is synthesized: two platforms, a scan, a signature, two environments. Base images are here for one platform.
 */

jest.setTimeout(600_000);

const ROOT = path.resolve(__dirname, '..', '..');
const HOST = '123456789012.dkr.ecr.us-east-1.amazonaws.com';

let app = '';
let sources = '';
let temporary = '';
const before = process.env.TMPDIR;
const processes = new Set<ChildProcess>();

beforeAll(() => {
  app = temporaryDirectory();
  const root = new App({ outdir: app });
  new PipelineExample(root, 'Pipeline');
  root.synth();
  sources = copyOf(path.join(ROOT, 'examples', 'lets-chat'));
  temporary = temporaryDirectory();
  process.env.TMPDIR = temporary;
});

afterAll(async () => {
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  await Promise.all([...processes].filter(({ exitCode }) => exitCode === null).map(child => new Promise(resolve => child.on('close', resolve).kill('SIGINT'))));
  cleanUp();
});

const words = (...more: string[]) => ['rehearse', 'Pipeline', '--app', app, '--source', sources, '--platform', 'linux/amd64', ...more];
const rehearse = (...more: string[]): Promise<Ended> => cdkNodejsImage(words(...more), { environment: process.env });

/** What a rehearsal may have left: on the engine, where others work too, what has its name; of directories everything. */
function left(): Record<string, string[]> {
  const list = (...command: string[]) => docker(...command).split('\n').filter(line => line !== '');
  return {
    containers: list('ps', '--all', '--format', '{{.Names}}', '--filter', 'name=cdk-nodejs-image-rehearsal-'),
    images: list('image', 'ls', '--format', '{{.Repository}}:{{.Tag}}').filter(name => name.startsWith('127.0.0.1:')),
    volumes: list('volume', 'ls', '--format', '{{.Name}}', '--filter', 'name=rehearsal'),
    networks: list('network', 'ls', '--format', '{{.Name}}', '--filter', 'name=rehearsal'),
    files: fs.readdirSync(temporary).filter(name => !name.startsWith('tsx-')), // of what runs these tests
    processes: processesAt(temporary),
  };
}

/** A test that does not end for two minutes, as the linter of the example likes it. */
const SLOW = `'use strict';

it('is slow', function () {
  this.timeout(0);
  return new Promise(resolve => setTimeout(resolve, 120_000));
});
`;

const NOTHING = { containers: [], images: [], volumes: [], networks: [], files: [], processes: [] };

/** The status of each action. */
function statuses(out: string): Record<string, string> {
  return Object.fromEntries([...out.matchAll(/^ {2}(\S+ \/ \S+) +(ok|failed|noted|not rehearsed|not reached)/gm)].map(([, action, status]) => [action, status]));
}

describe('the pipeline example', () => {
  test('is green: gated, built, signed, released and promoted; what is left out is told, and in the exit code', async () => {
    const logs = path.join(temporaryDirectory(), 'logs');
    const { code, out, err } = await rehearse('--logs', logs);

    expect([code, err.replace(/\s+/g, ' ')]).toEqual([4, expect.stringContaining('is admitted: its gates have passed')]);
    expect(statuses(out)).toEqual({
      'Source / Source': 'ok',
      'Build / Amd64': 'ok',
      'Build / Arm64': 'not rehearsed',
      'Build / Index': 'ok',
      'Check / Scan': 'not rehearsed',
      'Check / Attest': 'ok',
      'Release / Release': 'ok',
      'staging / Promote': 'ok',
      'staging / Deploy-Ecs-staging-service': 'noted',
      'Approve-production / Approve': 'noted',
      'production / Promote': 'ok',
      'production / Deploy-Ecs-production-service': 'noted',
    });
    const tags = [...out.matchAll(/^ {2}pipeline-chatflowrepository\w+:(\S+) {2}(sha256:[0-9a-f]{12})$/gm)];
    expect(tags.map(([, tag]) => tag)).toEqual(['0'.repeat(40), 'main', 'staging', expect.stringMatching(/^deployed-/), 'production', expect.stringMatching(/^deployed-/)]);
    expect(out.replace(/\s+/g, ' ')).toContain(`would deploy ${tags[0][2]} to the service chat of the ECS cluster production`);
    expect(new Set(tags.map(([, , digest]) => digest)).size).toBe(1);
    expect(err.replace(/\s+/g, ' ')).toContain('not rehearsed: Arm64, Scan, Attest (the SBOM, whose program is fetched from the internet)');
    // logs are those of CodeBuild: names are as they are in ECR, wherever docker pushed to
    const log = fs.readFileSync(path.join(logs, 'Build-Amd64.log'), 'utf8');
    expect(log).toContain(`The push refers to repository [${HOST}/pipeline-chatflowrepository`);
    expect(log).not.toMatch(/127\.0\.0\.1:\d+(\/v2)?\/123456789012/);
    expect(left()).toEqual(NOTHING);
  });

  test('is green with exit code 0 where it is taken that some is not rehearsed', async () => {
    expect((await rehearse('--partial', '--quiet')).code).toBe(0);
  });

  test('is red with a broken test: nothing is pushed, the gate and its words are shown', async () => {
    const { code, out, err } = await rehearse('--fault', 'test');

    expect(code).toBe(1);
    expect(err).toContain('--fault test breaks test/');
    expect(statuses(out)).toMatchObject({ 'Build / Amd64': 'failed', 'Build / Index': 'not reached', 'Release / Release': 'not reached' });
    expect(out).toContain('gates that did not pass: verify (exit code 1)');
    expect(out).toContain('broken by cdk-nodejs-image rehearse --fault test');
    expect(out).toContain('Nothing is released');
    expect(left()).toEqual(NOTHING);
  });

  test.each([
    ['a registry that goes away at the first push', 'registry', /cannot (push|find out whether)/, 'The registry went away.\nNothing is released'],
    ['a push that breaks half-way', 'push', /cannot push\s+pipeline-chatflowrepository/, 'Nothing is released'],
  ])('is red with %s, with nothing under a release tag', async (_, fault, reason, end) => {
    const { code, out } = await rehearse('--fault', fault);

    expect(code).toBe(1);
    expect(statuses(out)).toMatchObject({ 'Build / Amd64': 'failed', 'Release / Release': 'not reached' });
    expect(out).toMatch(reason);
    expect(out).toContain(end);
    expect(left()).toEqual(NOTHING);
  });

  test('ended by Ctrl-C leaves nothing behind', async () => {
    fs.writeFileSync(path.join(sources, 'test', 'slow.test.js'), SLOW);
    const child = spawn(process.execPath, ['--import', path.join(ROOT, 'node_modules', 'tsx', 'dist', 'loader.mjs'), path.join(ROOT, 'test', 'cli', 'entry.ts'), ...words()], {
      cwd: temporaryDirectory(), env: { ...process.env, TSX_TSCONFIG_PATH: path.join(ROOT, 'examples', 'tsconfig.json') },
    });
    processes.add(child);
    let said = '';
    for (const stream of [child.stdout!, child.stderr!]) stream.on('data', data => { said += data; });
    await until(() => {
      if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode} before:\n${said}`);
      const running = processesAt(temporary);
      return running.some(line => line.includes('step.mjs image')) && running.some(line => line.includes('buildx build') && line.includes('test-report'));
    }, () => said);
    expect(left()).toMatchObject({ containers: [expect.any(String)], files: [expect.stringMatching(/^cdk-nodejs-image-/)] });
    child.kill('SIGINT');
    const code = await Promise.race([new Promise(resolve => child.on('exit', resolve)), later(120_000)]);

    expect([code, left()]).toEqual([130, NOTHING]);
  });
});

/** Commands of the processes that are in a directory, or have its name. */
function processesAt(directory: string): string[] {
  return fs.readdirSync('/proc').filter(name => /^\d+$/.test(name)).flatMap(pid => {
    try {
      const command = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ');
      return [command, fs.readlinkSync(`/proc/${pid}/cwd`)].some(text => text.includes(directory)) ? [command] : [];
    } catch {
      return []; // it has ended
    }
  });
}

async function until(condition: () => boolean, said: () => string): Promise<void> {
  for (const began = Date.now(); !condition();) {
    if (Date.now() - began > 300_000) throw new Error(`it did not come to that in five minutes; there are ${JSON.stringify(left())}, and it said:\n${said()}`);
    await new Promise(resolve => setTimeout(resolve, 200));
  }
}

/** A word that says that nothing came. */
function later(milliseconds: number): Promise<string> {
  return new Promise(resolve => setTimeout(() => resolve(`nothing within ${milliseconds / 1000} s`), milliseconds).unref());
}
