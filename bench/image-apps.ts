import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { temporaryDirectory } from '../test/container/engine';

const EXAMPLES = path.join(__dirname, '..', 'examples');
const DOCKERFILES = path.join(__dirname, 'dockerfiles');

/** Small, without dependencies of its own, and in none of the examples. */
const ADDED = { name: 'slugify', range: '^1.6.6' };

/** An app whose images are compared. */
export interface ImageApp {
  readonly name: string;
  /** Its directory in examples/. */
  readonly directory: string;
  /** A file that the release has, or that is built into what it has. */
  readonly source: string;
  readonly lockfile?: 'package-lock.json' | 'yarn.lock';
  /** What the release stands on. */
  readonly base: string;
}

const NODE = 'public.ecr.aws/docker/library/node';

export const IMAGE_APPS: readonly ImageApp[] = [
  { name: 'lets-chat', directory: 'lets-chat', source: 'lib/rooms.js', lockfile: 'package-lock.json', base: `${NODE}:24-bookworm-slim` },
  { name: 'two-stage-demo', directory: 'two-stage-demo', source: 'src/links.js', lockfile: 'package-lock.json', base: `${NODE}:24-bookworm-slim` },
  { name: 'yarn', directory: 'yarn', source: 'src/app.ts', lockfile: 'yarn.lock', base: `${NODE}:26-trixie-slim` },
  { name: 'telescope', directory: 'telescope', source: 'src/backend/web/server.js', base: `${NODE}:26-trixie-slim` },
  { name: 'telescope-posts', directory: 'telescope-services/posts', source: 'src/app.js', lockfile: 'package-lock.json', base: `${NODE}:26-trixie-slim` },
];

/** The app in a state that no build has seen: a mark in one of its sources. */
export function changedSource({ directory, source }: ImageApp, mark: string): string {
  const copy = path.join(temporaryDirectory(), 'app');
  fs.cpSync(path.join(EXAMPLES, directory), copy, {
    recursive: true, filter: file => !['node_modules', 'reports', 'dist'].includes(path.basename(file)),
  });
  fs.appendFileSync(path.join(copy, source), `\n// ${mark}\n`);
  return copy;
}

/** The app with one more dependency; the mark stands in its package.json. */
export function addedDependency(app: ImageApp, lock: string | undefined, mark: string): string {
  const copy = changedSource(app, mark);
  addTo(copy, mark);
  if (lock !== undefined) {
    fs.copyFileSync(lock, path.join(copy, app.lockfile!));
  }
  return copy;
}

/** The lockfile of the app with one more dependency, written by its package manager in a container. */
export function lockWithDependency(app: ImageApp): string | undefined {
  if (app.lockfile === undefined) {
    return undefined;
  }
  const copy = changedSource(app, 'lock');
  addTo(copy, 'lock');
  const output = temporaryDirectory();
  const kind = app.lockfile === 'yarn.lock' ? 'yarn' : 'npm';
  execFileSync('docker', [
    'build', '--quiet', '--file', path.join(DOCKERFILES, `lockfile.${kind}.Dockerfile`), '--output', `type=local,dest=${output}`, copy,
  ], { stdio: ['ignore', 'ignore', 'inherit'] });
  return path.join(output, app.lockfile);
}

/** A build context with a Dockerfile that was written by hand, in a directory of its own as a synthesis makes it. */
export function contextByHand(app: ImageApp, kind: string, directory: string): string {
  const context = path.join(temporaryDirectory(), 'context');
  fs.cpSync(directory, context, { recursive: true });
  fs.copyFileSync(path.join(DOCKERFILES, app.name, `${kind}.Dockerfile`), path.join(context, 'Dockerfile'));
  fs.copyFileSync(path.join(DOCKERFILES, 'dockerignore'), path.join(context, '.dockerignore'));
  return context;
}

function addTo(directory: string, mark: string): void {
  const file = path.join(directory, 'package.json');
  const manifest = JSON.parse(fs.readFileSync(file, 'utf8'));
  const dependencies = { ...manifest.dependencies, [ADDED.name]: ADDED.range };
  fs.writeFileSync(file, `${JSON.stringify({ ...manifest, description: mark, dependencies }, undefined, 2)}\n`);
}
