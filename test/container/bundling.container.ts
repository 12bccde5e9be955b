import * as fs from 'fs';
import * as path from 'path';
import { BaseImage, Bundling, Gate, NodejsDockerfileOptions } from '../../lib';
import { answer, build, buildBeside, BuildResult, bytesAbove, cleanUp, contextOf, copyOf, docker, filesOf, start, temporaryDirectory } from './engine';
import { directoryWith } from './small-app';

const APPS = path.join(__dirname, '..', 'compat', 'apps');

afterAll(cleanUp);

/** The files of an application with these dependencies. */
function application(files: Record<string, string>, dependencies: Record<string, string>, manifest: Record<string, unknown> = {}): string {
  return directoryWith({
    'package.json': JSON.stringify({ name: 'bundled', version: '1.0.0', private: true, scripts: { start: 'node server.js' }, dependencies, ...manifest }, undefined, 2),
    ...files,
  });
}

async function built(directory: string, options: NodejsDockerfileOptions = {}): Promise<BuildResult> {
  const result = await buildBeside(() => contextOf(directory, options));
  if (!result.ok) throw new Error(result.log.slice(-6000));
  return result;
}

/** Builds an application as it is and in a bundle, asks both the same, and gives what the bundled one is. */
async function bundledAsBefore(
  directory: string, port: number, paths: readonly string[], options: NodejsDockerfileOptions = {},
): Promise<{ files: string[]; report: any; image: string; bytes: [number, number] }> {
  const plain = await built(directory, options);
  const bundled = await built(directory, { bundling: Bundling.esbuild(), ...options });
  const answers = async ({ image }: BuildResult) => {
    const container = start(image, { ports: [port] });
    const found = [];
    for (const each of paths) found.push(await answer(container, `${container.url(port)}${each}`));
    return found;
  };
  const before = await answers(plain);
  expect(await answers(bundled)).toEqual(before);
  expect(before.map(({ status }) => status)).toEqual(paths.map(() => 200));
  const base = baseOf(contextOf(directory, options));
  return {
    files: filesOf(bundled.image), report: reportOf(directory, { bundling: Bundling.esbuild(), ...options }), image: bundled.image,
    bytes: [bytesAbove(base, plain.image), bytesAbove(base, bundled.image)],
  };
}

function baseOf(context: string): string {
  return /^FROM \$\{NODE_RUNTIME_IMAGE:-(\S+)\}/m.exec(fs.readFileSync(path.join(context, 'Dockerfile'), 'utf8'))![1];
}

/** The report of what was bundled, out of the reports of the gates. */
function reportOf(directory: string, options: NodejsDockerfileOptions): any {
  const output = temporaryDirectory();
  const { ok, log } = build(contextOf(directory, options), { target: 'test-report', output });
  if (!ok) throw new Error(log.slice(-4000));
  return JSON.parse(fs.readFileSync(path.join(output, 'bundling', 'report.json'), 'utf8'));
}

const namesOf = (list: ReadonlyArray<{ readonly name: string }>) => list.map(({ name }) => name).sort();

test('files that packages read beside their code are answered: swagger-ui', async () => {
  const app = application({
    'server.js': [
      'const express = require("express");',
      'const swagger = require("swagger-ui-express");',
      'const path = require("path");',
      'const app = express();',
      'app.use("/docs", swagger.serve, swagger.setup({ openapi: "3.0.0", info: { title: "berths", version: "1" }, paths: {} }));',
      'app.use("/public", express.static(path.join(__dirname, "public")));',
      'app.get("/", (_, response) => response.json({ well: true }));',
      'app.listen(process.env.PORT || 3000);',
    ].join('\n'),
    'public/page.txt': 'a page\n',
  }, { 'express': '5.1.0', 'swagger-ui-express': '5.0.1' });
  const { files, report } = await bundledAsBefore(app, 3000, ['/', '/public/page.txt', '/docs/', '/docs/swagger-ui.css', '/docs/swagger-ui-bundle.js', '/docs/swagger-ui-init.js']);
  expect(files).toContain('app/node_modules/swagger-ui-dist/swagger-ui.css');
  expect([...namesOf(report.bundled), ...namesOf(report.outside)]).toEqual(expect.arrayContaining(['express', 'swagger-ui-dist', 'swagger-ui-express']));
  expect(files).toContain('app/THIRD-PARTY-LICENSES.txt');
});

