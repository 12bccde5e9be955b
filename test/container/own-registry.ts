import * as fs from 'fs';
import * as path from 'path';
import { built, docker, start, temporaryDirectory } from './engine';

/** Image that the registry runs in, and that lockfiles are written in. */
const NODE = 'public.ecr.aws/docker/library/node:24-trixie';
const PORT = 4873;

/** A package manager, and what its projects have. */
export interface Manager {
  readonly title: string;
  readonly name: string;
  readonly lockfile: string;
  /** Command that writes the lockfile. */
  readonly lock: string;
  /** Fields of `package.json` by which it runs the scripts of dependencies. */
  readonly fields?: object;
  /** Files by which it asks the registry. */
  files(registry: string): Record<string, string>;
}

const npmrc = (registry: string) => ({ '.npmrc': `registry=${registry}\n` });
const berry = (linker: string) => (registry: string) => ({
  '.yarnrc.yml': `nodeLinker: ${linker}\nenableScripts: true\nnpmRegistryServer: "${registry}"\nunsafeHttpWhitelist: ["*"]\n`,
});
const BERRY = { name: 'yarn@4.18.1', lockfile: 'yarn.lock', lock: 'yarn install --mode=update-lockfile --no-immutable' };

/** Every package manager, of projects in which the scripts of some dependencies run. */
export function managers(scripted: readonly string[]): readonly Manager[] {
  return [
    { title: 'npm', name: 'npm@11.6.0', lockfile: 'package-lock.json', lock: 'npm install --package-lock-only', files: npmrc },
    { title: 'Yarn 1', name: 'yarn@1.22.22', lockfile: 'yarn.lock', lock: 'yarn install --ignore-scripts', files: npmrc },
    { ...BERRY, title: 'Yarn 4 with node_modules', files: berry('node-modules') },
    { ...BERRY, title: 'Yarn 4 with Plug\'n\'Play', files: berry('pnp') },
    {
      title: 'pnpm', name: 'pnpm@10.34.9', lockfile: 'pnpm-lock.yaml', lock: 'pnpm install --lockfile-only', files: npmrc,
      fields: { pnpm: { onlyBuiltDependencies: scripted } },
    },
    { title: 'Bun', name: 'bun@1.4.5', lockfile: 'bun.lock', lock: 'bun install --lockfile-only', files: npmrc, fields: { trustedDependencies: scripted } },
  ];
}

/** A package of the registry: its files, and the fields of its manifest beside name and version. */
export interface PublishedPackage {
  readonly fields: { readonly scripts?: Record<string, string> };
  readonly files: Record<string, string>;
}

/** A registry on the network of the engine. */
export interface OwnRegistry {
  readonly container: ReturnType<typeof start>;
  /** Its address there, without a port. */
  readonly host: string;
  readonly url: string;
}

/**
 * Starts a registry with some packages in version 1.0.0.
 *
 * @param more source of JavaScript that runs beside it; in files of packages, `{host}` is where that is reached
 */
export function startRegistry(packages: { readonly [name: string]: PublishedPackage }, more = ''): OwnRegistry {
  const container = start(NODE, { command: ['node', '-e', `${registrySource(packages)}${more}`] });
  const host = docker('inspect', '--format', '{{.NetworkSettings.IPAddress}}', container.id);
  return { container, host, url: `http://${host}:${PORT}/` };
}

function registrySource(packages: { readonly [name: string]: PublishedPackage }): string {
  return `
const { execSync } = require('child_process');
const { createHash } = require('crypto');
const { networkInterfaces } = require('os');
const fs = require('fs'), http = require('http');
const host = Object.values(networkInterfaces()).flat().find(({ family, internal }) => family === 'IPv4' && !internal).address;
const packages = ${JSON.stringify(packages)};
for (const [name, { fields, files }] of Object.entries(packages)) {
  const directory = '/tmp/' + name + '/package';
  fs.mkdirSync(directory, { recursive: true });
  const manifest = { name, version: '1.0.0', main: 'index.js', ...fields };
  for (const [file, text] of Object.entries({ ...files, 'package.json': JSON.stringify(manifest) })) fs.writeFileSync(directory + '/' + file, text.replaceAll('{host}', host));
  execSync('tar -czf /tmp/' + name + '.tgz -C /tmp/' + name + ' package');
  packages[name] = { manifest, archive: fs.readFileSync('/tmp/' + name + '.tgz') };
}
http.createServer((request, response) => {
  const found = packages[request.url.split('/')[1]];
  if (!found) return response.writeHead(404).end('{}');
  const { manifest, archive } = found;
  if (request.url.endsWith('.tgz')) return response.end(archive);
  const hash = (name, encoding) => createHash(name).update(archive).digest(encoding);
  const tarball = 'http://' + request.headers.host + '/' + manifest.name + '/-/' + manifest.name + '-1.0.0.tgz';
  const dist = { tarball, shasum: hash('sha1', 'hex'), integrity: 'sha512-' + hash('sha512', 'base64') };
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({
    name: manifest.name, 'dist-tags': { latest: '1.0.0' }, time: { '1.0.0': '2020-01-01T00:00:00.000Z' },
    versions: { '1.0.0': { ...manifest, hasInstallScript: manifest.scripts !== undefined, dist } },
  }));
}).listen(${PORT});
`;
}

/** A project of some files, with the lockfile that its package manager writes. */
export function lockedProject(manager: Manager, manifest: object, files: Record<string, string>, registry: string): string {
  const directory = temporaryDirectory();
  const json = JSON.stringify({ version: '1.0.0', packageManager: manager.name, engines: { node: '24' }, ...manager.fields, ...manifest });
  Object.entries({ ...files, ...manager.files(registry), 'package.json': json }).forEach(([file, text]) => fs.writeFileSync(path.join(directory, file), text));
  const locking = temporaryDirectory();
  fs.cpSync(directory, locking, { recursive: true });
  fs.writeFileSync(path.join(locking, 'Dockerfile'), [
    `FROM ${NODE} AS lock`, `RUN npm install --global --force ${manager.name.replace(/^yarn@4/, '@yarnpkg/cli-dist@4')}`, 'WORKDIR /lock', 'COPY . ./',
    `RUN rm Dockerfile && ${manager.lock}`, 'FROM scratch', `COPY --from=lock /lock/${manager.lockfile} /`, '',
  ].join('\n'));
  const output = temporaryDirectory();
  built(locking, { output });
  fs.copyFileSync(path.join(output, manager.lockfile), path.join(directory, manager.lockfile));
  return directory;
}
