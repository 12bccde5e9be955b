import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { programText } from '../../../lib/programs/program-text';
import { temporaryDirectory } from '../../temporary';

interface Package { readonly [field: string]: unknown }

const NOTE = (what: string) => `echo "$npm_package_name ${what} $npm_lifecycle_event" >> "$INIT_CWD/ran"`;

/** Runs the program where these packages are installed, with a Yarn that knows its environment alone. */
function run(words: readonly string[], packages: Record<string, Package>, links: Record<string, string> = {}) {
  const root = temporaryDirectory();
  const app = path.join(root, 'app');
  const bin = path.join(root, 'bin');
  const write = (file: string, text: string, mode = 0o644) => {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text, { mode });
  };
  write(path.join(root, 'scripts.mjs'), programText('scripts'));
  Object.entries(packages).forEach(([directory, manifest]) => write(path.join(app, directory, 'package.json'), JSON.stringify(manifest)));
  Object.entries(links).forEach(([link, target]) => {
    fs.mkdirSync(path.dirname(path.join(app, link)), { recursive: true });
    fs.symlinkSync(target, path.join(app, link));
  });
  write(path.join(bin, 'yarn'), '#!/bin/sh\necho "{\\"PATH\\":\\"$PATH\\",\\"FROM_YARN\\":\\"1\\",\\"npm_package_secret\\":\\"root\\"}"\n', 0o755);
  write(path.join(bin, 'npm'), '#!/bin/sh\necho "$@" >> ran\ncase "$*" in *fails*) exit 1;; esac\n', 0o755);
  write(path.join(bin, 'bun'), '#!/bin/sh\n[ "$1" = pm ] && printf "./node_modules/wary @1.0.0\\n » [install]: x\\n\\n./node_modules/@s/wary @1.0.0\\n"\nexit 0\n', 0o755);
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(root, 'scripts.mjs'), ...words], {
    cwd: app, encoding: 'utf8', env: { ...process.env, PATH: `${bin}:${process.env.PATH}` },
  });
  const ran = path.join(app, 'ran');
  return { app, status, output: `${stdout}${stderr}`, ran: fs.existsSync(ran) ? fs.readFileSync(ran, 'utf8').trim().split('\n') : [] };
}

const scripts = (...events: string[]) => ({ scripts: Object.fromEntries(events.map(event => [event, NOTE('ran')])) });

describe('for Yarn 1', () => {
  test('each package runs its scripts after those it needs', () => {
    const { ran, status } = run(['yarn'], {
      '': { name: 'root', dependencies: { a: '1' }, ...scripts('postinstall') },
      'node_modules/a': { name: 'a', version: '1.0.0', dependencies: { z: '1' }, ...scripts('preinstall', 'install', 'postinstall', 'prepare') },
      'node_modules/z': { name: 'z', version: '1.0.0', dependencies: { a: '1' }, ...scripts('postinstall') },
      'node_modules/z/node_modules/@s/deep': { name: '@s/deep', version: '1.0.0', ...scripts('install') },
    });

    expect(status).toBe(0);
    expect(ran.filter(line => line.startsWith('a '))).toEqual(['a ran preinstall', 'a ran install', 'a ran postinstall']);
    expect(ran.indexOf('z ran postinstall')).toBeLessThan(ran.indexOf('a ran preinstall'));
    expect(ran).toContain('@s/deep ran install');
    expect(ran).toHaveLength(5);
  });

  test('they have the environment that Yarn gives, and the manifest of their package', () => {
    const { ran } = run(['yarn'], {
      '': { name: 'root', dependencies: { a: '1' } },
      'node_modules/a': { name: 'a', version: '1.2.3', config: { port: 80 }, scripts: { install: 'echo "$FROM_YARN $npm_package_version $npm_package_config_port [$npm_package_secret]" >> "$INIT_CWD/ran"' } },
    });

    expect(ran).toEqual(['1 1.2.3 80 []']);
  });

  test('where one fails, the install fails, unless it may be missing: then it goes, with what cannot do without it', () => {
    const failing = { name: 'b', version: '1.0.0', scripts: { install: 'echo broken; exit 3' } };
    const required = run(['yarn'], { '': { dependencies: { b: '1' } }, 'node_modules/b': failing });
    const optional = run(['yarn'], {
      '': { optionalDependencies: { a: '1' }, dependencies: { c: '1' } },
      'node_modules/a': { name: 'a', version: '1.0.0', dependencies: { b: '1', c: '1' } },
      'node_modules/b': failing,
      'node_modules/c': { name: 'c', version: '1.0.0', ...scripts('install') },
    });

    expect(required.status).toBe(1);
    expect(required.output).toMatch(/broken\nthe script install of b failed/);
    expect(optional.status).toBe(0);
    expect(fs.readdirSync(path.join(optional.app, 'node_modules'))).toEqual(['c']);
    expect(optional.ran).toEqual(['c ran install']);
  });

  test('packages of the monorepo run theirs, too', () => {
    const { ran } = run(['yarn'], {
      '': { name: 'root' }, 'packages/m': { name: 'm', version: '1.0.0', devDependencies: { d: '1' }, ...scripts('postinstall') },
      'packages/m/node_modules/d': { name: 'd', version: '1.0.0', ...scripts('install') },
    }, { 'node_modules/m': '../packages/m' });

    expect(ran).toEqual(['d ran install', 'm ran postinstall']);
  });

  test('machine code without a script is built by node-gyp', () => {
    const { app, output } = run(['yarn'], { '': { dependencies: { a: '1' } }, 'node_modules/a': { name: 'a', version: '1.0.0' } });
    fs.writeFileSync(path.join(app, 'node_modules/a/binding.gyp'), '');
    const again = spawnSync(process.execPath, [path.join(app, '../scripts.mjs'), 'if-any', 'echo', 'there is'], { cwd: app, encoding: 'utf8' });

    expect(output).toBe('');
    expect(again.stdout).toBe('there is\n');
  });
});

