import * as fs from 'fs';
import * as path from 'path';
import * as fc from 'fast-check';
import { NodejsProject } from '../../lib/project';
import { ProjectError } from '../../lib/project/model/project-error';
import { holds } from '../property';
import { projectDirectory } from './project-directory';

const name = fc.constantFrom('start', 'build', 'test', 'prestart', 'poststart', 'prepare', 'postinstall', 'install', 'preinstall', 'compile', 'a', 'a:b', '__proto__', 'constructor', '-x', '');
const directory = fc.constantFrom('client', 'server', '.', '..', '../x', 'a b', '/', 'dist');
const program = fc.oneof(
  fc.constantFrom('node server.js', 'node dist/index.js', 'tsx src/index.ts', 'fastify start -l info', 'serve -l 1 dist', 'node dist/a.js', 'node .', 'node -r x/y -e 1', 'tsc', 'tsc -b', 'tsc -p client', 'vite build', 'next start', 'nest build', 'husky', 'patch-package',
    'npx prisma generate', 'npm rebuild', 'node-gyp rebuild', 'prisma generate --schema client', 'npm i', 'npm ci --prefix client', 'yarn', 'yarn --cwd client', 'cross-env A=1', 'cross-env A=1 node x', 'exec', 'set A=1', 'export A=1', 'true', 'exit 1',
    'run-s a:*', 'concurrently "npm:a*" "npm start"', 'dotenv -- node x', 'echo "no test specified"', 'A=1', 'PORT=80 node a', 'turbo run start --filter=client', 'turbo run start', 'npm start -w client', 'npm run a --workspace=@a/b', 'yarn workspace a start', 'nx serve a', 'nx build a', 'nx run-many -t build', 'lerna run start --scope=a', 'node --env-file=.env a.js', 'npm exec -- x', 'node --run a'),
  fc.tuple(fc.constantFrom('npm run', 'yarn', 'npm run -s', 'yarn run', 'npm --prefix client run', 'cd', 'node', 'tsc --outDir', 'swc -d', 'nodemon'), fc.oneof(name, directory)).map(words => words.join(' ')),
  fc.string({ maxLength: 8 }),
);
const script = fc.array(fc.tuple(program, fc.constantFrom(' && ', ' || ', '; ', ' | ', ' & ', '\n', ' ', ' && (', ') && ')), { minLength: 1, maxLength: 4 })
  .map(parts => parts.map(([text, operator], index) => index === parts.length - 1 ? text : text + operator).join(''));

const rarely = <T>(usual: fc.Arbitrary<T>, rare: fc.Arbitrary<T>) => fc.oneof({ weight: 30, arbitrary: usual }, { weight: 1, arbitrary: rare });
const range = rarely(
  fc.constantFrom('>=18', '22.x', '22', 'v22', '22.1.0', 'lts/*', '*', '', '18 || 22', 'file:client', 'link:dist', 'git+ssh://x'),
  fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom('0.12', 'lts/iron', 'file:../a', 'workspace:*', 'workspace:../server', 'catalog:', 'portal:client', 'patch:x@npm%3A1.0.0#~/patches/a.patch')),
);
const version = rarely(fc.constantFrom('>=18', '22.x', '22', 'v22', '22.1.0\n', 'lts/*', '*', '', '18 || 22', '# none'), range);
const oddly = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 150, arbitrary }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 1 }) as fc.Arbitrary<unknown> });
const dependencies = oddly(fc.dictionary(fc.constantFrom('express', 'next', 'nx', 'husky', 'nodemon', 'x', '@a/b', '__proto__', 'typescript', '@prisma/client', 'puppeteer', 'bcrypt'), oddly(range), { maxKeys: 3 }));
const manager = rarely(fc.constant('npm@11.6.0'), fc.oneof(fc.constantFrom('yarn@1.22.22', 'yarn@4.1.0', 'yarn@3.8.7', 'pnpm@9.0.0+sha512.a', 'bun@1.3.0', 'npm', 'x@1.0.0'), fc.string({ maxLength: 6 })));
const engine = fc.record({ name: rarely(fc.constantFrom('npm', 'node', 'x'), fc.constantFrom('yarn', 'bun')), version }, { requiredKeys: [] });

