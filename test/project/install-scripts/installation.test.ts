import { NodejsDockerfile } from '../../../lib';
import { directoryWith } from '../../temporary';

const LOCK = { lockfileVersion: 3, requires: true };
const PNPM_LOCK = 'lockfileVersion: \'9.0\'\n\nimporters:\n\n  .:\n    dependencies:\n      a:\n        specifier: 1.0.0\n        version: 1.0.0\n\npackages:\n\n  a@1.0.0:\n    resolution: {integrity: sha512-x}\n';
const YARN_LOCK = '# yarn lockfile v1\n\n\na@1.0.0:\n  version "1.0.0"\n  resolved "https://registry.example.com/a/-/a-1.0.0.tgz#0"\n';
const BERRY_LOCK = '__metadata:\n  version: 8\n\n"a@npm:1.0.0":\n  version: 1.0.0\n  resolution: "a@npm:1.0.0"\n  languageName: node\n  linkType: hard\n';
const NODE_MODULES = 'nodeLinker: node-modules\n';

interface Files { readonly [name: string]: unknown }

/** The steps of a stage, each in one line. */
function steps(stage: string, scripts: Record<string, string>, files: Files, manifest: Record<string, unknown> = {}): string[] {
  const text = NodejsDockerfile.fromDirectory({
    directory: directoryWith({
      'package.json': { name: 'small', version: '1.0.0', engines: { node: '24' }, dependencies: { a: '1.0.0' }, ...manifest, scripts: { start: 'node server.js', test: 'node --test', ...scripts } },
      'server.js': '', 'server.test.js': 'require("node:test").test("a", () => {});\n', ...files,
    }),
  }).render().replace(/ *\\\n +/g, ' ');
  const begin = text.indexOf(` AS ${stage}\n`);
  return text.slice(begin, text.indexOf('\nFROM ', begin)).split('\n').filter(line => line.startsWith('RUN '));
}

const lock = (packages: Record<string, unknown>) => ({ 'package-lock.json': { ...LOCK, packages: { '': { name: 'small', version: '1.0.0', dependencies: { a: '1.0.0' } }, ...packages } } });
const QUIET_LOCK = lock({ 'node_modules/a': { version: '1.0.0', integrity: 'sha512-x' } });
const BUILDING_LOCK = lock({ 'node_modules/a': { version: '1.0.0', integrity: 'sha512-x', hasInstallScript: true } });

const MANAGERS: readonly [string, Files, Record<string, unknown>][] = [
  ['npm', BUILDING_LOCK, {}],
  ['npm 12', BUILDING_LOCK, { packageManager: 'npm@12.2.2', allowScripts: { a: true } }],
  ['Yarn 1', { 'yarn.lock': YARN_LOCK }, {}],
  ['Yarn 4', { 'yarn.lock': BERRY_LOCK, '.yarnrc.yml': NODE_MODULES }, { packageManager: 'yarn@4.18.1' }],
  ['Yarn 3', { 'yarn.lock': BERRY_LOCK, '.yarnrc.yml': NODE_MODULES }, { packageManager: 'yarn@3.8.7' }],
  ['Yarn 4 with Plug\'n\'Play', { 'yarn.lock': BERRY_LOCK, '.yarnrc.yml': '' }, { packageManager: 'yarn@4.18.1' }],
  ['pnpm', { 'pnpm-lock.yaml': PNPM_LOCK }, { pnpm: { onlyBuiltDependencies: ['a'] } }],
  ['Bun', { 'bun.lock': '{ "lockfileVersion": 1, "workspaces": { "": { "dependencies": { "a": "1.0.0" } } }, "packages": { "a": ["a@1.0.0", "", {}, "sha512-x"] } }' }, {}],
];

const NO_SCRIPTS = /--ignore-scripts|--mode=skip-build|\/scripts\.mjs without /;