describe('npm is told the names of those that have scripts', () => {
  const packages = (optional: string) => ({
    '': { name: 'root', dependencies: { a: '1' }, optionalDependencies: { [optional]: '1' }, ...scripts('postinstall') },
    'node_modules/a': { name: 'a', version: '1.0.0', ...scripts('install') },
    'node_modules/quiet': { name: 'quiet', version: '1.0.0', scripts: { test: 'x' } },
    [`node_modules/${optional}`]: { name: optional, version: '2.0.0', ...scripts('install') },
    'packages/m': { name: 'm', ...scripts('prepare') },
  });

  test('all at once', () => {
    const { ran, status } = run(['npm', '--omit=dev'], packages('z'), { 'node_modules/m': '../packages/m' });

    expect([status, ran]).toEqual([0, ['rebuild --omit=dev a@1.0.0 m z@2.0.0']]);
  });

  test('where that fails, those that are required, and the others alone', () => {
    const { ran, status, app } = run(['npm', '--omit=dev'], packages('fails'), { 'node_modules/m': '../packages/m' });

    expect(status).toBe(0);
    expect(ran).toEqual(['rebuild --omit=dev a@1.0.0 fails@2.0.0 m', 'rebuild --omit=dev a@1.0.0 m', 'rebuild --omit=dev fails@2.0.0']);
    expect(fs.existsSync(path.join(app, 'node_modules/fails'))).toBe(false);
  });
});

test('for npm a required script that fails ends the build', () => {
  expect(run(['npm'], { '': { dependencies: { fails: '1' } }, 'node_modules/fails': { name: 'fails', version: '1.0.0', ...scripts('install') } }).status).toBe(1);
});

test('for Bun those alone run that it trusts', () => {
  const { ran } = run(['bun'], {
    '': { dependencies: { 'a': '1', 'wary': '1', '@s/wary': '1' } },
    'node_modules/.bun/a@1.0.0/node_modules/a': { name: 'a', version: '1.0.0', ...scripts('install') },
    'node_modules/wary': { name: 'wary', version: '1.0.0', ...scripts('install') },
    'node_modules/@s/wary': { name: '@s/wary', version: '1.0.0', ...scripts('install') },
  }, { 'node_modules/a': '.bun/a@1.0.0/node_modules/a' });

  expect(ran).toEqual(['a ran install']);
});

test('for pnpm it is an error if nobody has decided about a dependency', () => {
  const check = (text: string) => {
    const { app } = run(['pnpm'], { 'node_modules/a': { name: 'a' } });
    fs.writeFileSync(path.join(app, 'node_modules/.modules.yaml'), text);
    return spawnSync(process.execPath, [path.join(app, '../scripts.mjs'), 'pnpm'], { cwd: app, encoding: 'utf8' });
  };

  expect(run(['pnpm'], { 'node_modules/a': { name: 'a' } }).status).toBe(0);
  expect(check('{ "pendingBuilds": [] }').status).toBe(0);
  expect(check('{ "ignoredBuilds": ["a@1.0.0"] }')).toMatchObject({ status: 1, stderr: expect.stringMatching(/^nobody has decided about the scripts of a@1\.0\.0: /) });
});

