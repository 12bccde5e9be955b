import * as fs from 'fs';
import * as path from 'path';
import { BaseImage, Gate, InstallScripts, NodejsDockerfile, NodejsDockerfileOptions } from '../../lib';
import { materialise } from '../../lib/context/materialise';
import { build, built, cleanUp, docker, logs, start, stop, temporaryDirectory } from './engine';

// A package that calls out whenever it gets to run: when it is installed, and when it is loaded by the build, by tests and by the
// application. Somebody listens on the network of the engine, who is reached where that is meant, and nowhere else.

const NODE = 'public.ecr.aws/docker/library/node:24-trixie';
const REGISTRY_PORT = 4873;
const LISTENER_PORT = 4874;
/** Names that no cache of an earlier run holds. */
const RUN = Date.now().toString(36);
const CANARY = `canary-${RUN}`;
/** Another package with a script, which is the only one that may run it. */
const TOOL = `tool-${RUN}`;
/** Times that each image which must not call is built; `CANARY_RUNS=200` looks for what happens seldom. */
const RUNS = Number(process.env.CANARY_RUNS ?? 1);

/** Tries several ways to call; none of them holds up what it runs in for long, nor fails it. */
const CALLER = (home: string) => `
const { execFileSync } = require('child_process');
module.exports = when => {
  const url = ${JSON.stringify(home)} + '/' + (process.env.CANARY_RUN || 'none') + '/' + when;
  const script = 'fetch(' + JSON.stringify(url) + ', { signal: AbortSignal.timeout(3000) }).then(() => 0, () => 0)';
  try { execFileSync(process.execPath, ['-e', script], { timeout: 5000, stdio: 'ignore' }); } catch {}
};
if (require.main === module) module.exports('install-' + require('./package.json').name.split('-')[0]);
else module.exports('import-' + (process.env.npm_lifecycle_event || 'start'));
`;

/** A registry with both packages, and beside it the one who listens: it prints what reaches it. */
const SERVER = `
const { execSync } = require('child_process');
const { createHash } = require('crypto');
const { networkInterfaces } = require('os');
const fs = require('fs'), http = require('http');
const address = Object.values(networkInterfaces()).flat().find(({ family, internal }) => family === 'IPv4' && !internal).address;
const caller = (${CALLER.toString()})('http://' + address + ':${LISTENER_PORT}');
const packages = {};
for (const name of ${JSON.stringify([CANARY, TOOL])}) {
  const directory = '/tmp/' + name + '/package';
  fs.mkdirSync(directory, { recursive: true });
  const manifest = { name, version: '1.0.0', main: 'index.js', scripts: { postinstall: 'node index.js' } };
  fs.writeFileSync(directory + '/index.js', caller);
  fs.writeFileSync(directory + '/package.json', JSON.stringify(manifest));
  execSync('tar -czf /tmp/' + name + '.tgz -C /tmp/' + name + ' package');
  packages[name] = { manifest, archive: fs.readFileSync('/tmp/' + name + '.tgz') };
}
http.createServer((request, response) => { console.log('reached ' + request.url + ' '); response.end(); }).listen(${LISTENER_PORT});
http.createServer((request, response) => {
  const found = packages[request.url.split('/')[1]];
  if (!found) return response.writeHead(404).end('{}');
  const { manifest, archive } = found;
  if (request.url.endsWith('.tgz')) return response.end(archive);
  const hash = (name, encoding) => createHash(name).update(archive).digest(encoding);
  const dist = { tarball: 'http://' + request.headers.host + '/' + manifest.name + '/-/' + manifest.name + '-1.0.0.tgz', shasum: hash('sha1', 'hex'), integrity: 'sha512-' + hash('sha512', 'base64') };
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({
    name: manifest.name, 'dist-tags': { latest: '1.0.0' }, time: { '1.0.0': '2020-01-01T00:00:00.000Z' },
    versions: { '1.0.0': { ...manifest, hasInstallScript: true, dist } },
  }));
}).listen(${REGISTRY_PORT});
`;

