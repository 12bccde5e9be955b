import * as fc from 'fast-check';
import { NodejsProject } from '../../../lib/project';
import { hardCodedSecret } from '../../../lib/project/package-managers/hard-coded-secret';
import { secretInScript } from '../../../lib/project/secrets/hard-coded/words';
import { holds } from '../../property';
import { messageOf, project, projectDirectory, refusal } from '../project-directory';

/** A token of a registry by its looks. */
const TOKEN = 'npm_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1eF3hI5';

describe('given a file of settings with a token that is written out, it is refused, and the message does not show it', () => {
  test.each([
    ['.npmrc', '//registry.example.com/:_authToken=SECRET'],
    ['.npmrc', '"//registry.example.com/:_authToken"="SECRET"'],
    ['.npmrc', "'//registry.example.com/:_authToken' = 'SECRET'"],
    ['.npmrc', '  //registry.example.com/:_authtoken   =   SECRET  '],
    ['.npmrc', '_auth[]=SECRET'],
    ['.npmrc', '[section]\n_password=SECRET'],
    ['.npmrc', '_authToken=SECRET\n_authToken=${NPM_TOKEN}'],
    ['.npmrc', '# //registry.example.com/:_authToken=SECRET'],
    ['.npmrc', ';;_auth = SECRET'],
    ['.npmrc', 'registry=https://registry.example.com/ ; _authToken=SECRET'],
    ['.npmrc', '//registry.example.com/:_authToken=${NPM_TOKEN-SECRET}'],
    ['.npmrc', '//registry.example.com/:_authToken=${NPM_TOKEN:-SECRET}'],
    ['.npmrc', '//registry.example.com/:_authToken=${NPM_TOKEN:-${OTHER:-SECRET}}'],
    ['.npmrc', '//registry.example.com/:_authToken=Bearer SECRET'],
    ['.npmrc', 'registry=https://user:SECRET@registry.example.com/'],
    ['.npmrc', 'registry=https://${USER}:SECRET@localhost:4873/'],
    ['.npmrc', 'https-proxy=http://user:SECRET@proxy.example.com:3128'],
    ['.npmrc', `registry=https://${TOKEN}@registry.example.com/`],
    ['.npmrc', `# how: npm config set token ${TOKEN}`],
    ['.npmrc', '@scope:registry=https://registry.example.com/?token=SECRETsecret'],
    ['.npmrc', '\ufeff_auth=SECRET\r_b=1'],
    ['.yarnrc', '"//registry.example.com/:_authToken" "SECRET"'],
    ['.yarnrc', '# "//registry.example.com/:_authToken" SECRET'],
    ['.yarnrc', 'registry "https://user:SECRET@registry.example.com"'],
    ['.yarnrc.yml', 'npmAuthToken: SECRET'],
    ['.yarnrc.yml', '"npmAuthToken": "SECRET"'],
    ['.yarnrc.yml', 'npmAuthToken: ${NPM_TOKEN:-SECRET}'],
    ['.yarnrc.yml', 'npmAuthIdent: "user:SECRET"'],
    ['.yarnrc.yml', 'npmAuthIdent: 12345678'],
    ['.yarnrc.yml', 'npmScopes:\n  quay:\n    npmRegistryServer: https://registry.example.com\n    npmAuthToken: SECRET'],
    ['.yarnrc.yml', 'npmScopes: { quay: { npmAuthIdent: SECRET } }'],
    ['.yarnrc.yml', 'npmRegistries:\n  "//registry.example.com":\n    npmAlwaysAuth: true\n    ? npmAuthToken\n    : >-\n      SECRET'],
    ['.yarnrc.yml', 'npmRegistries:\n  "https://user:SECRET@registry.example.com":\n    npmAlwaysAuth: true'],
    ['.yarnrc.yml', 'npmScopes:\n  quay:\n    # npmAuthToken: SECRET\n    npmRegistryServer: https://registry.example.com'],
    ['.yarnrc.yml', 'a: &token SECRET\nnpmAuthToken: *token'],
    ['pnpm-workspace.yaml', 'packages: [a]\nregistries:\n  default: https://user:SECRET@registry.example.com/'],
    ['bunfig.toml', '[install.registry]\nurl = "https://registry.example.com"\ntoken = "SECRET"'],
    ['bunfig.toml', "[install.scopes]\n'@quay' = { \"token\" = 'SECRET', url = \"https://registry.example.com\" }"],
    ['bunfig.toml', '[install.scopes."@quay"]\nurl = "https://registry.example.com"\nusername = "me"\npassword = """\nSECRET"""'],
    ['bunfig.toml', 'install.registry.token = "SECRET"'],
    ['bunfig.toml', '[install]\nregistry = "https://user:SECRET@registry.example.com"'],
    ['bunfig.toml', '[install]\nregistry = "https://registry.example.com" # token = "SECRET"'],
    ['bunfig.toml', '[install.registry]\ntoken = "${NPM_TOKEN:-SECRET}"'],
    ['bunfig.toml', 'this is no TOML\ntoken = "SECRET"'],
  ])('%s: %s', (name, text) => {
    const secret = 'quay3f9c2';
    const message = hardCodedSecret(`packages/a/${name}`, text.replace('SECRETsecret', secret).replace(/SECRET/g, secret));
    expect(message).toMatch(new RegExp(`^packages/a/${name.replace(/\./g, '\\.')} holds a literal .*: write \\$\\{NPM_TOKEN\\} in its place`));
    expect(message).not.toContain(secret);
    expect(message).not.toContain(TOKEN);
  });

  test('it is named by its key', () => {
    expect(hardCodedSecret('.yarnrc.yml', 'npmScopes:\n  quay:\n    npmAuthToken: abc')).toMatch(/^\.yarnrc\.yml holds a literal npmAuthToken in "npmScopes\.quay\.npmAuthToken": /);
  });
});

