import { execFileSync, spawn, spawnSync } from 'child_process';
import { randomUUID } from 'crypto';
import * as fs from 'fs';
import * as http from 'http';
import * as os from 'os';
import * as path from 'path';
import { NodejsDockerfile, NodejsDockerfileOptions, NodejsProject } from '../../lib';
import { materialise } from '../../lib/context/materialise';

/** What came of a build. */
export interface BuildResult {
  readonly ok: boolean;
  /** The image's id, where there is one. */
  readonly image: string;
  readonly log: string;
}

export interface BuildArguments {
  /** The Dockerfile, where it is not the one of the context. */
  readonly file?: string;
  readonly target?: string;
  readonly args?: Record<string, string>;
  readonly output?: string;
  readonly noCache?: boolean;
  readonly secrets?: string[];
  readonly env?: Record<string, string>;
}

/** A running container. */
export interface Running {
  readonly id: string;
  /** The address of a port of the container on this machine. */
  url(port: number): string;
}

/** Names of images. Files that run beside each other may make one and the same image: it stays until the last name of it is gone. */
const images = new Set<string>();
const containers = new Set<string>();
const directories = new Set<string>();

/** Runs docker and gives what it printed; throws with its messages where it fails. */
export function docker(...args: string[]): string {
  return execFileSync('docker', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 256 * 1024 * 1024 }).trim();
}

/** A directory that `cleanUp` removes. */
export function temporaryDirectory(): string {
  const directory = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'nodejs-image-')));
  directories.add(directory);
  return directory;
}

/** A copy of a directory without what is ignored by git, to be changed by a test. */
export function copyOf(directory: string): string {
  const target = path.join(temporaryDirectory(), path.basename(directory));
  fs.cpSync(directory, target, { recursive: true, filter: source => path.basename(source) !== 'node_modules' });
  return target;
}

/** Writes the build context of a project and gives its directory. */
export function contextOf(directory: string, options: NodejsDockerfileOptions = {}): string {
  const { nodeVersion, packageManager, buildScript } = options;
  const project = NodejsProject.fromDirectory(directory, { nodeVersion, packageManager, buildScript });
  return materialise(NodejsDockerfile.fromProject(project, options), temporaryDirectory(), new Map()).directory;
}

/** `docker build` of a context. The image is removed by `cleanUp`. */
export function build(context: string, options: BuildArguments = {}): BuildResult {
  const idFile = path.join(temporaryDirectory(), 'id');
  const result = spawnSync('docker', buildCommand(context, options, idFile), {
    env: { ...process.env, ...options.env },
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  return resultOf(result.status, `${result.stdout}${result.stderr}`, idFile);
}

/** The same beside other builds; where there is no context, that is how it failed. */
export async function buildBeside(context: () => string, options: BuildArguments = {}): Promise<BuildResult> {
  const idFile = path.join(temporaryDirectory(), 'id');
  try {
    const child = spawn('docker', buildCommand(context(), options, idFile), { stdio: ['ignore', 'pipe', 'pipe'] });
    let log = '';
    [child.stdout, child.stderr].forEach(stream => stream.on('data', data => log += data));
    const status = await new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject));
    return resultOf(status, log, idFile);
  } catch (error) {
    return { ok: false, image: '', log: String(error) };
  }
}

function buildCommand(context: string, options: BuildArguments, idFile: string): string[] {
  const tag = `nodejs-image-test:${randomUUID()}`;
  if (!options.output) {
    images.add(tag);
  }
  return [
    'build', '--progress=plain',
    ...options.file ? ['--file', options.file] : [],
    ...options.target ? ['--target', options.target] : [],
    // an image has an id and a name, a directory has none
    ...options.output ? ['--output', `type=local,dest=${options.output}`] : ['--iidfile', idFile, '--tag', tag],
    ...options.noCache ? ['--no-cache'] : [],
    ...Object.entries(options.args ?? {}).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
    ...(options.secrets ?? []).flatMap(secret => ['--secret', secret]),
    context,
  ];
}

function resultOf(status: number | null, log: string, idFile: string): BuildResult {
  return { ok: status === 0, image: status === 0 && fs.existsSync(idFile) ? fs.readFileSync(idFile, 'utf8') : '', log };
}

/** Has `cleanUp` remove an image that something else makes. */
export function removeLater(tag: string): void {
  images.add(tag);
}

/** The bytes of the layers that an image has and the one it was built on has not. */
export function bytesAbove(base: string, image: string): number {
  const layers = (name: string) => docker('history', '--human=false', '--format', '{{.Size}}', name).split('\n').map(Number);
  const own = layers(image);
  return own.slice(0, own.length - layers(base).length).reduce((sum, size) => sum + size, 0);
}

/** A build that has to succeed. */
export function built(context: string, options: BuildArguments = {}): string {
  const result = build(context, options);
  if (!result.ok) {
    throw new Error(`the build of ${context} failed:\n${result.log.slice(-6000)}`);
  }
  return result.image;
}

