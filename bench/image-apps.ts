import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { temporaryDirectory } from '../test/container/engine';

const ROOT = path.join(__dirname, '..');
const DOCKERFILES = path.join(__dirname, 'dockerfiles');

/** Small, without dependencies of its own, and in none of the applications. */
const ADDED = { name: 'slugify', range: '^1.6.6' };

/** Files that are made, and so are in no state of an application. */
const MADE = ['node_modules', 'reports', 'dist', '.next', 'coverage', 'cdk.out'];

/** An application whose images are compared. */
export interface ImageApp {
  readonly name: string;
  /** Its directory. */
  readonly directory: string;
  /** Packages of it that are an image each; one, of all of it, where there are none. */
  readonly parts?: readonly string[];
  /** A file that the release has, or that is built into what it has. */
  readonly source?: string;
  /** A file of tests that the release has not. */
  readonly test?: string;
  /** The manifest that gets one more dependency, where that is not the one at the top. */
  readonly manifest?: string;
  readonly lockfile?: 'package-lock.json' | 'yarn.lock';
  /** Where its image listens, and what is asked for there; none for what listens nowhere. */
  readonly port?: number;
  readonly path: string;
  /** True if it is one of those that say the most in the least time. */
  readonly quick?: boolean;
}

const example = (name: string) => path.join(ROOT, 'examples', name);
const compat = (name: string) => path.join(ROOT, 'test', 'compat', 'apps', name);
const own = (name: string) => path.join(__dirname, 'apps', name);
const npm = 'package-lock.json';
const SERVICES = ['accounts', 'bookings', 'crews', 'docks', 'engines', 'freight', 'gates'];

export const IMAGE_APPS: readonly ImageApp[] = [
  { name: 'two-stage-demo', directory: example('two-stage-demo'), source: 'src/links.js', test: 'test/links.test.js', lockfile: npm, port: 8080, path: '/' },
  { name: 'lets-chat', directory: example('lets-chat'), source: 'lib/rooms.js', test: 'test/rooms.test.js', lockfile: npm, port: 5000, path: '/' },
  { name: 'yarn', directory: example('yarn'), source: 'src/app.ts', test: 'test/app.test.ts', lockfile: 'yarn.lock', port: 8080, path: '/' },
  { name: 'telescope', directory: example('telescope'), source: 'src/backend/web/server.js', test: 'test/feed.test.js', port: 3000, path: '/' },
  { name: 'telescope-posts', directory: example('telescope-services/posts'), source: 'src/app.js', test: 'test/app.test.js', lockfile: npm, port: 7004, path: '/' },
  { name: 'express-typescript', directory: compat('express-typescript'), source: 'src/app.ts', test: 'src/app.test.ts', lockfile: npm, port: 3000, path: '/openapi.json', quick: true },
  { name: 'nestjs', directory: compat('nestjs'), source: 'src/berths.service.ts', test: 'test/berths.test.js', lockfile: npm, port: 3000, path: '/', quick: true },
  { name: 'next', directory: compat('next'), source: 'lib/tides.js', test: 'test/tides.test.js', lockfile: npm, port: 3000, path: '/', quick: true },
  {
    name: 'seven-services', directory: own('seven-services'), parts: SERVICES.map(name => `services/${name}`), source: 'services/accounts/greeting.js',
    test: 'services/accounts/greeting.test.js', manifest: 'services/accounts/package.json', lockfile: npm, port: 8080, path: '/',
  },
  { name: 'large', directory: own('large'), source: 'src/documents.js', test: 'test/documents.test.js', lockfile: npm, port: 8080, path: '/' },
];

/** The application of any directory. What is built from is taken for its entry, if one of these names is there. */
export function appOf(directory: string, port: number | undefined, source?: string): ImageApp {
  const found = source ?? ['main', 'index', 'server', 'app'].flatMap(name => ['src/', ''].flatMap(below => ['ts', 'js', 'mjs'].map(end => `${below}${name}.${end}`)))
    .find(name => fs.existsSync(path.join(directory, name)));
  const lockfile = ([npm, 'yarn.lock'] as const).find(name => fs.existsSync(path.join(directory, name)));
  return { name: path.basename(path.resolve(directory)), directory: path.resolve(directory), source: found, lockfile, port, path: '/' };
}

/** A change that is built again, by its name. */
export const CHANGES = {
  source: (app: ImageApp, mark: string) => app.source === undefined ? undefined : changed(app, app.source, mark),
  test: (app: ImageApp, mark: string) => app.test === undefined ? undefined : changed(app, app.test, mark),
  dependency: addedDependency,
} as const;

/** The application in a state that no build has seen: a mark in one of its sources. */
export function changedSource(app: ImageApp, mark: string): string {
  return changed(app, app.source!, mark);
}

/** The application as it is. */
export function copyOf({ directory }: ImageApp): string {
  const copy = path.join(temporaryDirectory(), 'app');
  fs.cpSync(directory, copy, { recursive: true, filter: file => file === directory || !MADE.includes(path.basename(file)) });
  return copy;
}

function changed(app: ImageApp, file: string, mark: string): string {
  const copy = copyOf(app);
  fs.appendFileSync(path.join(copy, file), `\n// ${mark}\n`);
  return copy;
}

const LOCKS = new Map<string, string>();

/** The application with one more dependency; the mark stands in its manifest. */
function addedDependency(app: ImageApp, mark: string): string {
  const copy = copyOf(app);
  addTo(app, copy, mark);
  if (app.lockfile === undefined) return copy;
  const lock = LOCKS.get(app.name) ?? lockWithDependency(app, app.lockfile);
  LOCKS.set(app.name, lock);
  fs.writeFileSync(path.join(copy, app.lockfile), lock);
  return copy;
}

/** The lockfile of the application with one more dependency, written by its package manager in a container. */
function lockWithDependency(app: ImageApp, lockfile: string): string {
  const copy = copyOf(app);
  addTo(app, copy, 'lock');
  const output = temporaryDirectory();
  const kind = lockfile === 'yarn.lock' ? 'yarn' : 'npm';
  execFileSync('docker', [
    'build', '--quiet', '--file', path.join(DOCKERFILES, `lockfile.${kind}.Dockerfile`), '--output', `type=local,dest=${output}`, copy,
  ], { stdio: ['ignore', 'ignore', 'inherit'] });
  return fs.readFileSync(path.join(output, lockfile), 'utf8');
}

function addTo({ manifest = 'package.json' }: ImageApp, directory: string, mark: string): void {
  const file = path.join(directory, manifest);
  const fields = JSON.parse(fs.readFileSync(file, 'utf8'));
  const dependencies = { ...fields.dependencies, [ADDED.name]: ADDED.range };
  fs.writeFileSync(file, `${JSON.stringify({ ...fields, description: mark, dependencies }, undefined, 2)}\n`);
}