test.each([
  ['.npmrc', '//registry.example.com/:_authToken=${NPM_TOKEN}\n_password="${OTHER?}"\n//a/:_auth=${USER}:${PASSWORD}\n_authToken=${NPM_TOKEN-}\n_auth=\n'],
  ['.npmrc', 'registry=https://registry.example.com/\n@quay:registry=https://registry.example.com/npm/private/\nemail=a@example.com\n//registry.example.com/:username=me\ncafile=ca.pem\n'],
  ['.npmrc', '# _auth=<yours>\n# //registry.npmjs.org/:_authToken=YOUR_TOKEN\n; _authToken is set where it is built\n# see https://user@host.example.com/ and git@github.com:a/b\n'],
  ['.npmrc', 'registry=https://${USER}:${PASSWORD}@registry.example.com/\nproxy=http://user@proxy.example.com:3128\n'],
  ['.yarnrc', '"//registry.example.com/:_authToken" "${NPM_TOKEN}"\nyarn-path ".yarn/releases/yarn-1.22.22.cjs"\n'],
  ['.yarnrc.yml', 'npmAuthToken: "${NPM_TOKEN}"\nnpmAuthIdent: "${USER}:${PASSWORD}"\nnpmScopes:\n  quay:\n    npmAuthToken: ${QUAY_TOKEN:-}\n    npmAuthIdent: me:${PASSWORD}\nyarnPath: .yarn/releases/yarn-4.1.0.cjs\nplugins:\n  - checksum: 9b1e4fbb8a7c1bb1a5f8d8d4c1e0b0d0f6a4b3c2\n    path: a.cjs\n    spec: "https://go.mskelton.dev/yarn-outdated/v3"\n'],
  ['bunfig.toml', 'telemetry = false\n[install.scopes]\nquay = { url = "https://registry.example.com/", token = "$NPM_TOKEN", username = "me", password = "${PASSWORD}" }\nother = "https://me:$PASSWORD@registry.example.com/"\n[test]\ncoverageThreshold = 0.9\n'],
  ['.npmrc.md', '_auth=abc'],
])('given %s without one, it is none: %s', (name, text) => expect(hardCodedSecret(name, text)).toBeUndefined());