test('NestJS is bundled, with what it loads by names outside, and a scanner still finds every package', async () => {
  const { files, report, image, bytes: [plain, bundled] } = await bundledAsBefore(path.join(APPS, 'nestjs'), 3000, ['/'], { baseImage: BaseImage.distroless() });
  expect(namesOf(report.bundled)).toEqual(expect.arrayContaining(['@nestjs/common', '@nestjs/core', 'express', 'reflect-metadata', 'rxjs']));
  expect(namesOf(report.outside)).toContain('file-type');
  expect(files.filter(file => /^app\/node_modules\/@nestjs\/core\/./.test(file))).toEqual(['app/node_modules/@nestjs/core/package.json']);
  expect(files.filter(file => file.startsWith('app/dist/') && file.endsWith('.js'))).toEqual(['app/dist/main.js']);
  expect(docker('image', 'inspect', '--format', '{{.Os}}', image)).toBe('linux');
  expect(bundled).toBeLessThan(plain * 0.7);
});

test('native modules stay outside with what they need, and work', async () => {
  const { report } = await bundledAsBefore(path.join(APPS, 'native-bcrypt'), 3000, ['/']);
  expect(report.outside.find(({ name }: { name: string }) => name === 'bcrypt').reason).toContain('native module');
});

test('a thread is started by a file of the application, which stays as it is with what it loads', async () => {
  const app = application({
    'server.js': [
      'const http = require("http"), path = require("path");',
      'const { Worker } = require("worker_threads");',
      'const { own } = require("./lib/own");',
      'http.createServer((_, response) => new Worker(path.join(__dirname, "jobs", "sum.js"), { workerData: [1, 2] })',
      '  .once("message", sum => response.end(own(sum))).once("error", error => response.end(String(error)))).listen(3000);',
    ].join('\n'),
    'jobs/sum.js': 'const { parentPort, workerData } = require("worker_threads");\nparentPort.postMessage(require("leven")("ab", "abc") + require("../lib/add").add(...workerData));\n',
    'lib/add.js': 'exports.add = (a, b) => a + b;\n',
    'lib/own.js': 'const camelcase = require("camelcase");\nexports.own = sum => camelcase(`sum-is-${sum}`);\n',
  }, { leven: '3.1.0', camelcase: '6.3.0' });
  const { files, report } = await bundledAsBefore(app, 3000, ['/']);
  expect(namesOf(report.bundled)).toEqual(['camelcase']);
  expect(namesOf(report.outside)).toEqual(['leven']);
  expect(files.filter(file => /^app\/(lib|jobs)\/.*js$/.test(file)).sort()).toEqual(['app/jobs/sum.js', 'app/lib/add.js']);
});

test('where code computes what it loads nothing is bundled, and the log says which', async () => {
  const app = application({
    'server.js': 'const load = name => require(`./routes/${name}`), all = process.env.ROUTES;\nconst kept = require(all || "leven");\nrequire("http").createServer((_, r) => r.end(load("one")(kept))).listen(3000);\n',
    'routes/one.js': 'module.exports = leven => `distance ${leven("ab", "abc")}`;\n',
  }, { leven: '3.1.0' });
  const { files, report } = await bundledAsBefore(app, 3000, ['/']);
  expect(report.refused).toContain('server.js: it loads what cannot be told: require(all || "leven")');
  expect(files).toContain('app/node_modules/leven/index.js');
});

