import * as path from 'path';
import { built, cleanUp, contextOf, docker, filesOf } from './engine';

const SERVICES = path.join(__dirname, '..', 'compat', 'apps', 'seven-services', 'services');

afterAll(() => cleanUp());

const layers: Record<string, string[]> = {};
const images: Record<string, string> = {};

/** What an image adds to that which another one has. */
const own = (name: string, other: string) => layers[name].filter(layer => !layers[other].includes(layer));

beforeAll(() => {
  // Accounts and bookings have the same dependencies, freight has one more, gates has none.
  for (const name of ['accounts', 'bookings', 'freight', 'gates']) {
    images[name] = built(contextOf(path.join(SERVICES, name)));
    layers[name] = JSON.parse(docker('image', 'inspect', '--format', '{{json .RootFS.Layers}}', images[name]));
  }
});

test('services with the same dependencies share everything but their own files and the links to their packages', () => {
  expect(layers.bookings).toHaveLength(layers.accounts.length);
  // the directory of the package, the links, and the files
  expect(own('bookings', 'accounts').length).toBeLessThanOrEqual(3);
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
