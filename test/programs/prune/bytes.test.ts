import { readFileSync } from 'fs';
import { join, resolve } from 'path';
import { Platform } from '../../../lib/programs/prune/platform';
import { prune } from '../../../lib/programs/prune/prune';
import { installedBelow } from '../../../lib/programs/shared/installed';
import { golden, UPDATE } from '../../golden/golden-file';

const MODULES = resolve(__dirname, '..', '..', '..', 'node_modules');

/** Packages of some size that the lockfile of this repository holds: compiled TypeScript, sources beside it, maps, documentation. */
const PACKAGES = ['@aws-sdk/client-s3', '@babel/parser', 'ajv', 'constructs', 'fast-check', 'minimatch', 'semver', 'yaml'];

/** How many times the bytes of before may stay. */
const MOST = 1.01;

interface Kept {
  /** The version of each. */
  readonly versions: { readonly [name: string]: string };
  /** Bytes that stay of each. */
  readonly bytes: { readonly [name: string]: number };
}

const installed = installedBelow([MODULES]).filter(({ name, directory }) => PACKAGES.includes(name) && directory === join(MODULES, name));
const settings = { platform: new Platform('linux', 'x64', 'glibc'), sourceMaps: false, typescript: false, keeps: () => false, removes: () => false };
const leftOut = prune(installed, settings, []);

const kept: Kept = {
  versions: Object.fromEntries(installed.map(({ name, manifest }) => [name, String(manifest.version)])),
  bytes: Object.fromEntries(installed.map(own => {
    const gone = new Set(leftOut.filter(each => each.package === own).map(({ path }) => path));
    return [own.name, [...own.files].reduce((sum, [path, size]) => gone.has(path) ? sum : sum + size, 0)];
  })),
};
const file = join(__dirname, 'bytes.json');
const committed: Kept = JSON.parse(UPDATE ? golden(file, `${JSON.stringify(kept, undefined, 2)}\n`) : readFileSync(file, 'utf8'));

test('the bytes are of packages that are installed; after an update of them UPDATE_GOLDEN=1 writes them anew', () => {
  expect(kept.versions).toEqual(committed.versions);
  expect(Object.keys(kept.versions).sort()).toEqual(PACKAGES);
});

test.each(PACKAGES)('of %s stays no more than one per cent more than before', name => {
  expect(kept.bytes[name]).toBeLessThanOrEqual(MOST * committed.bytes[name]);
});

test('what is left out is more than a third of all', () => {
  const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);
  const all = sum(installed.flatMap(({ files }) => [...files.values()]));
  expect(sum(Object.values(kept.bytes)) / all).toBeLessThan(2 / 3);
});
