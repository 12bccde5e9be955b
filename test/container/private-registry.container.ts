import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { BuildSecret } from '../../lib';
import { answer, build, cleanUp, contextOf, docker, start, stop, temporaryDirectory } from './engine';

const TOKEN = 'quay-token-3f9c2';
const PORT = 4873;
const CODE = 'module.exports = "open"';

/** A name that no cache of an earlier run holds: a secret is no part of what a layer is found by. */
const NAME = `@quay/lock-${Date.now().toString(36)}`;

/** A registry with one package, for those who have the token. */
const REGISTRY = `
const { execSync } = require('child_process');
const { createHash } = require('crypto');
const fs = require('fs');
const manifest = { name: '${NAME}', version: '1.0.0', main: 'index.js' };
fs.mkdirSync('/tmp/package');
fs.writeFileSync('/tmp/package/package.json', JSON.stringify(manifest));
fs.writeFileSync('/tmp/package/index.js', '${CODE};');
execSync('tar -czf /tmp/lock.tgz -C /tmp package');
const archive = fs.readFileSync('/tmp/lock.tgz');
const hash = (name, encoding) => createHash(name).update(archive).digest(encoding);
require('http').createServer((request, response) => {
  if (request.headers.authorization !== 'Bearer ${TOKEN}') return response.writeHead(401).end('{}');
  if (request.url.endsWith('.tgz')) return response.end(archive);
  const dist = { tarball: 'http://' + request.headers.host + '/${NAME}/-/lock-1.0.0.tgz', shasum: hash('sha1', 'hex'), integrity: 'sha512-' + hash('sha512', 'base64') };
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ name: manifest.name, 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': { ...manifest, dist } }, time: { '1.0.0': '2020-01-01T00:00:00.000Z' } }));
}).listen(${PORT});
`;

const NODE = 'public.ecr.aws/docker/library/node:24-trixie-slim';
const npmrc = (host: string) => ({ '.npmrc': `@quay:registry=http://${host}/\n//${host}/:_authToken=\${NPM_TOKEN}\n` });

/** How each package manager is told of the registry. */
const MANAGERS: readonly { readonly manager: string; files(host: string): Record<string, string> }[] = [
  { manager: 'npm@11.6.0', files: npmrc },
  { manager: 'yarn@1.22.22', files: npmrc },
  { manager: 'pnpm@10.34.9', files: npmrc },
  { manager: 'pnpm@9.15.9', files: npmrc },
  { manager: 'pnpm@11.28.11', files: npmrc },
  { manager: 'pnpm@12.21.0', files: npmrc },
  {
    manager: 'yarn@4.18.1',
    files: host => ({ '.yarnrc.yml': `nodeLinker: node-modules\nunsafeHttpWhitelist: ["${host.split(':')[0]}"]\nnpmScopes:\n  quay:\n    npmRegistryServer: "http://${host}"\n    npmAuthToken: "\${NPM_TOKEN}"\n` }),
  },
  { manager: 'bun@1.4.5', files: host => ({ 'bunfig.toml': `[install.scopes]\n"@quay" = { url = "http://${host}/", token = "$NPM_TOKEN" }\n` }) },
];

let host: string;

beforeAll(() => {
  const { id } = start(NODE, { command: ['node', '-e', REGISTRY] });
  host = `${docker('inspect', '--format', '{{.NetworkSettings.IPAddress}}', id)}:${PORT}`;
});

afterAll(() => cleanUp());

function contextWith(manager: string, files: Record<string, string>): string {
  const directory = temporaryDirectory();
  const all = {
    'package.json': JSON.stringify({
      name: 'locksmith', version: '1.0.0', packageManager: manager, engines: { node: '24' }, dependencies: { [NAME]: '1.0.0' },
      scripts: { start: 'node server.js', test: 'node --check server.js' },
    }),
    'server.js': `require("http").createServer((request, response) => response.end(require("${NAME}"))).listen(3000);\n`,
    ...files,
  };
  Object.entries(all).forEach(([name, text]) => fs.writeFileSync(path.join(directory, name), text));
  return contextOf(directory, { buildSecrets: [BuildSecret.environment('NPM_TOKEN')] });
}

/** Which of some texts the bytes of images hold, their histories among them. What the images share is read once. */
function held(images: readonly string[], texts: readonly string[]): string[] {
  const found = execFileSync('bash', ['-c', `set -o pipefail; docker save ${images.join(' ')} | grep -a -o -F ${texts.map(text => `-e '${text}'`).join(' ')} | sort -u`], { encoding: 'utf8' });
  return found.trimEnd().split('\n');
}

test.each(MANAGERS)('$manager installs from a registry that wants a token, which is in no layer', async ({ manager, files }) => {
  const context = contextWith(manager, files(host));
  const refused = build(context, { target: 'deps', secrets: ['id=NPM_TOKEN,env=NPM_TOKEN'], env: { NPM_TOKEN: 'another' } });
  const options = { secrets: ['id=NPM_TOKEN,env=NPM_TOKEN'], env: { NPM_TOKEN: TOKEN } };
  const result = build(context, options);
  if (!result.ok) throw new Error(result.log.slice(-4000));
  const container = start(result.image, { ports: [3000] });

  expect(refused.ok).toBe(false);
  expect((await answer(container, container.url(3000))).body).toBe('open');
  expect(result.log).not.toContain(TOKEN);
  const stages = ['deps', 'prod-deps'].map(target => build(context, { ...options, target }).image);
  expect(held([result.image, ...stages], [CODE, TOKEN])).toEqual([CODE]);
  stop(container);
});
