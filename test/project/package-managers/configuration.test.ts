import { project, refusal } from '../project-directory';

const YARN = { 'yarn.lock': '# yarn lockfile v1\n' };
const facts = (content: Record<string, unknown>) => project(content).facts.filter(({ name }) => name === 'configuration').map(({ value, source }) => [value, source]);

test.each([
  ['//registry.example.com/:_authToken=npm_secret', '_authToken'],
  ['_auth = c2VjcmV0', '_auth'],
  ['//registry.example.com/:_password="c2VjcmV0"', '_password'],
  ['//registry.example.com/:_authToken=npm_${SUFFIX}', '_authToken'],
  ['registry=https://user:secret@registry.example.com/', 'password in an address'],
  ['key="-----BEGIN RSA PRIVATE KEY-----\\nabc"', 'private key'],
])('given %j in .npmrc, when the project is read, then it is refused without showing the secret', (line, name) => {
  const message = refusal({ '.npmrc': `; a comment\n${line}\n` });
  const key = line.replace(/ ?=.*/, '');
  expect(message).toBe(`.npmrc holds a literal ${name} at line 2 in "${key}": write \${NPM_TOKEN} in its place and pass the value by `
    + 'buildSecrets: [BuildSecret.environment("NPM_TOKEN")]; if it is no secret, let the file in by "allow", with its path from the project and a reason');
});

test('given a secret in .npmrc of a nested package, when the project is read, then it is refused', () => {
  expect(refusal({ 'package.json': { scripts: { postinstall: 'cd client && npm ci' } }, 'client/package.json': {}, 'client/.npmrc': '_authToken=x' }))
    .toMatch(/^client\/\.npmrc holds a literal _authToken/);
});

test('given a secret in .yarnrc, when the project is read, then it is refused', () => {
  expect(refusal({ ...YARN, '.yarnrc': '"//registry.example.com/:_authToken" "secret"\n' })).toMatch(/^\.yarnrc holds a literal _authToken at line 1/);
});

test('given variables in .npmrc, when the project is read, then they are known and it is a manifest', () => {
  const read = project({ '.npmrc': '//registry.example.com/:_authToken=${NPM_TOKEN}\n_password="${OTHER?}"\n# _auth=<yours>\n;_auth is for others\n' });
  expect(read.installVariables).toEqual(['NPM_TOKEN', 'OTHER']);
  expect(read.manifestFiles).toEqual(['.npmrc', 'package.json']);
});

test('given settings that change an install, when the project is read, then they are facts', () => {
  expect(facts({ '.npmrc': 'package-lock=false\nlegacy-peer-deps = true\ncolor=always\nengine-strict\n' })).toEqual([
    ['package-lock=false', '.npmrc'], ['legacy-peer-deps=true', '.npmrc'], ['engine-strict=true', '.npmrc'],
  ]);
});

test('given ignore-scripts, when the project is read, then no install script runs', () => {
  const scripts = { 'package.json': { scripts: { postinstall: 'node x.js' } } };
  expect(project({ ...scripts, '.npmrc': 'ignore-scripts=true' }).installScripts).toEqual([]);
  expect(project({ ...scripts, ...YARN, '.yarnrc': '--install.ignore-scripts true' }).installScripts).toEqual([]);
});

test('given a certificate authority, when the project is read, then installing reads it', () => {
  expect(project({ '.npmrc': 'cafile=certs/ca.crt', 'certs/ca.crt': 'x' }).manifestFiles).toContain('certs/ca.crt');
});

test('given a release and a mirror that are checked in, when the project is read, then installing reads them', () => {
  const read = project({
    ...YARN,
    '.yarnrc': '# comment\nyarn-path ".yarn/releases/yarn-1.22.19.cjs"\nyarn-offline-mirror "./mirror"\n',
    '.yarn/releases/yarn-1.22.19.cjs': '',
    'mirror/a.tgz': '',
    '.yarnclean': '',
  });
  expect(read.manifestFiles).toEqual(['.yarn/releases/yarn-1.22.19.cjs', '.yarnclean', '.yarnrc', 'mirror/a.tgz', 'package.json', 'yarn.lock']);
});