const manifest = oddly(fc.record({
  name: oddly(fc.string()),
  version: oddly(fc.string()),
  main: oddly(fc.oneof(directory, fc.constantFrom('server.js', 'dist/index.js', 'lib/', './'))),
  bin: fc.jsonValue({ maxDepth: 1 }),
  workspaces: rarely(fc.constantFrom<unknown>(undefined, undefined, ['client', 'server'], ['*', '!server'], { packages: ['**', '!server'] }), fc.jsonValue({ maxDepth: 1 })),
  prisma: oddly(fc.record({ schema: directory })),
  allowScripts: oddly(fc.dictionary(fc.constantFrom('bcrypt', 'x@1'), oddly(fc.boolean()), { maxKeys: 2 })),
  scripts: oddly(fc.dictionary(name, oddly(script), { maxKeys: 6 })),
  dependencies, devDependencies: dependencies, optionalDependencies: dependencies,
  engines: oddly(fc.dictionary(fc.constantFrom('node', 'npm', 'yarn'), oddly(version), { maxKeys: 2 })),
  volta: oddly(fc.oneof(
    fc.dictionary(fc.constantFrom('node', 'yarn', 'npm', 'extends'), oddly(version), { maxKeys: 2 }),
    fc.record({ extends: fc.constantFrom('package.json', './client/package.json', 'tsconfig.json', '../x.json', '/') }),
  )),
  packageManager: oddly(manager),
  devEngines: oddly(fc.record({ runtime: oddly(engine), packageManager: oddly(fc.array(engine, { maxLength: 2 })) }, { requiredKeys: [] })),
}, { requiredKeys: [] }));

const json = (value: fc.Arbitrary<unknown>) => fc.oneof(
  { weight: 100, arbitrary: value.map(content => JSON.stringify(content) ?? '') },
  { weight: 1, arbitrary: value.map(content => `\ufeff${JSON.stringify(content)}`) },
  { weight: 1, arbitrary: value.map(content => (JSON.stringify(content) ?? '').slice(0, -1)) },
  { weight: 1, arbitrary: fc.string() },
);
const entry = oddly(fc.record({
  name: oddly(fc.constantFrom('bcrypt', 'x')), version: oddly(fc.oneof(fc.string(), fc.constantFrom('5.1.1', '6.0.0'))),
  dependencies: oddly(fc.dictionary(fc.constantFrom('nan', 'x'), oddly(range), { maxKeys: 2 })), resolved: oddly(fc.string()), link: fc.boolean(), dev: fc.boolean(), hasInstallScript: fc.boolean(),
  bin: oddly(fc.dictionary(fc.constantFrom('next', 'x'), oddly(fc.constantFrom('a.js', './b', '../c')), { maxKeys: 2 })), os: oddly(fc.array(fc.string())),
}, { requiredKeys: [] }));
const lock = oddly(fc.record({
  lockfileVersion: oddly(fc.constantFrom(1, 2, 3)),
  packages: oddly(fc.dictionary(fc.constantFrom('', 'node_modules/next', 'node_modules/@a/b', 'node_modules/bcrypt', 'client'), entry, { maxKeys: 3 })),
  dependencies: oddly(fc.dictionary(fc.string(), entry, { maxKeys: 2 })),
}, { requiredKeys: ['lockfileVersion'] }));
const tsconfig = oddly(fc.record({
  extends: oddly(fc.constantFrom('./tsconfig.json', './client/tsconfig.json', 'x')),
  references: oddly(fc.array(oddly(fc.record({ path: directory })), { maxLength: 2 })),
  files: oddly(fc.constant([])),
  compilerOptions: oddly(fc.record({ outDir: oddly(directory), outFile: oddly(directory), noEmit: oddly(fc.boolean()) }, { requiredKeys: [] })),
}, { requiredKeys: [] }));

