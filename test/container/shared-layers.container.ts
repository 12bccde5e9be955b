import { createHash } from 'crypto';
import * as fs from 'fs';
import * as path from 'path';
import * as tar from 'tar';
import { built, cleanUp, contextOf, docker, filesOf, temporaryDirectory } from './engine';

const APPS = path.join(__dirname, '..', 'compat', 'apps');
const SERVICES = path.join(APPS, 'seven-services', 'services');

afterAll(() => cleanUp());

const layers: Record<string, string[]> = {};
const images: Record<string, string> = {};

/** What an image adds to that which another one has. */
const own = (name: string, other: string) => layers[name].filter(layer => !layers[other].includes(layer));

beforeAll(() => {
  // Accounts and bookings have the same dependencies, freight has one more, gates has none.
  for (const name of ['accounts', 'bookings', 'freight', 'gates']) {
    images[name] = built(contextOf(path.join(SERVICES, name)));
    layers[name] = layersOf(images[name]);
  }
});

/**
 * What is in each layer of an image, but for when it was put there. The builder copies what it has copied before from its
 * cache, whoever asked for it; where two builds copy the same at the same time both keep a layer of their own.
 */
function layersOf(image: string): string[] {
  const directory = temporaryDirectory();
  docker('save', '--output', path.join(directory, 'image.tar'), image);
  tar.extract({ file: path.join(directory, 'image.tar'), cwd: directory, sync: true });
  const [{ Layers }] = JSON.parse(fs.readFileSync(path.join(directory, 'manifest.json'), 'utf8'));
  return Layers.map((layer: string) => fs.statSync(path.join(directory, layer)).size < 10_000_000 ? contentsOf(path.join(directory, layer)) : layer);
}

function contentsOf(file: string): string {
  const entries: string[] = [];
  tar.list({
    file,
    sync: true,
    onReadEntry: entry => {
      const hash = createHash('sha256');
      entry.on('data', data => hash.update(data));
      entry.on('end', () => entries.push([entry.path, entry.type, entry.mode, entry.uid, entry.linkpath, hash.digest('hex')].join(' ')));
    },
  });
  return entries.sort().join('\n');
}

test('what is compared are files', () => {
  expect(layers.accounts.filter(layer => layer.includes('app/node_modules/connect/index.js File '))).toHaveLength(1);
});

test('services with the same dependencies share everything but their own files and the links to their packages', () => {
  expect(layers.bookings).toHaveLength(layers.accounts.length);
  // the links, and the files
  expect(own('bookings', 'accounts')).toHaveLength(2);
});

test('a service with a dependency more has one layer of dependencies of its own', () => {
  expect(own('freight', 'accounts').length).toBe(own('bookings', 'accounts').length + 1);
});

test('services without a dependency in common share the base image and the init', () => {
  expect(layers.gates.filter(layer => layers.accounts.includes(layer)).length).toBeGreaterThanOrEqual(3);
});

test('what is shared leaves each service whole', () => {
  expect(filesOf(images.bookings)).toEqual(expect.arrayContaining([
    'app/node_modules/connect/index.js', 'app/node_modules/@port/log', 'app/node_modules/@port/bookings', 'app/services/bookings/server.js', 'app/packages/log/index.js',
  ]));
  expect(filesOf(images.bookings)).not.toEqual(expect.arrayContaining(['app/node_modules/.package-lock.json']));
});

test.each(['pnpm-workspaces', 'yarn-berry-workspaces'])('%s: what a package of the monorepo depends on is one layer, also of a service that has a dependency more', app => {
  const [tides, buoys] = ['tides', 'buoys'].map(name => layersOf(built(contextOf(path.join(APPS, app, 'services', name)))));
  const [shared, ...others] = tides.filter(layer => /\/ms\/index\.js File /.test(layer));
  expect([others, buoys.filter(layer => layer === shared)]).toEqual([[], [shared]]);
  expect(buoys.filter(layer => /\/escape-html\/index\.js File /.test(layer) && layer !== shared)).toHaveLength(1);
});