describe('given a package.json', () => {
  const manifest = (content: unknown) => hardCodedSecret('package.json', JSON.stringify(content));

  test.each<[string, unknown]>([
    ['dependencies.a', { dependencies: { a: 'git+https://x:abc@github.com/a/b.git' } }],
    ['dependencies.a', { dependencies: { a: `git+https://${TOKEN}@github.com/a/b.git` } }],
    ['optionalDependencies.a', { optionalDependencies: { a: `https://${TOKEN}:x-oauth-basic@codeload.github.com/a/b/tar.gz/main` } }],
    ['devDependencies.a', { devDependencies: { a: 'https://gitlab.example.com/a.tgz?private_token=abcdefgh' } }],
    ['resolutions.a', { resolutions: { a: 'git+ssh://user:abc@git.example.com/a.git' } }],
    ['overrides.a.b', { overrides: { a: { b: 'https://user:abc@registry.example.com/b.tgz' } } }],
    ['pnpm.overrides.a', { pnpm: { overrides: { a: 'https://user:abc@registry.example.com/a.tgz' } } }],
    ['publishConfig.registry', { publishConfig: { registry: 'https://user:abc@registry.example.com/' } }],
    ['scripts.start', { scripts: { start: `API_TOKEN=${TOKEN} node server.js` } }],
    ['scripts.start', { scripts: { start: 'JWT_SECRET=3f9a8c7b6d5e4f3a2b1c0d9e node server.js' } }],
    ['scripts.other', { scripts: { other: 'curl --header "Authorization: Bearer abcdefghijklmnopqrstuv" https://example.com' } }],
    ['scripts.other', { scripts: { other: 'npm publish --//registry.example.com/:_authToken=abcdef' } }],
    ['scripts.other', { scripts: { other: 'psql postgres://app:pa55-word-9@db.eu-west-1.rds.amazonaws.com/app' } }],
    ['config.key', { config: { key: TOKEN } }],
  ])('%s with a secret is refused', (key, content) => {
    const message = manifest(content);
    expect(message).toMatch(new RegExp(`^package\\.json holds a literal .* in "${key.replace(/\./g, '\\.')}": take a token out of an address`));
    expect(message).not.toMatch(/abc|npm_|3f9a|pa55/);
  });

  test.each<unknown>([
    { dependencies: { a: 'git+ssh://git@github.com/a/b.git#semver:^1', b: 'git@github.com:a/b.git', c: 'git+https://git@github.com/a/b', d: 'npm:@a/b@1', e: 'https://user@bitbucket.org/a/b.tgz', f: 'workspace:*', g: 'a/b#main' } },
    { dependencies: { a: 'git+https://${TOKEN}:x-oauth-basic@github.com/a/b.git', b: 'https://${GITHUB_TOKEN}@github.com/a/b.tgz', c: 'patch:a@npm%3A1.0.0#~/.yarn/patches/a.patch' } },
    { author: 'A <a@example.com> (https://example.com/@a)', repository: 'https://github.com/a/b', funding: 'https://opencollective.com/@a', homepage: 'https://esm.sh/react@18' },
    { scripts: { test: 'DATABASE_URL=postgres://user:password@localhost:5432/test jest', dev: 'DB=mysql://root:rootroot@db:3306/app node .', a: 'PGPASSWORD=postgres psql' } },
    { scripts: { a: 'curl -H "Authorization: Bearer $TOKEN" https://example.com', b: 'API_TOKEN=test-token-of-the-tests jest', c: 'NEXT_PUBLIC_TOKEN=aB3dE5gH7jK9mN1pQ3sT5vW7yZ9 next build', d: 'TOKEN=/Users/Ab1/long/path/to/a/token/file node .' } },
    { scripts: { a: 'curl https://user:<password>@registry.acme.io/', b: 'npm config set //registry.npmjs.org/:_authToken $NPM_TOKEN', c: 'MAPBOX_TOKEN=pk.eyJ1IjoiYUIzZEU1Z0g3aks5bU4xcFEzc1Q1dlc3eVo5 vite' } },
    { packageManager: 'yarn@4.1.0+sha512.9b1e4fbb8a7c1bb1a5f8d8d4c1e0b0d0f6a4b3c2aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1eF3hI5' },
  ])('%j is none', content => expect(manifest(content)).toBeUndefined());
});