const tasks = oddly(fc.dictionary(fc.constantFrom('test', 'build', 'start'), oddly(fc.record({ dependsOn: oddly(fc.constantFrom(['build'], ['^build'], 'build')) })), { maxKeys: 2 }));
const nxProject = oddly(fc.record({
  name: oddly(fc.constantFrom('a', 'client')),
  targets: oddly(fc.dictionary(fc.constantFrom('build', 'serve'), oddly(fc.record({
    executor: oddly(fc.constantFrom('@nx/js:tsc', '@nx/esbuild:esbuild', 'nx:run-commands')), outputs: oddly(fc.constantFrom(['{projectRoot}/dist'], ['{options.outputPath}'], ['../x'])),
    options: oddly(fc.record({ outputPath: oddly(directory), main: oddly(fc.constantFrom('src/main.ts', 'main')), format: oddly(fc.constantFrom(['cjs'])) }, { requiredKeys: [] })),
  }, { requiredKeys: [] })), { maxKeys: 2 })),
}, { requiredKeys: [] }));

const source = fc.array(fc.oneof(
  fc.constantFrom('app.listen(', 'serve({', 'Hapi.server({ host: ', 'process.env.PORT', ' || ', ' ?? ', '3000', '\'127.0.0.1\'', '"localhost"', ')', '}', ', ', 'port: ', 'host', 'const { PORT = 80',
    '} = process.env', 'import \'./dist\'', 'require("./client")', 'import "../../x";', 'from "fastify"', 'process.env.HOST ?? "::1"', 'const port = 1;', '/', '`${'),
  fc.string({ maxLength: 6 }),
), { maxLength: 12 }).map(parts => parts.join(''));
const text = (...usual: string[]) => rarely(fc.constantFrom(...usual), fc.string());
const often = (content: fc.Arbitrary<string>) => fc.option(content, { nil: undefined, freq: 2 });
const seldom = (content: fc.Arbitrary<string>) => rarely(fc.constant(undefined), content);
const file = often(fc.constant(''));
const files = fc.record({
  'package.json': json(manifest),
  'client/package.json': often(json(manifest)),
  'server/package.json': often(json(manifest)),
  'package-lock.json': often(json(lock)),
  'npm-shrinkwrap.json': seldom(json(lock)),
  'yarn.lock': seldom(text('', '# yarn lockfile v1\n', '__metadata:\n', '<<<<<<< a', 'a@1:\n  version "1"\n', 'a@1:\n  version "1"\n  dependencies:\n    nan "2"\n', '  dependencies:\n    nan "2"\n',
    '__metadata:\n  version: 8\n\n"a@npm:1":\n  version: 1\n  dependencies:\n    node-gyp: "npm:1"\n')),
  'pnpm-lock.yaml': seldom(text('lockfileVersion: \'9.0\'\n\npackages:\n\n  a@1.0.0:\n    resolution: {integrity: x}\n    os: [darwin]\n', 'lockfileVersion: 5.4\n\npackages:\n\n  /@a/b/1.0.0_x:\n    requiresBuild: true\n',
    'lockfileVersion: \'9.0\'\nimporters:\n  .: {}\n  client:\n    dependencies:\n      x:\n        version: 1\n')),
  'pnpm-workspace.yaml': seldom(text('packages: [client, server]', 'packages: ["*", "!server"]\ncatalog:\n  x: 1\n', 'packages:', 'patchedDependencies: {x: patches/a.patch}', 'onlyBuiltDependencies: [x]')),
  '.yarnrc.yml': seldom(text('nodeLinker: node-modules', 'npmAuthToken: ${A}', 'yarnPath: .yarn/releases/yarn-3.1.1.cjs', 'npmAuthToken: x')),
  'bunfig.toml': seldom(text('[install]\nregistry = "https://x"', 'token = "$A"', 'token = "x"')),
  'bun.lock': seldom(fc.oneof(
    text('{"lockfileVersion":1,"workspaces":{},"packages":{}}', '{"lockfileVersion":2,"workspaces":{"client":{"dependencies":1}},"packages":[]}'),
    json(fc.record({ lockfileVersion: fc.constant(1), packages: oddly(fc.dictionary(fc.constantFrom('a', '@a/b'), oddly(fc.array(oddly(fc.constantFrom('a@1.0.0', '@a/b')), { maxLength: 3 })), { maxKeys: 2 })) })),
  )),
  'bun.lockb': seldom(text('#!/usr/bin/env bun')),
  '.npmrc': often(rarely(text('//r/:_authToken=${A}', 'ignore-scripts=true', 'cafile=server.js', 'a\nb=c'), fc.constant('_authToken=x'))),
  '.yarnrc': often(text('yarn-path "server.js"', 'yarn-offline-mirror client', 'a b')),
  '.nvmrc': often(version), '.node-version': seldom(version), '.tool-versions': seldom(version.map(line => `nodejs ${line}`)), 'mise.toml': seldom(version.map(line => `[tools]\nnode = "${line}"`)),
  'tsconfig.json': often(json(tsconfig)), 'client/tsconfig.json': often(json(tsconfig)),
  'turbo.json': often(json(oddly(fc.record({ tasks })))), 'nx.json': often(json(oddly(fc.record({ targetDefaults: tasks })))), 'client/project.json': often(json(nxProject)),
  'test/a.test.js': often(fc.constantFrom('', 'require("../dist/index")')),
  '.gitignore': often(text('dist', '/dist/*\n!dist', '*')),
  'server.js': often(source), 'dist/index.js': often(source), 'src/index.ts': often(source), 'patches/a.patch': file, 'binding.gyp': file, 'prisma/schema.prisma': often(text('generator a {\n  provider = "prisma-client-js"\n}\n', 'generator a {')), 'prisma.config.ts': seldom(text('export default { schema: "client" }', 'schema: "../x"')),
});
const links = fc.dictionary(fc.constantFrom('package.json', 'dist', 'loop', 'client', '.npmrc', 'tsconfig.json'), fc.constantFrom('loop', '.', '..', 'nothing', 'package.json', 'client'), { maxKeys: 1 });

