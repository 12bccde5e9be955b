import * as fs from 'fs';
import * as path from 'path';
import { BaseImage, HealthCheck, Instruction, NodejsDockerfileOptions, StageCustomization, StartGate, StartScript } from '../../lib';
import { build, BuildResult, built, bytesAbove, cleanUp, contextOf, filesOf, temporaryDirectory } from './engine';
import { SmallApp, smallApp } from './small-app';

/** A change that no build before has seen: what passed is cached, with its log. */
const NEW = `// ${Date.now()}\n`;

const RUNTIME = 'public.ecr.aws/docker/library/node:24-bookworm-slim';

const SERVES = 'require("http").createServer((request, response) => { response.statusCode = request.url === "/missing" ? 404 : 200; response.end("well"); })';

afterAll(() => cleanUp());

interface Case extends SmallApp {
  /** The text of server.js. */
  readonly server: string;
  readonly options?: NodejsDockerfileOptions;
}

function contextFor({ server, options, ...app }: Case): string {
  return contextOf(smallApp({ ...app, files: { 'server.js': NEW + server, ...app.files } }), { gates: [], ...options });
}

/** What the gate said, a line each. */
function said({ log }: BuildResult): string {
  return [...log.matchAll(/^#\d+ [\d.]+ (\[gate start\] .*)$/gm)].map(([, line]) => line).join('\n');
}

describe('a fault of the image is no image', () => {
  test.each<[string, Case, RegExp]>([
    ['a module that is not there', { server: 'require("express")' }, /failed: ended with 1 .*the module "express" is not in the image, which \/app\/server\.js asks for; move "express" to "dependencies"/],
    ['a module that is asked for once it listens', { server: `${SERVES}.listen(8080, () => import("late"))` }, /failed: ended with 1 (before|after) it listened on 8080: the module "late" is not in the image/],
    ['a file that is not there', { server: 'require("fs").readFileSync("views/index.html")' }, /views\/index\.html is not in the image; add it to "includeFiles"/],
    ['a directory that cannot be made', { server: 'require("fs").mkdirSync(__dirname + "/logs/today", { recursive: true })' }, /the user 1000:1000 may not make logs\/today; set "writableDirectories" to \["logs"\]/],
    ['a file that cannot be read', { server: 'require("fs").readFileSync("secret.json")', options: { customize: [StageCustomization.append('release', Instruction.run(['install', '-m', '600', '/dev/null', '/app/secret.json']))] } }, /may not read or write secret\.json/],
    ['a program that is not there', { server: 'require("child_process").spawn("ffmpeg")' }, /the program "ffmpeg" is not in the image/],
    ['a command that is not there', { server: '', options: { command: ['ffmpeg', '-i'] } }, /the program "ffmpeg" is not in the image/],
    ['a native module that is none', { server: 'require("./a.node")', files: { 'a.node': 'no library '.repeat(40) }, options: { releaseFiles: ['server.js', 'a.node'] } }, /invalid ELF header/],
    ['a shared library that is not there', { server: 'process.dlopen({ exports: {} }, "./libz-that-is-nowhere.so")' }, /the shared library libz-that-is-nowhere\.so|libz-that-is-nowhere/],
    ['a syntax error', { server: 'const = 4' }, /no program that can run: SyntaxError/],
    ['another port than the image says', { server: `${SERVES}.listen(9090)`, options: { port: 3000 } }, /failed: listens on 9090, the image says 3000, and its health check fails; set port: 9090/],
    ['a path that answers 404', { server: `${SERVES}.listen(8080)`, options: { port: 8080, healthCheck: HealthCheck.http('/missing') } }, /asks for \/missing, which answers with 404; set healthCheck/],
    ['a health check by a program that is not there', { server: `${SERVES}.listen(8080)`, options: { healthCheck: HealthCheck.command(['curl', 'localhost']) } }, /its health check cannot run/],
    ['an end at the first question', { server: 'require("http").createServer((_, response) => response.end(require("fs").readFileSync("web/index.html"))).listen(8080)' }, /failed: asked for \/, it ended with 1 after it listened on 8080: .*web\/index\.html is not in the image/],
    ['an end of what was to serve', { server: `module.exports = ${SERVES}`, options: { port: 3000 } }, /ended with 0 before it listened on 3000, so its health check asks where nothing listens/],
    ['a supervisor of what ended', { server: 'require("child_process").fork("worker.js"); setInterval(() => {}, 1e6)', files: { 'worker.js': 'require("left-out")' } }, /what it runs ended: the module "left-out" is not in the image/],
    ['what is wanted and not had, where the start is required', { server: 'require("net").connect(5432, "127.0.0.1")', options: { startGate: StartGate.required() } }, /failed: ended with 1 .*ECONNREFUSED 127\.0\.0\.1:5432/],
    ['a missing module on distroless', { server: 'require("express")', options: { baseImage: BaseImage.distroless() } }, /the module "express" is not in the image/],
    ['a missing module where a script is chosen', { server: 'require("express")', options: { startScript: StartScript.fromEnvironment('SCRIPT', { scripts: ['start'], defaultScript: 'start' }) } }, /the module "express" is not in the image/],
  ])('%s', (_, app, message) => {
    const result = build(contextFor(app));

    expect(said(result)).toMatch(message);
    expect(result.ok).toBe(false);
    expect(result.image).toBe('');
  });
});

describe('what starts, or cannot be judged, is an image', () => {
  const cases: [string, Case, RegExp, RegExp?][] = [
    ['a server', { server: `${SERVES}.listen(process.env.PORT || 8080)` }, /listens on 8080 after [\d.]+ s\n.*its health check passes\n.*stopped [\d.]+ s after SIGTERM/, /warning/],
    ['a server on distroless', { server: `${SERVES}.listen(8080)`, options: { baseImage: BaseImage.distroless() } }, /listens on 8080[^]*health check passes[^]*stopped/, /warning/],
    ['a server on a port that the image does not name', { server: `const port = Number(require("fs").readFileSync("port.txt", "utf8")); ${SERVES}.listen(port)`, files: { 'port.txt': '8081' } }, /listens on 8081.*the image names no port; set port: 8081/],
    ['a server that the loopback alone reaches', { server: `${SERVES}.listen(8080, "127.0.0.1")`, options: { port: 8080 } }, /warning: it listens on the loopback address alone/],
    ['a path that answers', { server: `${SERVES}.listen(8080)`, options: { port: 8080, healthCheck: HealthCheck.http('/health') } }, /its health check passes/, /warning/],
    ['a health check that loads nothing of the application', { server: `${SERVES}.listen(8080)`, files: { 'pre.mjs': 'if (process.execArgv.includes("-e")) process.exit(1);' }, options: { environment: { NODE_OPTIONS: '--import ./pre.mjs' } } }, /its health check passes/, /warning/],
    ['a job', { server: 'console.log("done")' }, /ended with 0/, /warning|writes/],
    ['what writes where a read-only root file system has to have volumes', { server: 'const fs = require("fs"); ["/tmp/a", "data/a", require("os").homedir() + "/a"].forEach(path => fs.writeFileSync(path, ""))', options: { writableDirectories: ['data'] } }, /it writes below \/app\/data, \/home\/node, \/tmp: where the root file system is read-only, each of them needs a volume/, /warning/],
    ['a worker', { server: 'setInterval(() => {}, 1000)' }, /runs, and came to rest[^]*stopped/, /warning/],
    ['a worker that never rests', { server: 'const go = () => { for (const end = Date.now() + 50; Date.now() < end;); setImmediate(go); }; go()' }, /runs, and is still busy after \d+ s/],
    ['what wants a database', { server: 'require("net").connect(5432, "127.0.0.1")', options: { port: 3000 } }, /warning: was started, and ended with 1 before it listened on 3000: .*ECONNREFUSED 127\.0\.0\.1:5432; .*StartGate\.environment/],
    ['what waits for a database', { server: 'require("net").connect(5432, "127.0.0.1").on("error", error => console.error(error.message)); setInterval(() => {}, 1e6)', options: { port: 3000 } }, /came to rest without listening on 3000: connect ECONNREFUSED/],
    ['what wants a variable', { server: 'if (!process.env.API_TOKEN) throw new Error("API_TOKEN is not set")' }, /warning: was started, and ended with 1 by itself: Error: API_TOKEN is not set/],
    ['what is given a variable', { server: `if (!process.env.API_TOKEN) throw new Error("API_TOKEN is not set"); ${SERVES}.listen(8080)`, options: { startGate: StartGate.required({ environment: { API_TOKEN: 'any "$one" \\' } }) } }, /listens on 8080/, /warning/],
    ['what ignores SIGTERM', { server: `process.on("SIGTERM", () => {}); ${SERVES}.listen(8080)` }, /had to be killed 1\d s after SIGTERM\n.*warning: it does not end on SIGTERM/],
    ['what has no init and does not handle SIGTERM', { server: `${SERVES}.listen(8080)`, options: { init: false } }, /warning: it does not handle SIGTERM/],
    ['what ends at the first question without a database', { server: 'require("http").createServer(() => require("net").connect(5432, "127.0.0.1")).listen(8080)' }, /warning: was started, and asked for \/, it ended with 1 after it listened on 8080: .*ECONNREFUSED/],
    ['what is asked for a page that it lacks', { server: 'require("http").createServer((_, response) => { try { response.end(require("fs").readFileSync("index.html")); } catch (error) { console.error(error.message); response.statusCode = 500; response.end(); } }).listen(8080)' }, /warning: asked for \/, it says: index\.html is not in the image/],
  ];

  test.each(cases.map(([name, app, message, never]) => ({ name, app, message, never })))('$name', ({ app, message, never }) => {
    const result = build(contextFor(app));

    expect(said(result)).toMatch(message);
    if (never) expect(said(result)).not.toMatch(never);
    expect(result.ok).toBe(true);
  });

  test('StartGate.none() starts nothing', () => {
    expect(build(contextFor({ server: 'require("express")', options: { startGate: StartGate.none() } }))).toMatchObject({ ok: true, log: expect.not.stringContaining('[gate start]') });
  });
});

test('it runs by the user, the variables and the directory of the container', () => {
  const server = 'console.log(JSON.stringify({ uid: process.getuid(), gid: process.getgid(), groups: process.getgroups(), home: process.env.HOME, cwd: process.cwd(), env: Object.keys(process.env).sort(), lo: Object.keys(require("os").networkInterfaces()) }));'
    + 'require("fs").appendFileSync("/dev/stderr", "written\\n"); require("fs").writeFileSync("data/a", "b");';
  const result = build(contextFor({ server, options: { writableDirectories: ['data'], environment: { MINE: '1' }, customize: [StageCustomization.append('release', Instruction.arg('ONLY_BUILT', 'x'))] } }));
  const [, seen] = /^#\d+ [\d.]+ (\{"uid".*\})$/m.exec(result.log)!;

  expect(JSON.parse(seen)).toMatchObject({ uid: 1000, gid: 1000, home: '/home/node', cwd: '/app' });
  expect(JSON.parse(seen).env.filter((name: string) => /MINE|NODE_ENV/.test(name))).toEqual(['MINE', 'NODE_ENV']);
  expect(JSON.parse(seen).env.filter((name: string) => /ONLY_BUILT|GATE_ON_FAILURE|TARGETARCH/.test(name))).toEqual([]);
  expect(result.log).toContain('written');
  expect(said(result)).toContain('ended with 0');
});

test('a failure that is recorded comes out with its report, and gives no image', () => {
  const context = contextFor({ server: 'require("express")' });
  const output = temporaryDirectory();

  expect(build(context, { target: 'test-report', args: { GATE_ON_FAILURE: 'record' }, output }).ok).toBe(true);
  expect(fs.readFileSync(path.join(output, 'start', 'exit-code'), 'utf8')).toBe('1\n');
  expect(fs.readFileSync(path.join(output, 'start', 'junit.xml'), 'utf8')).toMatch(/<testsuite name="start" tests="1" failures="1"[^]*the module &quot;express&quot; is not in the image/);
  expect(fs.readFileSync(path.join(output, 'start', 'log'), 'utf8')).toContain('Cannot find module \'express\'');
  const result = build(context, { args: { GATE_ON_FAILURE: 'record' } });
  expect(result.ok).toBe(false);
  expect(result.log).toContain('"/passed/start": not found');
});

describe('a handler of Lambda', () => {
  /** Does what the entry point of Lambda's base image does: loads the handler, and asks for an event or reports why not. */
  const BOOTSTRAP = `#!/usr/local/bin/node
const api = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime';
const [file, name] = process.argv[2].split('.');
(async () => {
  try {
    const handler = require(process.cwd() + '/' + file)[name];
    if (!handler) throw Object.assign(new Error(process.argv[2] + ' is undefined or not exported'), { name: 'Runtime.HandlerNotFound' });
  } catch (error) {
    await fetch(api + '/init/error', { method: 'POST', body: JSON.stringify({ errorType: 'Runtime.ImportModuleError', errorMessage: 'Error: ' + error.message, stackTrace: [] }) });
    process.exit(1);
  }
  await fetch(api + '/invocation/next');
})();
`;
  const handler = (text: string) => contextFor({
    server: '',
    files: { 'lambda-entrypoint.sh': BOOTSTRAP, 'index.js': NEW + text },
    options: {
      entrypoint: ['/lambda-entrypoint.sh'], command: ['index.handler'], init: false, releaseFiles: ['index.js'], healthCheck: HealthCheck.none(),
      customize: [StageCustomization.append('release', Instruction.copy(['app/lambda-entrypoint.sh'], '/lambda-entrypoint.sh', { chmod: '755' }))],
    },
  });

  test('is loaded', () => {
    const result = build(handler('exports.handler = async () => 1;'));

    expect(said(result)).toContain('the handler is loaded');
    expect(result.ok).toBe(true);
  });

  test('that writes where Lambda lets nothing be written is told so', () => {
    const result = build(handler('require("fs").writeFileSync(require("os").homedir() + "/a", ""); exports.handler = async () => 1;'));

    expect(said(result)).toMatch(/warning: it writes below \/home\/node, and in Lambda nothing but \/tmp can be written/);
  });

  test('that lacks a module is no image', () => {
    const result = build(handler('require("aws-xray-sdk"); exports.handler = async () => 1;'));

    expect(said(result)).toMatch(/failed: .*the module "aws-xray-sdk" is not in the image/);
    expect(result.ok).toBe(false);
  });
});

test('the image is what was started, and no byte more', () => {
  const [gated, other] = [StartGate.environment({}), StartGate.none()].map(startGate => built(contextFor({ server: `${SERVES}.listen(8080)`, options: { startGate } })));

  expect(filesOf(gated)).toEqual(filesOf(other));
  expect(bytesAbove(RUNTIME, gated)).toBe(bytesAbove(RUNTIME, other));
});
