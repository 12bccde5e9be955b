import * as fs from 'fs';
import * as path from 'path';
import { BaseImage, Gate, InstallScripts, NodejsDockerfile, NodejsDockerfileOptions } from '../../lib';
import { materialise } from '../../lib/context/materialise';
import { build, cleanUp, logs, start, stop, temporaryDirectory } from './engine';
import { lockedProject, Manager, managers, OwnRegistry, startRegistry } from './own-registry';

// A package that calls out whenever it gets to run: when it is installed, and when it is loaded by the build, by tests and by the
// application. Somebody listens on the network of the engine, who is reached where that is meant, and nowhere else.

const LISTENER_PORT = 4874;
/** Names that no cache of an earlier run holds. */
const RUN = Date.now().toString(36);
const CANARY = `canary-${RUN}`;
/** Another package with a script, which is the only one that may run it. */
const TOOL = `tool-${RUN}`;
/** Images that must not call and are built, of one manager after another; `CANARY_RUNS=200` looks for what happens seldom. */
const RUNS = Number(process.env.CANARY_RUNS ?? 1);

/** Calls whoever listens; that holds up what it runs in for seconds at the most, and fails it never. */
const CALLER = `
const { execFileSync } = require('child_process');
module.exports = when => {
  const url = 'http://{host}:${LISTENER_PORT}/' + (process.env.CANARY_RUN || 'none') + '/' + when;
  const script = 'fetch(' + JSON.stringify(url) + ', { signal: AbortSignal.timeout(3000) }).then(() => 0, () => 0)';
  try { execFileSync(process.execPath, ['-e', script], { timeout: 5000, stdio: 'ignore' }); } catch {}
};
if (require.main === module) module.exports('install-' + require('./package.json').name.split('-')[0]);
else module.exports('import-' + (process.env.npm_lifecycle_event || 'start'));
`;

/** Listens, and prints what reaches it. */
const LISTENER = `http.createServer((request, response) => { console.log('reached ' + request.url + ' '); response.end(); }).listen(${LISTENER_PORT});\n`;

const MANAGERS = managers([CANARY, TOOL]);

let registry: OwnRegistry;

beforeAll(() => {
  const calling = { fields: { scripts: { postinstall: 'node index.js' } }, files: { 'index.js': CALLER } };
  registry = startRegistry({ [CANARY]: calling, [TOOL]: calling }, LISTENER);
});

afterAll(() => cleanUp());

const projects = new Map<Manager, string>();

/** A project with both packages, and the lockfile that its manager writes. Its own scripts load the canary, too. */
function project(manager: Manager): string {
  const known = projects.get(manager);
  if (known !== undefined) return known;
  const directory = lockedProject(manager, {
    name: 'app', dependencies: { [CANARY]: '1.0.0', [TOOL]: '1.0.0' },
    scripts: { postinstall: 'node own.js', build: 'node build.js', test: 'node --test', start: 'node server.js' },
  }, {
    // a script of the project runs beside those of dependencies, which nobody takes from it
    'own.js': `const call = tries => fetch("http://${registry.host}:${LISTENER_PORT}/" + process.env.CANARY_RUN + "/own")
      .catch(error => tries > 0 ? call(tries - 1) : console.error(error)); call(3);\n`,
    'build.js': `require("${CANARY}"); require("fs").mkdirSync("dist", { recursive: true }); require("fs").writeFileSync("dist/built.js", "");\n`,
    'server.test.js': `require("node:test").test("loads it", () => { process.env.npm_lifecycle_event = "test"; require("${CANARY}"); });\n`,
    'server.js': `require("${CANARY}"); require("http").createServer((request, response) => response.end("well")).listen(3000);\n`,
  }, registry.url);
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
  return [...new Set([...logs(registry.container).matchAll(new RegExp(`reached /${run}/(\\S+) `, 'g'))].map(([, when]) => when))].sort();
}

const npm = MANAGERS[0];
/** Who is heard where all may call; the start gate has no network whatever is asked for. */
const HEARD = ['import-build', 'import-test', 'install-canary', 'install-tool', 'own'];

test('where all may call, each of them is heard: the canary sings', async () => {
  const { image, reached } = calls(npm, { gates: [Gate.script('test', { network: true })] });
  expect(reached).toEqual(HEARD);

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
    const manager = MANAGERS[index % MANAGERS.length];
    const { reached } = calls(manager, { installScripts: InstallScripts.none(), buildNetwork: false });
    expect([index, manager.title, reached]).toEqual([index, manager.title, ['own']]);
  }
}, 60_000 + RUNS * 60_000);

describe.each(MANAGERS)('with $title', manager => {
  test('scripts of dependencies run by default, and are heard', () => {
    expect(calls(manager, {}, 'deps').reached).toEqual(['install-canary', 'install-tool', 'own']);
  });

  test('the build and tests load it, and are heard where they have a network', () => {
    expect(calls(manager, { gates: [Gate.script('test', { network: true })] }).reached).toEqual(HEARD);
  });

  test.each(['deps', 'prod-deps'])('none runs, while those of the project do: %s', target => {
    expect(calls(manager, { installScripts: InstallScripts.none() }, target).reached).toEqual(['own']);
  });

  test.each(['deps', 'prod-deps'])('one alone runs: %s', target => {
    expect(calls(manager, { installScripts: InstallScripts.only([TOOL]) }, target).reached).toEqual(['install-tool', 'own']);
  });
});