test('given any directory, when it is read, then it is a project or one of our errors, and the same the second time', () => {
  const read = (at: string) => {
    try {
      const { facts, warnings, startCommand, workspace } = NodejsProject.fromDirectory(at);
      return JSON.stringify({ facts, warnings, startCommand, workspace });
    } catch (error) {
      if (!(error instanceof ProjectError)) throw error;
      expect(error.message).not.toBe('');
      return error.message;
    }
  };
  let [directories, projects] = [0, 0];
  holds(fc.property(files, links, (content, linked) => {
    directories++;
    // alone in a directory, which a link may lead to
    const around = projectDirectory({ 'package.json': undefined, ...Object.fromEntries(Object.entries(content).map(([file_, text_]) => [`project/${file_}`, text_])) });
    const at = path.join(around, 'project');
    for (const [link, target] of Object.entries(linked)) {
      if (!fs.existsSync(path.join(at, link))) fs.symlinkSync(target, path.join(at, link));
    }
    const first = read(at);
    expect(read(at)).toBe(first);
    const client = path.join(at, 'client');
    if (fs.existsSync(client)) expect(read(client)).toBe(read(client));
    if (first.startsWith('{')) projects++;
    fs.rmSync(around, { recursive: true });
  }), 300);
  // Were all of them refused, the property would say nothing.
  expect(projects).toBeGreaterThan(directories / 10);
});
