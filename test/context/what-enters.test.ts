import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { NodejsDockerfile, NodejsImageOptions } from '../../lib';
import { materialise } from '../../lib/context/materialise';
import { add, smallService, temporaryDirectory } from '../temporary';

const git = (directory: string, ...words: string[]) => {
  const env = { PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...words], { cwd: directory, env, stdio: 'pipe' });
};

function checkout(files: Record<string, unknown>): string {
  const directory = smallService(files);
  git(directory, 'init', '-q');
  git(directory, 'add', '-A');
  return directory;
}

function context(directory: string, options: Partial<NodejsImageOptions> = {}) {
  const dockerfile = NodejsDockerfile.fromDirectory({ directory, ...options });
  const made = materialise(dockerfile, temporaryDirectory(), new Map());
  const app = path.join(made.directory, 'app');
  const files = (fs.readdirSync(app, { recursive: true }) as string[]).filter(name => !fs.lstatSync(path.join(app, name)).isDirectory()).sort();
  const fact = (name: string) => made.facts.find(item => item.name === name)?.value;
  return { ...made, files, all: [...dockerfile.warnings, ...made.warnings], fact };
}

const enters = (directory: string, name: string, options?: Partial<NodejsImageOptions>) => context(directory, options).files.includes(name);
const said = (directory: string, id: string) => context(directory).all.filter(item => item.id === id).map(({ message }) => message);

describe('everything that git has', () => {
  test.each([
    'lib/coverage/index.js', 'coverage/index.js', 'docs/a.md', 'scripts/x.sh', '.well-known/security.txt', '.sequelizerc', '.babelrc', 'lib/README.md', 'LICENSE', 'SECURITY.js', '.env.example', 'test/.env.sample',
  ])('%s enters', name => expect(enters(checkout({ [name]: 'x' }), name)).toBe(true));

  test.each([
    ['a source that names it', 'README.md', "fs.readFileSync('README.md')"],
    ['a source that reads documents by their ending', 'CHANGELOG.md', "files.filter(name => name.endsWith('.md'))"],
    ['a source that names it without ending', 'README.md', "read('README')"],
    ['a script of the settings', 'docker-compose.yml', "parse('./docker-compose.yml')"],
    ['a source that walks there', '.github/CODEOWNERS', "fs.readFileSync('.github/CODEOWNERS')"],
  ])('what is for people enters by %s', (_, name, source) => {
    expect(enters(checkout({ [name]: 'x', 'lib/read.js': source }), name)).toBe(true);
    expect(enters(checkout({ [name]: 'x', 'lib/read.js': '// nothing of https://user.github.io' }), name)).toBe(false);
  });

  test('what is for people and nobody reads is a fact', () => {
    expect(context(checkout({ 'README.md': '#', '.github/workflows/a.yml': 'x' })).fact('forPeople')).toBe('.github, README.md');
  });
});

describe('of what the build writes', () => {
  const built = (ignored: string) => checkout({
    'package.json': { name: 'a', scripts: { build: 'tsc', start: 'node lib/main.js' }, devDependencies: { typescript: '5' } },
    'tsconfig.json': { compilerOptions: { outDir: 'lib', rootDir: 'src' } }, 'src/main.ts': 'require("./legacy/pricing")',
    'lib/legacy/pricing.js': 'exports.price = 1', '.gitignore': ignored,
  });

  test('files enter that git tracks among what it ignores', () => {
    const directory = built('lib/*\n!lib/legacy\n');
    add(directory, { 'lib/main.js': 'old', 'lib/legacy/new.js': 'not tracked' });
    expect(context(directory).files.filter(name => name.startsWith('lib/'))).toEqual(['lib/legacy/pricing.js']);
  });

  test('nothing enters where git tracks none of it', () => {
    expect(context(built('lib\n')).files.filter(name => name.startsWith('lib/'))).toEqual([]);
  });
});

describe('what releaseFiles names, and cannot enter', () => {
  const LETS = /: "why it may" \}/;

  test.each<[string, Record<string, unknown>, string, RegExp]>([
    ['a file of variables', { 'conf.env': 'A=1' }, 'conf.env', /"releaseFiles" names "conf\.env", which cannot be in the build context of .*; conf\.env is a secret by its name/],
    ['a file of variables that git ignores', { 'conf.env': 'A=1', '.gitignore': 'conf.env' }, 'conf.env', LETS],
    ['a key in a directory', { 'tls/server.pem': '-----BEGIN PRIVATE KEY-----' }, 'tls/server.pem', LETS],
    ['what git ignores', { 'local.json': '{}', '.gitignore': 'local.json' }, 'local.json', /git ignores local\.json, and a clean checkout lacks it/],
    ['what .dockerignore keeps out', { 'data/a.json': '{}', '.dockerignore': 'data' }, 'data', /\.dockerignore keeps out data: take it out of there/],
  ])('is an error at synth: %s', (_, files, name, message) => {
    expect(() => context(checkout(files), { releaseFiles: ['server.js', name] })).toThrow(message);
  });

  test('is told where the build may write it', () => {
    const files = { 'package.json': { name: 'a', scripts: { start: 'node server.js', build: 'node generate.js', test: 'node --test' } }, 'conf.env': 'A=1', '.gitignore': 'conf.env' };

    expect(context(checkout(files), { releaseFiles: ['server.js', 'conf.env'] }).all.map(({ id }) => id)).toContain('release-file-kept-out');
  });

  test('is nothing where it is let in, or in part', () => {
    const directory = checkout({ 'conf.env': 'A=1', 'data/a.json': '{}', 'data/.env': 'A=1' });

    expect(enters(directory, 'conf.env', { releaseFiles: ['server.js', 'conf.env', 'data'], allow: { 'conf.env': 'it has no secret' } })).toBe(true);
  });
});