describe('given a lockfile', () => {
  test.each([
    ['package-lock.json', '{"lockfileVersion":3,"packages":{"":{},"node_modules/a":{"version":"1.0.0","resolved":"git+https://x:abcsecret@github.com/a/b.git#0123"}}}', 'in "packages.node_modules/a.resolved"'],
    ['package-lock.json', '{"lockfileVersion":3,"packages":{"node_modules/a":{"resolved":"https:\\/\\/x:abcsecret\\u0040registry.example.com\\/a.tgz"}}}', 'in "packages.node_modules/a.resolved"'],
    ['npm-shrinkwrap.json', '{"lockfileVersion":1,"dependencies":{"a":{"version":"https://x:abcsecret@registry.example.com/a.tgz"}}}', 'in "dependencies.a.version"'],
    ['bun.lock', '{\n  "packages": {\n    "a": ["a@git+https://x:abcsecret@github.com/a/b.git#0123", {}, ""],\n  },\n}', 'in "packages.a"'],
    ['yarn.lock', '# yarn lockfile v1\n\n"a@git+https://x:abcsecret@github.com/a/b.git":\n  version "1.0.0"\n', 'at line 3'],
    ['yarn.lock', '# yarn lockfile v1\n\na@1:\n  version "1.0.0"\n  resolved "https://x:abcsecret@registry.example.com/a.tgz#0123"\n', 'at line 5'],
    ['yarn.lock', '__metadata:\n  version: 8\n\n"a@https://x:abcsecret@registry.example.com/a.tgz":\n  resolution: "a"\n', 'at line 4'],
    ['yarn.lock', '__metadata:\n  version: 8\n\n"a@patch:a@https%3A%2F%2Fx%3Aabcsecret%40registry.example.com/a.tgz#./p.patch":\n  version: 1\n', 'at line 4'],
    ['yarn.lock', '__metadata:\n  version: 8\n\n"a@npm:1":\n  resolution: "a@npm:1.0.0::__archiveUrl=https%3A%2F%2Fx%3Aabcsecret%40registry.example.com%2Fa.tgz"\n', 'at line 5'],
    ['pnpm-lock.yaml', 'lockfileVersion: \'9.0\'\npackages:\n  a@https://x:abcsecret@registry.example.com/a.tgz:\n    resolution: {tarball: https://registry.example.com/a.tgz}\n', 'at line 3'],
    ['pnpm-lock.yaml', 'lockfileVersion: \'9.0\'\npackages:\n  a@1:\n    resolution: {integrity: sha512-aa==, tarball: https://registry.example.com/a.tgz?token=abcsecret}\n', 'at line 4'],
    ['bun.lockb', '#!/usr/bin/env bun\nbun-lockfile-format-v0\n\0\0https://x:abcsecret@registry.example.com/a.tgz\0\0', 'at line 3'],
  ])('%s with a secret is refused: %j', (name, text, where) => {
    const message = hardCodedSecret(name, text);
    expect(message).toContain(` holds a literal ${text.includes('?token') ? 'token' : 'password'} in an address ${where}: `);
    expect(message).not.toContain('abcsecret');
  });

  test('a key that holds the secret is not shown as it is', () => {
    for (const key of ['a@https://x:abcsecret@registry.example.com/a.tgz', 'a@https%3A%2F%2Fx%3Aabcsecret%40registry.example.com', `a@https://${TOKEN}@registry.example.com`]) {
      const message = hardCodedSecret('package-lock.json', JSON.stringify({ packages: { [key]: { resolved: 'x' } } }));
      expect(message).toMatch(/holds a literal/);
      expect(message).not.toMatch(/abcsecret|npm_a/);
    }
  });

  /** Whatever base64 spells, an integrity is no secret, and an address with a plain user is none. */
  const integrity = fc.uint8Array({ minLength: 20, maxLength: 64 }).map(bytes => Buffer.from(bytes).toString('base64'));
  const hex = fc.uint8Array({ minLength: 20, maxLength: 20 }).map(bytes => Buffer.from(bytes).toString('hex'));
  const name = fc.stringMatching(/^(@[a-z][a-z0-9-]{0,10}\/)?[a-z][a-z0-9._-]{0,20}$/);
  const version = fc.stringMatching(/^[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}(-[a-z0-9]{1,20})?$/);
  const host = fc.constantFrom('registry.npmjs.org', 'npm.pkg.github.com', 'localhost:4873', '10.0.0.1:8081', 'a-registry.example.com');
  const source = fc.oneof(
    fc.tuple(host, name, version).map(([at, of, is]) => `https://${at}/${of}/-/${of.split('/').pop()}-${is}.tgz`),
    fc.tuple(fc.constantFrom('git+ssh://git@github.com/', 'git+https://git@github.com/', 'git@github.com:', 'ssh://git@gitlab.com/', 'https://codeload.github.com/'), hex).map(([at, commit]) => `${at}a/b.git#${commit}`),
    fc.tuple(fc.stringMatching(/^[a-z][a-z-]{1,30}$/), hex).map(([user, commit]) => `git+https://${user}@bitbucket.org/a/b.git#${commit}`),
  );

  test.each(['package-lock.json', 'bun.lock', 'yarn.lock', 'pnpm-lock.yaml'])('%s without one is none, whatever its hashes are', lockfile => {
    const forms: Record<string, (entry: readonly string[]) => string> = {
      'package-lock.json': ([of, is, resolved, hash]) => JSON.stringify({ packages: { [`node_modules/${of}`]: { version: is, resolved, integrity: `sha512-${hash}` } } }),
      'bun.lock': ([of, is, resolved, hash]) => `{ "packages": { "${of}": ["${of}@${is}", "${resolved}", {}, "sha512-${hash}"], }, }`,
      'yarn.lock': ([of, is, resolved, hash]) => `"${of}@${resolved}", ${of}@^${is}:\n  version "${is}"\n  resolved "${resolved}#${hash}"\n  integrity sha512-${hash}\n  checksum: 10c0/${hash}\n`,
      'pnpm-lock.yaml': ([of, is, resolved, hash]) => `  '${of}@${resolved}':\n    resolution: {integrity: sha512-${hash}, tarball: ${resolved}}\n  ${of}@${is}(${of}@${is}):\n`,
    };
    holds(fc.property(name, version, source, integrity, (...entry) =>
      expect(hardCodedSecret(lockfile, forms[lockfile](entry))).toBeUndefined()), 500);
  });

  test.each(['package-lock.json', 'bun.lock', 'yarn.lock', 'pnpm-lock.yaml', 'package.json'])('%s with one is refused whatever stands around it, and never shows it', file => {
    const scheme = fc.constantFrom('https://', 'git+https://', 'http://', 'git+http://', 'git://', 'git+ssh://');
    const secret = fc.stringMatching(/^[A-Za-z0-9_.~%+-]{12,60}$/).filter(text => !text.includes('%') && !/^(.)\1*$/.test(text));
    holds(fc.property(scheme, fc.stringMatching(/^[a-z]{1,8}$/), secret, host, name, (at, user, password, of, called) => {
      const address = `${at}${user}:${password}@${of}/a.tgz`;
      const text = file.endsWith('.lock') && file !== 'bun.lock' || file.endsWith('.yaml') ? `"${called}@${address}":\n  version: 1\n` : JSON.stringify({ dependencies: { [called]: address } });
      const message = hardCodedSecret(file, text);
      expect(message).toMatch(/holds a literal/);
      expect(message).not.toContain(password);
    }), 200);
  });

  test('is looked at in time whatever it is', () => {
    const part = fc.constantFrom('//', '@', ':', 'a'.repeat(300), '${', '}', '%3A%2F%2F', '?token=', '"', '\n', '#', ';', '_authToken=', ' ');
    holds(fc.property(fc.constantFrom('.npmrc', '.yarnrc', '.yarnrc.yml', 'bunfig.toml', 'package.json', 'package-lock.json', 'yarn.lock'), fc.array(part, { maxLength: 300 }), (file, parts) => {
      const before = process.hrtime.bigint();
      hardCodedSecret(file, parts.join(''));
      expect(Number(process.hrtime.bigint() - before) / 1e6).toBeLessThan(3000);
    }), 50);
  });
});