interface Manager {
  readonly title: string;
  readonly name: string;
  readonly lockfile: string;
  /** Command that writes the lockfile. */
  readonly lock: string;
  /** Fields by which the manager runs the scripts of both packages. */
  readonly fields?: object;
  files(registry: string): Record<string, string>;
}

const npmrc = (registry: string) => ({ '.npmrc': `registry=${registry}\n` });
const berry = (linker: string) => (registry: string) => ({
  '.yarnrc.yml': `nodeLinker: ${linker}\nenableScripts: true\nnpmRegistryServer: "${registry}"\nunsafeHttpWhitelist: ["*"]\n`,
});
const LOCK_BERRY = 'yarn install --mode=update-lockfile --no-immutable';

const MANAGERS: readonly Manager[] = [
  { title: 'npm', name: 'npm@11.6.0', lockfile: 'package-lock.json', lock: 'npm install --package-lock-only', files: npmrc },
  { title: 'Yarn 1', name: 'yarn@1.22.22', lockfile: 'yarn.lock', lock: 'yarn install --ignore-scripts', files: npmrc },
  { title: 'Yarn 4 with node_modules', name: 'yarn@4.18.1', lockfile: 'yarn.lock', files: berry('node-modules'), lock: LOCK_BERRY },
  { title: 'Yarn 4 with Plug\'n\'Play', name: 'yarn@4.18.1', lockfile: 'yarn.lock', files: berry('pnp'), lock: LOCK_BERRY },
  {
    title: 'pnpm', name: 'pnpm@10.34.9', lockfile: 'pnpm-lock.yaml', lock: 'pnpm install --lockfile-only', files: npmrc,
    fields: { pnpm: { onlyBuiltDependencies: [CANARY, TOOL] } },
  },
  {
    title: 'Bun', name: 'bun@1.4.5', lockfile: 'bun.lock', lock: 'bun install --lockfile-only', files: npmrc,
    fields: { trustedDependencies: [CANARY, TOOL] },
  },
];

let server: ReturnType<typeof start>;
let registry: string;

beforeAll(() => {
  server = start(NODE, { command: ['node', '-e', SERVER] });
  registry = `http://${docker('inspect', '--format', '{{.NetworkSettings.IPAddress}}', server.id)}:${REGISTRY_PORT}/`;
});

afterAll(() => cleanUp());

const projects = new Map<Manager, string>();

/** A project with both packages, and the lockfile that its manager writes. Its own scripts load the canary, too. */
function project(manager: Manager): string {
  const known = projects.get(manager);
  if (known !== undefined) return known;
  const directory = temporaryDirectory();
  const files = {
    'package.json': JSON.stringify({
      name: 'app', version: '1.0.0', packageManager: manager.name, engines: { node: '24' }, ...manager.fields,
      dependencies: { [CANARY]: '1.0.0', [TOOL]: '1.0.0' },
      scripts: { postinstall: 'node own.js', build: 'node build.js', test: 'node --test', start: 'node server.js' },
    }),
    // a script of the project runs beside those of dependencies, which nobody takes from it
    'own.js': `const call = tries => fetch("${registry.replace(`:${REGISTRY_PORT}/`, `:${LISTENER_PORT}`)}/" + process.env.CANARY_RUN + "/own")
      .catch(error => tries > 0 ? call(tries - 1) : console.error(error)); call(3);\n`,
    'build.js': `require("${CANARY}"); require("fs").mkdirSync("dist", { recursive: true }); require("fs").writeFileSync("dist/built.js", "");\n`,
    'server.test.js': `require("node:test").test("loads it", () => { process.env.npm_lifecycle_event = "test"; require("${CANARY}"); });\n`,
    'server.js': `require("${CANARY}"); require("http").createServer((request, response) => response.end("well")).listen(3000);\n`,
    ...manager.files(registry),
  };
  Object.entries(files).forEach(([file, text]) => fs.writeFileSync(path.join(directory, file), text));
  const locking = temporaryDirectory();
  fs.cpSync(directory, locking, { recursive: true });
  const install = `npm install --global --force ${manager.name.replace(/^yarn@4/, '@yarnpkg/cli-dist@4')}`;
  fs.writeFileSync(path.join(locking, 'Dockerfile'), [
    `FROM ${NODE} AS lock`, `RUN ${install}`, 'WORKDIR /lock', 'COPY . ./', `RUN rm Dockerfile && ${manager.lock}`,
    'FROM scratch', `COPY --from=lock /lock/${manager.lockfile} /`, '',
  ].join('\n'));
  const output = temporaryDirectory();
  built(locking, { output });
  fs.copyFileSync(path.join(output, manager.lockfile), path.join(directory, manager.lockfile));
  projects.set(manager, directory);
  return directory;
}