describe('a command', () => {
  test('runs where something has scripts, and not elsewhere', () => {
    const plain = { name: 'a', version: '1.0.0' };

    expect(run(['if-any', 'echo', 'x'], { '': {}, 'node_modules/a': plain }).output).toBe('');
    expect(run(['if-any', 'echo', 'x'], { '': {}, '.yarn/unplugged/a/node_modules/a': { ...plain, ...scripts('install') } }).output).toBe('x\n');
    expect(run(['if-any', 'false'], { '': {}, 'node_modules/a': { ...plain, ...scripts('install') } }).status).toBe(1);
  });

  test('runs without scripts of the project, which has them again behind it, also where it fails', () => {
    const manifest = { name: 'root', scripts: { postinstall: 'x', build: 'y' } };
    const { output, app } = run(['without', 'sh', '-c', 'cat package.json packages/m/package.json; echo "$YARN_ENABLE_SCRIPTS"; exit 1'], { '': manifest, 'packages/m': { name: 'm', ...scripts('install') } });

    expect(output).not.toMatch(/"(post)?install"/);
    expect(output).toMatch(/"build": "y"[^]*false\n/);
    expect(fs.readFileSync(path.join(app, 'package.json'), 'utf8')).toBe(JSON.stringify(manifest));
  });
});

describe('where those that run are named', () => {
  const packages = {
    '': { dependencies: { 'a': '1', '@s/b': '1', 'wary': '1' } },
    'node_modules/a': { name: 'a', version: '1.0.0', ...scripts('postinstall') },
    'node_modules/@s/b': { name: '@s/b', version: '1.0.0', ...scripts('postinstall') },
    'node_modules/wary': { name: 'wary', version: '1.0.0', ...scripts('postinstall') },
    'packages/m': { name: 'm', version: '1.0.0', ...scripts('postinstall') },
  };
  const links = { 'node_modules/m': '../packages/m' };

  test.each<[string, string, string[]]>([
    ['yarn', 'wary', ['m ran postinstall', 'wary ran postinstall']],
    ['yarn', '', ['m ran postinstall']],
    // what Bun does not trust runs if it is named, and Bun and pnpm run those of the packages of a monorepo themselves
    ['bun', '@s/b,wary', ['@s/b ran postinstall', 'wary ran postinstall']],
    ['pnpm-builds', 'a', ['a ran postinstall']],
    ['npm', 'a,@s/b', ['rebuild --omit=dev @s/b@1.0.0 a@1.0.0 m']],
  ])('%s runs %j, and those of the project', (mode, names, expected) => {
    const { ran, status } = run([mode, `--only=${names}`, ...mode === 'npm' ? ['--omit=dev'] : []], packages, links);

    expect([status, [...ran].sort()]).toEqual([0, expected]);
  });

  test.each([[''], ['a,@s/b']])('Yarn is told in its manifest, and it is as before behind it: %j', names => {
    const manifest = { name: 'root', dependenciesMeta: { evil: { built: true }, a: { unplugged: true } } };
    const { output, app } = run(['yarn-builds', `--only=${names}`, 'sh', '-c', 'cat package.json; echo "scripts: $YARN_ENABLE_SCRIPTS"; echo changed > yarn.lock; exit 1'],
      { '': manifest, 'node_modules/a': { name: 'a' } });
    const seen = JSON.parse(output.slice(0, output.indexOf('scripts: false')));

    expect(seen.dependenciesMeta).toEqual({
      evil: {}, a: { unplugged: true, ...names ? { built: true } : {} }, ...names ? { '@s/b': { built: true } } : {},
    });
    expect(fs.readFileSync(path.join(app, 'package.json'), 'utf8')).toBe(JSON.stringify(manifest));
  });

  test('a command of Yarn without scripts has none of a dependency that the manifest allows', () => {
    expect(run(['without', 'cat', 'package.json'], { '': { name: 'root', dependenciesMeta: { a: { built: true } } } }).output).not.toContain('"built"');
  });

  test.each<[string, string, string]>([
    ['JSON', '{ "hoisted": true, "pendingBuilds": ["a@1.0.0", "@s/b@1.0.0", ".", "packages/m"] }', '{"hoisted":true,"pendingBuilds":[".","packages/m"]}'],
    ['YAML of pnpm 8', 'hoisted: true\npendingBuilds:\n  - /a@1.0.0\n  - \'/@s/b@1.0.0\'\n  - .\n  - packages/m\nregistries: {}\n', 'hoisted: true\npendingBuilds: [".","packages/m"]\nregistries: {}\n'],
    ['YAML of pnpm 7', 'pendingBuilds:\n  - /a/1.0.0\n  - packages/m\n', 'pendingBuilds: ["packages/m"]\n'],
    ['YAML without any', 'pendingBuilds: []\n', 'pendingBuilds: []\n'],
  ])('pnpm builds what is of the project alone: %s', (_, text, expected) => {
    const { app } = run(['own', 'true'], { 'node_modules/a': { name: 'a' } });
    const state = path.join(app, 'node_modules/.modules.yaml');
    fs.writeFileSync(state, text);
    const { status } = spawnSync(process.execPath, [path.join(app, '../scripts.mjs'), 'own', 'true'], { cwd: app, encoding: 'utf8' });
    const written = fs.readFileSync(state, 'utf8');

    expect(status).toBe(0);
    expect(written.startsWith('{') ? JSON.stringify(JSON.parse(written)) : written).toBe(expected);
  });
});
