import { fact, project } from '../project-directory';

/**
 * Where the version of each package manager is from, the first source that has one first: the next row of each leaves it out.
 */
interface Manager {
  readonly field: string;
  readonly devEngines: object;
  readonly volta?: object;
  readonly exact: object;
  readonly range: object;
  readonly lockfile: Record<string, string>;
  /** The version by each of them, in this order. */
  readonly versions: readonly (string | undefined)[];
}

const BUN_LOCK = (version: number) => JSON.stringify({ lockfileVersion: version, workspaces: { '': {} }, packages: {} });

const MANAGERS: Record<string, Manager> = {
  'npm': {
    field: 'npm@10.1.0+sha512.abc', devEngines: { name: 'npm', version: '10.2.0' }, volta: { npm: '10.3.0' }, exact: { npm: '10.4.0' }, range: { npm: '>=9' },
    lockfile: { 'package-lock.json': '{"lockfileVersion":3,"packages":{"":{}}}' }, versions: ['10.1.0', '10.2.0', '10.3.0', '10.4.0', undefined, undefined],
  },
  'Yarn 1': {
    field: 'yarn@1.22.1+sha512.abc', devEngines: { name: 'yarn', version: '1.22.2' }, volta: { yarn: '1.22.3' }, exact: { yarn: '1.22.4' }, range: { yarn: '^1' },
    lockfile: { 'yarn.lock': '# yarn lockfile v1\n' }, versions: ['1.22.1', '1.22.2', '1.22.3', '1.22.4', undefined, undefined],
  },
  'Yarn Berry': {
    field: 'yarn@4.1.0+sha512.abc', devEngines: { name: 'yarn', version: '4.2.0' }, volta: { yarn: '4.3.0' }, exact: { yarn: '4.4.0' }, range: { yarn: '^3' },
    lockfile: { 'yarn.lock': '__metadata:\n  version: 6\n' }, versions: ['4.1.0', '4.2.0', '4.3.0', '4.4.0', '3.8.7', '3.8.7'],
  },
  'pnpm': {
    field: 'pnpm@9.1.0+sha512.abc', devEngines: { name: 'pnpm', version: '9.2.0' }, volta: { pnpm: '9.3.0' }, exact: { pnpm: '9.4.0' }, range: { pnpm: '^11' },
    lockfile: { 'pnpm-lock.yaml': 'lockfileVersion: \'9.0\'\n' }, versions: ['9.1.0', '9.2.0', '9.3.0', '9.4.0', '11.28.11', '10.34.9'],
  },
  'Bun': {
    field: 'bun@1.2.1+sha512.abc', devEngines: { name: 'bun', version: '1.2.2' }, exact: { bun: '1.2.4' }, range: { bun: '~1.3' },
    lockfile: { 'bun.lock': BUN_LOCK(1) }, versions: ['1.2.1', '1.2.2', undefined, '1.2.4', '1.3.14', '1.4.5'],
  },
};

describe.each(Object.entries(MANAGERS))('%s', (_, { field, devEngines, volta, exact, range, lockfile, versions }) => {
  const version = (manifest: object) => project({ ...lockfile, 'package.json': manifest }).packageManager.pinnedVersion;

  test('given the field packageManager with a hash, when the project is read, then it goes before all others', () => {
    expect(version({ packageManager: field, devEngines: { packageManager: devEngines }, volta, engines: exact })).toBe(versions[0]);
  });

  test('given devEngines, when the project is read, then it goes before engines', () => {
    expect(version({ devEngines: { packageManager: devEngines }, volta, engines: exact })).toBe(versions[1]);
  });

  test('given volta, when the project is read, then it goes before engines', () => {
    expect(volta === undefined ? undefined : version({ volta, engines: exact })).toBe(versions[2]);
  });

  test('given an exact version in engines, when the project is read, then it is that', () => {
    expect(version({ engines: exact })).toBe(versions[3]);
  });

  test('given a range in engines, when the project is read, then it is the best that is known', () => {
    expect(version({ engines: range })).toBe(versions[4]);
  });

  test('given the lockfile alone, when the project is read, then it is one that reads it', () => {
    expect(version({})).toBe(versions[5]);
  });
});

test.each<[string, Record<string, unknown>, string]>([
  ['a release of Yarn that is checked in', { 'yarn.lock': '__metadata:\n  version: 6\n', '.yarnrc.yml': 'yarnPath: .yarn/releases/yarn-3.1.1.cjs', '.yarn/releases/yarn-3.1.1.cjs': '' }, '3.1.1'],
  ['a lockfile of version 8 of Yarn', { 'yarn.lock': '__metadata:\n  version: 8\n' }, '4.13.0'],
  ['a binary lockfile of Bun', { 'bun.lockb': '#!/usr/bin/env bun\n' }, '1.4.5'],
  ['a lockfile of version 2 of Bun', { 'bun.lock': BUN_LOCK(2) }, '1.4.5'],
  ['a range in devEngines and what the lockfile says', { 'package.json': { devEngines: { packageManager: { name: 'pnpm', version: '>=8' } } }, 'pnpm-lock.yaml': 'lockfileVersion: \'6.0\'\n' }, '8.15.9'],
  ['a range of which no version is known', { 'package.json': { engines: { pnpm: '11.5.x' } }, 'pnpm-lock.yaml': 'lockfileVersion: \'9.0\'\n' }, '11.5.0'],
  ['a file of Bun', { '.bun-version': '1.3.5\n', 'bun.lock': '{ "lockfileVersion": 1, "workspaces": {}, "packages": {} }' }, '1.3.5'],
])('given %s, when the project is read, then the version follows', (_, content, expected) => {
  expect(project(content).packageManager.pinnedVersion).toBe(expected);
});

test('given a version from elsewhere than the manager, when the project is read, then the fact says so', () => {
  expect(fact(project({ 'bun.lock': BUN_LOCK(1), 'package.json': { engines: { bun: '~1.3' } } }), 'packageManager').reason)
    .toBe('it is the lockfile of this manager; the version is from package.json: engines.bun and bun.lock, lockfile version 1');
});