let count = 0;

/** Builds it, and tells who was called meanwhile. */
function calls(manager: Manager, options: NodejsDockerfileOptions, target?: string) {
  const run = `run-${++count}`;
  const dockerfile = NodejsDockerfile.fromDirectory({
    directory: project(manager), baseImage: BaseImage.debianSlim(), buildArgs: { CANARY_RUN: run }, ...options,
  });
  const context = materialise(dockerfile, temporaryDirectory(), new Map()).directory;
  // the argument is seen by every step that follows it, so that calls are told apart, and no step is taken from a cache
  const file = path.join(context, 'Dockerfile');
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(/^(FROM .* AS (?:deps|prod-deps))$/gm, `$1\nENV CANARY_RUN=${run}`));
  const result = build(context, { target, args: { CANARY_RUN: run } });
  if (!result.ok) throw new Error(result.log.slice(-6000));
  return { ...result, run, reached: reachedBy(run) };
}

function reachedBy(run: string): string[] {
  return [...new Set([...logs(server).matchAll(new RegExp(`reached /${run}/(\\S+) `, 'g'))].map(([, when]) => when))].sort();
}

const npm = MANAGERS[0];

test('where all may call, each of them is heard: the canary sings', async () => {
  const { image, reached } = calls(npm, { gates: [Gate.script('test', { network: true })] });

  // the start gate has no network whatever is asked for
  expect(reached).toEqual(['import-build', 'import-test', 'install-canary', 'install-tool', 'own']);

  const container = start(image, { env: { CANARY_RUN: 'started' }, ports: [3000] });
  for (let tries = 0; tries < 50 && reachedBy('started').length === 0; tries++) await new Promise(resolve => setTimeout(resolve, 200));
  stop(container);
  expect(reachedBy('started')).toEqual(['import-start']);
});

test('by default tests and the start call nobody', () => {
  expect(calls(npm, {}).reached).toEqual(['import-build', 'install-canary', 'install-tool', 'own']);
});

test('without install scripts and a network for the build it calls nobody at all, however often', () => {
  for (let index = 0; index < RUNS; index++) {
    expect(calls(npm, { installScripts: InstallScripts.none(), buildNetwork: false }).reached).toEqual(['own']);
  }
});

describe.each(MANAGERS)('with $title', manager => {
  test('scripts of dependencies run by default, and are heard', () => {
    expect(calls(manager, {}, 'deps').reached).toEqual(['install-canary', 'install-tool', 'own']);
  });

  test.each(['deps', 'prod-deps'])('none runs, while those of the project do: %s', target => {
    expect(calls(manager, { installScripts: InstallScripts.none() }, target).reached).toEqual(['own']);
  });

  test.each(['deps', 'prod-deps'])('one alone runs: %s', target => {
    expect(calls(manager, { installScripts: InstallScripts.only([TOOL]) }, target).reached).toEqual(['install-tool', 'own']);
  });
});