describe.each(MANAGERS)('with %s', (_, files, manifest) => {
  test.each(['deps', 'prod-deps'])('%s: what has the cache runs no script, and what runs scripts has no cache', stage => {
    const lines = steps(stage, { preinstall: 'node -e 1', postinstall: 'node -e 2' }, files, manifest);

    const cached = lines.filter(line => line.includes('type=cache'));
    const others = lines.filter(line => !line.includes('type=cache'));
    expect(cached).toHaveLength(1);
    expect(cached[0]).toMatch(NO_SCRIPTS);
    expect(others.length).toBeGreaterThan(0);
    others.forEach(line => expect(line).not.toMatch(NO_SCRIPTS));
  });
});

describe('where nothing has scripts there is one step, which would run none', () => {
  test.each<[string, Files, Record<string, unknown>]>([
    ['npm', QUIET_LOCK, {}],
    ['npm that is told so', { ...BUILDING_LOCK, '.npmrc': 'ignore-scripts=true\n' }, {}],
    ['npm 12', BUILDING_LOCK, { packageManager: 'npm@12.2.2' }],
    ['pnpm', { 'pnpm-lock.yaml': PNPM_LOCK }, { packageManager: 'pnpm@10.34.9' }],
  ])('%s', (_, files, manifest) => {
    const lines = steps('deps', {}, files, manifest);

    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(NO_SCRIPTS);
  });
});

describe('the scripts of the project run once each, in the order of the package manager', () => {
  const ALL = { preinstall: 'node -e 1', install: 'node -e 2', postinstall: 'node -e 3', prepare: 'node -e 4', postprepare: 'node -e 5' };

  test('npm: all behind the dependencies, where one brings those around it along', () => {
    expect(steps('deps', ALL, BUILDING_LOCK).pop()).toMatch(/node \/scripts\.mjs npm && npm run install && npm run prepare$/);
    expect(steps('deps', { preinstall: 'node -e 1', postinstall: 'node -e 2' }, QUIET_LOCK).pop()).toBe('RUN npm run preinstall && npm run postinstall');
  });

  test('npm 12: the first before anything is installed', () => {
    const lines = steps('deps', { preinstall: 'node -e 1', postinstall: 'node -e 2' }, QUIET_LOCK, { packageManager: 'npm@12.2.2' });

    expect(lines[0]).toBe('RUN npm run preinstall');
    expect(lines[2]).toBe('RUN npm run postinstall');
  });

  test('Yarn 1: the first before anything is installed, and the last not in production', () => {
    const lines = steps('deps', ALL, { 'yarn.lock': YARN_LOCK });
    const production = steps('prod-deps', ALL, { 'yarn.lock': YARN_LOCK });

    expect(lines[0]).toBe('RUN yarn run preinstall');
    expect(lines[2]).toMatch(/node \/scripts\.mjs yarn && npm pkg delete scripts\.preinstall && yarn run install && yarn run prepare$/);
    expect(production.join('\n')).not.toContain('run prepare');
  });

  test('pnpm: those that it runs by itself', () => {
    const lines = steps('deps', { 'pnpm:devPreinstall': 'node -e 0', 'postinstall': 'node -e 1' }, { 'pnpm-lock.yaml': PNPM_LOCK });

    expect(lines[0]).toBe('RUN pnpm run pnpm:devPreinstall');
    expect(lines[2]).toBe('RUN pnpm --recursive rebuild --pending --config.side-effects-cache=false');
  });
});

test.each<[string, string, string, boolean]>([
  ['pnpm 11', 'pnpm@11.28.11', '', true], ['pnpm 11 that is told otherwise', 'pnpm@11.28.11', 'strictDepBuilds: false\n', false],
  ['pnpm 10', 'pnpm@10.34.9', '', false], ['pnpm 10 that is told so', 'pnpm@10.34.9', 'strictDepBuilds: true\n', true],
])('%s ends where nobody has decided about the scripts of a dependency: it is asked', (_, packageManager, settings, strict) => {
  const lines = steps('deps', {}, { 'pnpm-lock.yaml': PNPM_LOCK, ...settings ? { 'pnpm-workspace.yaml': settings } : {} }, { packageManager });

  expect(lines.length).toBe(strict ? 2 : 1);
  expect(lines[lines.length - 1].endsWith('node /scripts.mjs pnpm')).toBe(strict);
});