/** How the steps that hold a text ended. A log may be of several builds, each of which numbers its steps from one: what counts is the next end. */
export function steps(log: string, text: string): string[] {
  const ends = [...log.matchAll(/^#(\d+) \[.*$/gm)].filter(match => match[0].includes(text)).map(({ 1: number, index }) => {
    const end = new RegExp(`^#${number} (CACHED|DONE|ERROR)`, 'm').exec(log.slice(index));
    return [end ? index + end.index : -Number(number), end?.[1] ?? 'none'] as const;
  });
  return [...new Map(ends).values()];
}

/** How a container is started. */
export interface StartOptions {
  readonly ports?: number[];
  readonly env?: Record<string, string>;
  readonly command?: string[];
  readonly flags?: string[];
}

/** Starts a container with the ports published on the loopback. */
export function start(image: string, options: StartOptions = {}): Running {
  const id = docker('run', '--detach',
    ...(options.ports ?? []).flatMap(port => ['--publish', `127.0.0.1::${port}`]),
    ...Object.entries(options.env ?? {}).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    ...options.flags ?? [],
    image, ...options.command ?? []);
  containers.add(id);
  return { id, url: port => `http://${docker('port', id, `${port}/tcp`).split('\n')[0]}` };
}

/** What answers a request. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** Asks until something answers, for half a minute at the most. */
export async function answer(container: Running, url: string): Promise<Answer> {
  for (let attempt = 0; attempt < 150; attempt++) {
    const response = await get(url);
    if (response) {
      return response;
    }
    if (docker('inspect', '--format', '{{.State.Running}}', container.id) !== 'true') {
      throw new Error(`the container ended before it answered at ${url}:\n${logs(container)}`);
    }
    await new Promise(resolve => setTimeout(resolve, 200));
  }
  throw new Error(`nothing answered at ${url}:\n${logs(container)}`);
}

/** Asks once. While a container starts, the connection is refused, or taken and closed: `fetch` may then never settle. */
function get(url: string): Promise<Answer | undefined> {
  return new Promise(resolve => {
    const request = http.get(url, { timeout: 5000 }, response => {
      let body = '';
      response.on('data', data => body += data);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', body }));
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(undefined));
  });
}

/** Waits until a container printed something, for half a minute at the most. It may have ended by then. */
export async function printed(container: Running, pattern: RegExp): Promise<string> {
  for (let attempt = 0; attempt < 150; attempt++) {
    const text = logs(container);
    if (pattern.test(text)) {
      return text;
    }
    await new Promise(resolve => setTimeout(resolve, 200));
  }
  throw new Error(`nothing printed ${pattern}:\n${logs(container)}`);
}

/** What a container printed. */
export function logs(container: Running): string {
  const result = spawnSync('docker', ['logs', container.id], { encoding: 'utf8' });
  return `${result.stdout}${result.stderr}`;
}

/** Sends SIGTERM, with ten seconds until SIGKILL, as an orchestrator does. */
export function stop(container: Running): { exitCode: number; seconds: number } {
  const begin = process.hrtime.bigint();
  docker('stop', '--timeout', '10', container.id);
  const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
  return { exitCode: Number(docker('inspect', '--format', '{{.State.ExitCode}}', container.id)), seconds };
}

/** The paths below a directory at the top of an image, without a leading slash. To list a whole image takes seconds. */
export function filesOf(image: string, directory = 'app'): string[] {
  const id = docker('create', image, 'none');
  containers.add(id);
  const listing = execFileSync('bash', ['-o', 'pipefail', '-c', 'docker cp "$0:/$1" - | tar -t', id, directory], { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
  return listing.split('\n').filter(line => line !== '');
}

/** The configuration of an image. */
export function configOf(image: string): {
  User: string;
  Env: string[];
  Entrypoint: string[];
  Cmd: string[];
  Labels: Record<string, string>;
  WorkingDir: string;
  ExposedPorts?: Record<string, unknown>;
  Healthcheck?: { Test: string[] };
} {
  return JSON.parse(docker('image', 'inspect', '--format', '{{json .Config}}', image));
}

/** Removes the names of images that a pattern of references fits. */
export function removeImagesLike(pattern: string): void {
  const names = docker('images', '--filter', `reference=${pattern}`, '--format', '{{.Repository}}:{{.Tag}}').split('\n');
  // those that another has just removed, or that have lost their tag, are no trouble
  spawnSync('docker', ['image', 'rm', '--force', ...names.filter(name => name !== '')]);
}

/**
 * Removes the containers, the names of images and the directories that the tests of this file made. The build cache stays,
 * and so does whatever else the engine has: other tests run beside these.
 */
export function cleanUp(): void {
  if (containers.size > 0) {
    spawnSync('docker', ['rm', '--force', '--volumes', ...containers]);
  }
  if (images.size > 0) {
    spawnSync('docker', ['image', 'rm', ...images]);
  }
  directories.forEach(directory => fs.rmSync(directory, { recursive: true, force: true }));
  [containers, images, directories].forEach(set => set.clear());
}
