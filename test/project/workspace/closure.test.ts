import { DiskFiles } from '../../../lib/project/files/disk-files';
import { readManifest } from '../../../lib/project/manifest/manifest';
import { closureOf } from '../../../lib/project/workspace/closure';
import { memberDependencies } from '../../../lib/project/workspace/member-dependencies';
import { Members } from '../../../lib/project/workspace/members';
import { readWorkspaceDeclaration } from '../../../lib/project/workspace/workspace-sources';
import { messageOf, projectDirectory } from '../project-directory';

type Manifests = { readonly [path: string]: object };

/** A monorepo of packages in `packages`, each named as its directory, version 1.2.0. */
function monorepo(packages: Manifests, root: object = {}) {
  const files = new DiskFiles(projectDirectory({
    'package.json': { workspaces: ['packages/*'], ...root },
    ...Object.fromEntries(Object.entries(packages).map(([name, manifest]) => [`packages/${name}/package.json`, { name, version: '1.2.0', ...manifest }])),
  }));
  return { root: readManifest(files, '')!, members: new Members(files, readWorkspaceDeclaration(files)!) };
}

function closure(packages: Manifests, root: object = {}, of = 'api') {
  const read = monorepo(packages, root);
  const { members, production, cycles } = closureOf(read.root, `packages/${of}`, read.members);
  const short = (path: string) => path.replace('packages/', '');
  return {
    members: members.map(({ directory }) => short(directory)),
    production: [...production].map(short).sort(),
    cycles: cycles.map(cycle => cycle.map(short)),
  };
}

const needs = (...names: string[]) => ({ dependencies: Object.fromEntries(names.map(name => [name, '*'])) });
const tests = (...names: string[]) => ({ devDependencies: Object.fromEntries(names.map(name => [name, '*'])) });

describe('the closure', () => {
  test('given a package that needs nothing, when it is found, then it is alone', () => {
    expect(closure({ api: {}, web: {} })).toEqual({ members: ['api'], production: ['api'], cycles: [] });
  });

  test('given a chain, when it is found, then each comes after those it needs', () => {
    expect(closure({ api: needs('a'), a: needs('b'), b: {}, web: needs('a') })).toEqual({ members: ['b', 'a', 'api'], production: ['a', 'api', 'b'], cycles: [] });
  });

  test('given what is for tests, when it is found, then it is in it, and not needed to run', () => {
    expect(closure({ api: { ...needs('a'), ...tests('kit') }, a: tests('c'), kit: needs('b'), b: {}, c: {} }))
      .toEqual({ members: ['c', 'a', 'b', 'kit', 'api'], production: ['a', 'api'], cycles: [] });
  });

  test('given what the root depends on, when it is found, then it is in it', () => {
    expect(closure({ api: {}, a: {}, b: {} }, { ...needs('a'), ...tests('b') })).toEqual({ members: ['a', 'b', 'api'], production: ['a', 'api'], cycles: [] });
  });

  test('given peers and optional ones, when it is found, then they are needed to run', () => {
    const api = { peerDependencies: { a: '*', c: '*' }, peerDependenciesMeta: { c: { optional: true } }, optionalDependencies: { b: '*' } };
    expect(closure({ api, a: {}, b: {}, c: {} }).production).toEqual(['a', 'api', 'b']);
  });

  test('given packages that need one another to run, when it is found, then that is told, and it ends', () => {
    expect(closure({ api: needs('a'), a: needs('b'), b: needs('a') })).toEqual({ members: ['b', 'a', 'api'], production: ['a', 'api', 'b'], cycles: [['a', 'b', 'a']] });
  });

  test('given packages that need one another for tests, when it is found, then it is no cycle', () => {
    expect(closure({ api: needs('a'), a: tests('b'), b: needs('a') })).toEqual({ members: ['a', 'b', 'api'], production: ['a', 'api'], cycles: [] });
  });

  test('given itself, when it is found, then that is nothing', () => {
    expect(closure({ api: needs('api') })).toEqual({ members: ['api'], production: ['api'], cycles: [] });
  });
});

describe('what is a package of the monorepo', () => {
  const linked = (specifier: string, name = 'a') => {
    const { members } = monorepo({ api: { dependencies: { [name]: specifier } }, a: {}, b: { version: undefined } });
    return memberDependencies(members.at('packages/api')!, members).map(({ path }) => path.replace('packages/', ''));
  };

  test.each<[string, string[]]>([
    ['*', ['a']], ['', ['a']], ['^1.0.0', ['a']], ['1.2.0', ['a']], ['>=1 <2', ['a']],
    ['^2.0.0', []], ['latest', []], ['npm:a@1', []], ['catalog:', []], ['git+ssh://x', []],
    ['workspace:*', ['a']], ['workspace:^', ['a']], ['workspace:~1.2.0', ['a']], ['workspace:^9', ['a']],
    ['workspace:../a', ['a']], ['file:../a', ['a']], ['link:../a', ['a']], ['portal:../a', ['a']], ['file:../../../x', []], ['file:lib', []],
  ])('given the specifier %j, when it is read, then it is %j', (specifier, expected) => {
    expect(linked(specifier)).toEqual(expected);
  });

  test('given an alias, when it is read, then it is the package behind it', () => {
    expect(linked('workspace:a@*', 'other')).toEqual(['a']);
    expect(linked('workspace:packages/a', 'a')).toEqual(['a']);
  });

  test('given a package without a version, when a range asks for it, then a registry is asked', () => {
    expect(linked('^1.0.0', 'b')).toEqual([]);
    expect(linked('*', 'b')).toEqual(['b']);
  });

  test.each(['workspace:*', 'workspace:../x'])('given %j of what is none, when it is read, then the error says where it is missing', specifier => {
    expect(messageOf(() => linked(specifier, 'x')))
      .toMatch(/^packages\/api depends on x, which is to be a package of the monorepo \(workspace:.*\), but package\.json in .* names none like it \(packages\/\*\): add it there, or correct the dependency$/);
  });

  test('given the same one for tests and to run, when it is read, then it is needed to run', () => {
    const { members } = monorepo({ api: { ...needs('a'), ...tests('a', 'b') }, a: {}, b: {} });
    expect(memberDependencies(members.at('packages/api')!, members)).toEqual([
      { name: 'a', path: 'packages/a', production: true }, { name: 'b', path: 'packages/b', production: false },
    ]);
  });
});

describe('the members', () => {
  test('given directories of which some have no manifest, when they are read, then those are packages that have one', () => {
    const files = new DiskFiles(projectDirectory({ 'package.json': { workspaces: ['**'] }, 'a/package.json': {}, 'b/x.js': '', 'c/d/package.json': { name: 'd' }, 'c/node_modules/e/package.json': {} }));
    const members = new Members(files, readWorkspaceDeclaration(files)!);
    expect(members.all.map(({ directory }) => directory)).toEqual(['a', 'c/d']);
    expect(members.named('d')?.directory).toBe('c/d');
    expect([members.at('b'), members.named('a')]).toEqual([undefined, undefined]);
  });
});