describe('code that runs while packages are fetched', () => {
  const BERRY = { packageManager: 'yarn@4.18.1' };
  const id = (files: Files, manifest: Record<string, unknown> = BERRY) => /id=([\w-]+)/.exec(steps('deps', {}, files, manifest)[0])?.[1];
  const berry = (more: string, files: Files = {}) => ({ 'yarn.lock': BERRY_LOCK, '.yarnrc.yml': `${NODE_MODULES}${more}`, ...files });

  test('a release that is checked in has a cache with those that run the very same', () => {
    const path = '.yarn/releases/yarn-4.18.1.cjs';
    const first = id(berry(`yarnPath: ${path}\n`, { [path]: '// one' }));

    expect(first).toMatch(/^nodejs-image-yarn-berry-[0-9a-f]{16}$/);
    expect(id(berry(`yarnPath: ${path}\n`, { [path]: '// one', 'README.md': 'other' }))).toBe(first);
    expect(id(berry(`yarnPath: ${path}\n`, { [path]: '// two' }))).not.toBe(first);
    expect(id(berry(''))).toBe('nodejs-image-yarn-berry');
  });

  test.each<[string, Files, Record<string, unknown>]>([
    ['hooks of pnpm', { 'pnpm-lock.yaml': PNPM_LOCK, '.pnpmfile.cjs': 'module.exports = {};' }, {}],
    ['plugins of pnpm', { 'pnpm-lock.yaml': PNPM_LOCK, 'pnpm-workspace.yaml': 'configDependencies:\n  p: 1.0.0+sha512-x\n' }, {}],
    ['a program in place of git', { ...QUIET_LOCK, '.npmrc': 'git=./git.sh\n' }, {}],
    ['a release of Yarn 1', { 'yarn.lock': YARN_LOCK, '.yarnrc': 'yarn-path ".yarn/yarn.js"\n', '.yarn/yarn.js': '' }, {}],
    ['a scanner of Bun', { 'bun.lock': MANAGERS[7][1]['bun.lock'], 'bunfig.toml': '[install.security]\nscanner = "s"\n' }, {}],
    ['a scanner of Bun by a dotted key', { 'bun.lock': MANAGERS[7][1]['bun.lock'], 'bunfig.toml': 'install.security.scanner = "s"\n' }, {}],
    ['a scanner of Bun in a table on one line', { 'bun.lock': MANAGERS[7][1]['bun.lock'], 'bunfig.toml': 'install = { security = { scanner = "s" } }\n' }, {}],
    ['a release of Yarn in settings on one line', { 'yarn.lock': BERRY_LOCK, '.yarnrc.yml': '{ nodeLinker: node-modules, yarnPath: .yarn/y.cjs }\n', '.yarn/y.cjs': '' }, BERRY],
  ])('%s: the same', (_, files, manifest) => {
    expect(id(files, manifest)).toMatch(/-[0-9a-f]{16}$/);
  });

  test.each<[string, Files, Record<string, unknown>]>([
    ['a dependency from git', lock({ 'node_modules/a': { version: '1.0.0', resolved: 'git+ssh://git@github.com/o/a.git#0' } }), {}],
    ['no lockfile', {}, {}],
    ['a script that cannot be run apart', { 'pnpm-lock.yaml': PNPM_LOCK }, { scripts: {}, packageManager: 'pnpm@10.34.9' }],
  ])('%s: there is no cache', (title, files, manifest) => {
    const scripts: Record<string, string> = title.startsWith('a script') ? { postprepare: 'node -e 1' } : {};
    const lines = steps('deps', scripts, files, manifest);

    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain('type=cache');
    expect(lines[0]).not.toMatch(NO_SCRIPTS);
  });

  test('a package that is called like a host is no dependency from git', () => {
    expect(id({ 'pnpm-lock.yaml': PNPM_LOCK.replace('a@1.0.0:', 'a@1.0.0:\n    resolution: {integrity: sha512-x}\n\n  github@14.0.0:') }, {})).toBe('nodejs-image-pnpm');
  });
});