describe('what git ignores and does not track', () => {
  const files = { '.gitignore': 'config/local.json\n*.sqlite\n/uploads/\n', 'config/local.json': '{}', 'dev.sqlite': 'x', 'uploads/a.png': 'x' };

  test('stays out, as a fact, so that a laptop and a clean checkout have one hash', () => {
    const { hash, files: inside, fact } = context(checkout(files));
    expect(inside).not.toEqual(expect.arrayContaining(['config/local.json']));
    expect(fact('ignoredByGit')).toBe('config/local.json, dev.sqlite, uploads/');
    expect(context(checkout({ '.gitignore': files['.gitignore'] })).hash).toBe(hash);
  });

  test('is named where something reads it', () => {
    const directory = checkout({ ...files, 'server.js': "require('./config/local.json')" });
    expect(said(directory, 'ignored-by-git')).toEqual([expect.stringMatching(/^config\/local\.json stays out .* server\.js names it.* allow: \{ "config\/local\.json"/)]);
    expect(said(checkout(files), 'ignored-by-git')).toEqual([]);
  });

  test('what a script writes that the image runs is not said', () => {
    const script = 'fs.writeFileSync("countries.json", "[]")';
    const project = (scripts: object) => ({ 'package.json': { name: 'a', scripts: { start: 'node server.js', ...scripts } }, '.gitignore': 'countries.json\n', 'scripts/fetch.js': script });
    const ignored = (scripts: object) => {
      const directory = checkout(project(scripts));
      add(directory, { 'countries.json': '[]' });
      return said(directory, 'ignored-by-git');
    };
    expect(ignored({ postinstall: 'node scripts/fetch.js' })).toEqual([]);
    expect(ignored({ fetch: 'node scripts/fetch.js' })).toHaveLength(1);
  });

  test('is named where installing reads it', () => {
    expect(said(checkout({ '.gitignore': '.npmrc\n', '.npmrc': 'engine-strict=true\n' }), 'ignored-by-git')).toEqual([expect.stringContaining('installing reads it')]);
  });

  test('enters where it is allowed, or tracked all the same', () => {
    const directory = checkout(files);
    expect(enters(directory, 'uploads/a.png', { allow: { uploads: 'samples' } })).toBe(true);
    git(directory, 'add', '-f', 'dev.sqlite');
    expect(context(directory).files).toEqual(expect.arrayContaining(['dev.sqlite']));
  });

  test('is not read', () => {
    const directory = checkout({ '.gitignore': '/pgdata/\n', 'pgdata/x': '' });
    // whoever looks at it stumbles
    fs.symlinkSync('/does/not/exist', path.join(directory, 'pgdata/gone'));
    expect(context(directory).fact('ignoredByGit')).toBe('pgdata/');
    add(directory, { '.gitignore': '' });
    expect(() => context(directory)).toThrow(/pgdata\/gone/);
  });

  test('is an error where it is started and nothing builds it', () => {
    const directory = checkout({ '.gitignore': 'out\n', 'out/main.js': '' });
    expect(() => context(directory, { command: ['node', 'out/main.js'] })).toThrow(/out\/main\.js, which the image starts.*git ignores out.*allow.*buildScript/);
  });

  test('is nothing where there is no checkout', () => {
    expect(enters(smallService(files), 'config/local.json')).toBe(true);
  });

  test('decides nothing of how the image is made', () => {
    const render = (directory: string) => NodejsDockerfile.fromDirectory({ directory }).render();
    const more = { 'dist/a.js': '', '.nvmrc': '18', 'yarn.lock': '', 'local/x': '' };
    const ignore = { '.gitignore': 'dist\n.nvmrc\nyarn.lock\nlocal\n' };
    expect(render(checkout({ ...ignore, ...more }))).toBe(render(checkout(ignore)));
  });
});

describe('a .dockerignore of the user', () => {
  const built = { 'package.json': { name: 'small', scripts: { start: 'node dist/server.js', build: 'node build.js' } }, 'package-lock.json': { lockfileVersion: 3, packages: { '': {} } }, 'build.js': "require('./tool.yml')" };

  test.each<[string, Record<string, unknown>, RegExp]>([
    ['what is started', { '.dockerignore': 'server.js\n' }, /^server\.js, which the image starts, .*\.dockerignore keeps out server\.js/],
    ['all sources', { ...built, '.dockerignore': '*\n!package*.json\n!dist\n' }, /keeps out all sources .*"build" cannot build/],
  ])('that keeps out %s is an error', (_, files, message) => expect(() => context(checkout(files))).toThrow(message));

  test.each<[string, Record<string, unknown>, RegExp]>([
    ['what a source names', { ...built, 'tool.yml': 'x', '.dockerignore': '*.yml\n' }, /keeps out tool\.yml, but build\.js names it/],
    ['what a script names', { ...built, '.dockerignore': 'build.js\n' }, /keeps out build\.js, but the script "build" names it/],
    ['settings of tools', { ...built, 'tsconfig.build.json': {}, '.dockerignore': 'tsconfig*\n' }, /keeps out tsconfig\.build\.json, but tools of the build/],
  ])('that keeps out %s is said', (_, files, message) => {
    expect(said(checkout(files), 'kept-out-by-dockerignore')).toEqual([expect.stringMatching(message)]);
  });

  test('that keeps out what nobody reads is nothing', () => {
    expect(said(checkout({ 'notes.txt': 'x', '.dockerignore': 'notes.txt\n' }), 'kept-out-by-dockerignore')).toEqual([]);
  });
});

test('a comment in the stack is no other image', () => {
  const directory = checkout({ 'cdk.json': { app: 'npx tsx infra/app.ts' }, 'infra/app.ts': '// a' });
  const { hash } = context(directory);
  add(directory, { 'infra/app.ts': '// b' });
  expect(context(directory).hash).toBe(hash);
});

test('what enters against the rules for names is let through by the .dockerignore, and nothing else is', () => {
  const directory = checkout({ 'certs/ca.pem': '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n', 'certs/[a] b.pem': '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n', 'certs/tls.pem': 'x' });
  const made = context(directory);
  const lines = fs.readFileSync(path.join(made.directory, '.dockerignore'), 'utf8').trim().split('\n').filter(line => line.startsWith('!app/'));
  expect(lines).toEqual(['!app/certs/[[]a] b.pem', '!app/certs/ca.pem']);
});

describe('what a checkout has not as it is meant to be', () => {
  test('is a submodule that is not checked out', () => {
    const library = checkout({ 'index.js': 'x' });
    git(library, 'commit', '-qm', 'a');
    const directory = checkout({ 'lib/a.js': '' });
    git(directory, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library, 'vendor/library');
    expect(said(directory, 'submodule-not-checked-out')).toEqual([]);
    git(directory, 'submodule', '--quiet', 'deinit', '--force', '--all');
    fs.mkdirSync(path.join(directory, 'lib/empty'));
    expect(said(directory, 'submodule-not-checked-out')).toEqual([expect.stringMatching(/^vendor\/library is empty, though git keeps something there.* git submodule update --init --recursive/)]);
  });

  test('is a pointer of Git LFS', () => {
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n';
    const directory = checkout({ 'models/a.onnx': pointer, 'models/b.onnx': pointer, 'models/c.onnx': 'x', 'docs.js': `"${pointer.replaceAll('\n', '\\n')}"` });
    expect(said(directory, 'lfs-pointer')).toEqual([expect.stringMatching(/^models\/a\.onnx, models\/b\.onnx are pointers of Git LFS in place of the files, .* git lfs pull/)]);
    expect(said(smallService({ 'models/a.onnx': pointer }), 'lfs-pointer')).toHaveLength(1);
  });

  test('is a script with line ends of Windows', () => {
    const directory = checkout({ 'start.sh': 'set -e\r\nnode server.js\r\n', 'bin/run': '#!/usr/bin/env bash\r\n1\r\n', 'bin/www': '#!/usr/bin/env node\r\n1\r\n', 'lib/b.sh': '#!/bin/sh\necho "a\r\n"\n', 'lib/c.js': '1\r\n2\r\n' });
    expect(said(directory, 'script-line-ends')).toEqual([expect.stringMatching(/^bin\/run, start\.sh have line ends of Windows \(CRLF\), .*eol=lf/)]);
  });

  test('is a module that is committed where nothing installs any', () => {
    const modules = { 'src/node_modules/utils/index.js': '', 'node_modules/ms/index.js': '', 'test/app/package.json': '{}', 'test/app/node_modules/ms/index.js': '' };
    expect(said(checkout(modules), 'modules-committed')).toEqual([expect.stringMatching(/^src\/node_modules is committed, and no node_modules enters an image/)]);
    expect(said(checkout({ '.gitignore': 'node_modules\n', ...modules }), 'modules-committed')).toEqual([]);
    expect(said(smallService(modules), 'modules-committed')).toEqual([]);
  });
});