test('packages of a monorepo are bundled', async () => {
  const { files, report } = await bundledAsBefore(path.join(copyOf(path.join(APPS, 'workspaces-npm')), 'packages', 'api'), 8080, ['/']);
  expect(report.bundles).toHaveLength(1);
  expect(files.some(file => file.startsWith('app/packages/'))).toBe(true);
});

test('an application of ECMAScript modules starts as one, and asks where its files lie', async () => {
  const app = application({
    'server.js': [
      'import { createServer } from "node:http";',
      'import { readFileSync } from "node:fs";',
      'import { dirname, join } from "node:path";',
      'import { fileURLToPath } from "node:url";',
      'import { greet } from "./lib/greet.js";',
      'const here = dirname(fileURLToPath(import.meta.url));',
      'const text = await Promise.resolve(readFileSync(join(here, "texts", "one.txt"), "utf8"));',
      'createServer((_, response) => response.end(text + greet())).listen(3000);',
    ].join('\n'),
    'lib/greet.js': 'import { readFileSync } from "node:fs";\nimport camelcase from "camelcase";\nimport lodash from "lodash";\nexport const greet = () => camelcase("good-day") + lodash.chunk([1, 2, 3], 2).length + readFileSync(new URL("./words.txt", import.meta.url), "utf8");\n',
    'lib/words.txt': 'words\n',
    'texts/one.txt': 'one\n',
  }, { camelcase: '8.0.0', lodash: '4.17.21' }, { type: 'module' });
  const { files, report } = await bundledAsBefore(app, 3000, ['/']);
  expect(namesOf(report.bundled)).toContain('camelcase');
  expect(files).not.toContain('app/lib/greet.js');
});

test('a file of "entries" shares the bundle, and one that is not there is an error', async () => {
  const app = application({
    'server.js': 'require("http").createServer((_, r) => r.end(require("leven")("ab", "abc").toString())).listen(3000);\n',
    'migrate.js': 'console.log(`migrated ${require("leven")("a", "b")} in ${require("path").basename(__filename)}`);\n',
  }, { leven: '3.1.0' });
  const { image } = await built(app, { bundling: Bundling.esbuild({ entries: ['migrate.js'], sourceMaps: true }) });
  expect(filesOf(image)).toEqual(expect.arrayContaining(['app/migrate.js', 'app/server.js', 'app/server.bundle.cjs', 'app/server.bundle.cjs.map']));
  expect(filesOf(image)).not.toContain('app/node_modules/leven/index.js');
  expect(docker('run', '--rm', image, 'node', 'migrate.js')).toBe('migrated 1 in migrate.js');
  const wrong = await buildBeside(() => contextOf(app, { bundling: Bundling.esbuild({ entries: ['migrat.js'] }) }));
  expect(wrong.ok).toBe(false);
  expect(wrong.log).toContain('"entries" of bundling names migrat.js');
});

test('a gate on the bundle runs on what the image has, and fails it', async () => {
  const app = application({
    'server.js': 'const { own } = require("./lib/own");\nrequire("http").createServer((_, r) => r.end(own(1))).listen(3000);\n',
    'lib/own.js': 'const camelcase = require("camelcase");\nexports.own = sum => camelcase(`sum-is-${sum}`);\n',
  }, { camelcase: '6.3.0' });
  const looks = 'const fs = require("fs"); if (fs.existsSync("lib/own.js") || !fs.readFileSync("server.js", "utf8").includes("sum-is-")) process.exit(3);';
  const gates = (bundled: boolean) => [Gate.command(['node', '-e', looks], { name: 'looks', bundled })];

  expect((await built(app, { bundling: Bundling.esbuild(), gates: gates(true) })).ok).toBe(true);
  const { ok, log } = build(contextOf(app, { bundling: Bundling.esbuild(), gates: gates(false) }));
  expect(ok).toBe(false);
  expect(log).toContain('exit code 3');
});