describe('given a project', () => {
  test.each<[string, Record<string, unknown>]>([
    ['package.json', { 'package.json': { scripts: { start: `API_TOKEN=${TOKEN} node server.js` } } }],
    ['package-lock.json', { 'package-lock.json': { lockfileVersion: 3, packages: { 'node_modules/a': { resolved: 'https://x:abc@registry.example.com/a.tgz' } } } }],
    ['.yarnrc.yml', { 'yarn.lock': '__metadata:\n  version: 8\n', '.yarnrc.yml': 'npmScopes: { a: { npmAuthToken: abc } }' }],
    ['bunfig.toml', { 'bun.lock': '{ "lockfileVersion": 1, "packages": {} }', 'bunfig.toml': '[install.scopes]\na = { token = "abc" }' }],
    ['pnpm-workspace.yaml', { 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n", 'pnpm-workspace.yaml': 'registries: { default: "https://x:abc@registry.example.com" }' }],
  ])('a secret in its %s is refused when it is read, unless the file is allowed', (file, content) => {
    expect(refusal(content)).toMatch(new RegExp(`^${file.replace(/\./g, '\\.')} holds a literal`));
    expect(() => project(content, { allow: { [file]: 'a token of the tests' } } as object)).not.toThrow();
  });

  test('that is described by props, a secret in them is refused', () => {
    expect(messageOf(() => NodejsProject.of({ scripts: { start: `node server.js --token ${TOKEN}` } } as never))).toMatch(/^package\.json holds a literal access token in "scripts\.start"/);
    expect(messageOf(() => NodejsProject.of({ scripts: {}, startCommand: { argv: ['node', 'server.js', `--token=${TOKEN}`] } } as never))).toMatch(/^startCommand\.argv\[2\] holds a literal access token/);
  });

  test('of a monorepo, the files at its root are allowed from the package', () => {
    const root = projectDirectory({
      'package.json': { name: 'root', workspaces: ['packages/*'] }, '.npmrc': '_authToken=abc', 'package-lock.json': { lockfileVersion: 3, packages: {} },
      'packages/a/package.json': { name: 'a', scripts: { start: 'node server.js' } }, 'packages/a/server.js': '',
    });
    expect(messageOf(() => NodejsProject.fromDirectory(`${root}/packages/a`))).toMatch(/^\.npmrc holds a literal _authToken at line 1/);
    expect(() => NodejsProject.fromDirectory(`${root}/packages/a`, { allow: { '../../.npmrc': 'of the tests' } })).not.toThrow();
  });

  test('a bunfig.toml that is none says so', () => {
    expect(refusal({ 'bun.lock': '{ "lockfileVersion": 1, "packages": {} }', 'bunfig.toml': 'a = b c' })).toMatch(/^bunfig\.toml is not valid TOML at line 1/);
  });
});

test.each([`npx thing --token ${TOKEN}`, 'curl -H "authorization: Basic dXNlcjpwYXNzd29yZA==" x'])('a command with a secret: %s', text => expect(secretInScript(text)).toBeDefined());