test('given npm, when the project is read, then .yarnrc is not read', () => {
  expect(project({ '.yarnrc': 'x y' }).manifestFiles).toEqual(['package.json']);
});

test.each([
  ['omit=dev', 'npm ci --no-audit --no-fund --include=dev'],
  ['production=true', 'npm ci --no-audit --no-fund --include=dev'],
  ['omit=optional', 'npm ci --no-audit --no-fund'],
])('a build has its development dependencies where .npmrc says %s', (npmrc, command) => {
  const { packageManager } = project({ 'package.json': { name: 'app' }, 'package-lock.json': { lockfileVersion: 3, packages: {} }, '.npmrc': `${npmrc}\n` });
  expect(packageManager.install({ lockfile: true }).join(' ')).toBe(command);
  expect(packageManager.installProduction({ lockfile: true }).join(' ')).toBe('npm ci --omit=dev --no-audit --no-fund');
});

test.each([
  [{ 'package-lock.json': { lockfileVersion: 3, packages: {} }, '.npmrc': 'omit=dev\n' }, '--include=dev', '--omit=dev'],
  [{ ...YARN, '.npmrc': 'production=true\n' }, '--production=false', '--production'],
  [{ ...YARN, '.yarnrc': '--install.production true\n' }, '--production=false', '--production'],
])('so it has where install scripts run apart: %j', (files, brought, omitted) => {
  const { packageManager: { _definition: definition } } = project({ 'package.json': { name: 'app' }, ...files });
  const context = { lockfile: true, ofDependencies: true, ofMembers: false, own: [], implicit: false, strictBuilds: false };
  const install = (production: boolean) => definition.apart({ ...context, production }, undefined).install;
  expect(install(false)).toEqual({ argv: expect.arrayContaining([brought]) });
  expect(install(true)).toEqual({ argv: expect.arrayContaining([omitted]) });
  expect(install(true)).not.toEqual({ argv: expect.arrayContaining([brought]) });
});

test('what the hooks of pnpm load is there when it installs', () => {
  const read = project({
    'package.json': { name: 'app' },
    'pnpm-lock.yaml': 'lockfileVersion: \'9.0\'\n',
    '.pnpmfile.cjs': 'const { rename } = require("./tools/hooks");\nmodule.exports = { hooks: { readPackage: rename } };\n',
    'tools/hooks.cjs': 'exports.rename = require("./names.json");\n',
    'tools/names.json': '{}',
    'tools/other.cjs': '',
  });
  expect(read.manifestFiles).toEqual(['.pnpmfile.cjs', 'package.json', 'pnpm-lock.yaml', 'tools/hooks.cjs', 'tools/names.json']);
});

test.each([
  ['nodeLinker: node-modules\n', '/root/.yarn/berry'],
  ['nodeLinker: pnpm\n', '/root/.yarn/berry/cache'],
  ['nodeLinker: node-modules\nnmMode: hardlinks-global\n', '/root/.yarn/berry/cache'],
])('given %j, when the project is read, then what Yarn links from is in no cache, which is another file system', (settings, target) => {
  expect(project({ 'yarn.lock': '__metadata:\n  version: 8\n', '.yarnrc.yml': settings }).packageManager.cacheMount.target).toBe(target);
});

test.each(['dev = false', 'production = true'])('given [install] %s of Bun beside development dependencies, when the project is read, then it is warned of', setting => {
  const warned = (devDependencies: object) => project({ 'package.json': { devDependencies }, 'bun.lock': { lockfileVersion: 1 }, 'bunfig.toml': `[install]\n${setting}\n` })
    .warnings.filter(({ id }) => id === 'development-left-out').map(({ message }) => message);

  expect(warned({ typescript: '5.9.3' })).toEqual([expect.stringContaining(`received [install] ${setting}: the build and gates lack them`)]);
  expect(warned({})).toEqual([]);
});
