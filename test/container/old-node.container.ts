import * as fs from 'fs';
import * as path from 'path';
import { answer, build, cleanUp, contextOf, docker, start, temporaryDirectory } from './engine';
import { SmallApp, smallApp } from './small-app';

const BASE = 'nodejs-image-test:node-12';

/** A change that no build before has seen. */
const NEW = `// ${Date.now()}\n`;

/** The image of a line that is older than the programs of the build: the released binary and the npm that came with it. */
beforeAll(() => {
  const directory = temporaryDirectory();
  fs.writeFileSync(path.join(directory, 'Dockerfile'), `FROM public.ecr.aws/docker/library/node:22-bookworm-slim
WORKDIR /old
RUN npm pack "node-linux-$(node -p process.arch)@12.22.12" npm@6.14.16 \\
 && mkdir node npm && tar -xzf node-linux-*.tgz -C node --strip-components=1 && tar -xzf npm-*.tgz -C npm --strip-components=1 \\
 && rm -r /usr/local/lib/node_modules/npm && mv npm /usr/local/lib/node_modules/npm && mv node/bin/node /usr/local/bin/node && rm -r /old/*
`);
  docker('build', '--quiet', '--tag', BASE, directory);
});

afterAll(() => {
  cleanUp();
  docker('image', 'rm', BASE);
});

/** An application that says which Node.js runs it, and a test that only the old one passes. */
function app(options: SmallApp = {}): SmallApp {
  return {
    scripts: { test: 'node test.js' },
    ...options,
    files: {
      '.nvmrc': '12',
      'test.js': `${NEW}require("assert").strictEqual(process.versions.node.split(".")[0], "12");\n`,
      'server.js': `${NEW}require("http").createServer((_, response) => response.end(process.version)).listen(process.env.PORT || 8080);\n`,
      ...options.files,
    },
  };
}

const buildOf = (options: SmallApp = {}) => build(contextOf(smallApp(app(options))), { args: { NODE_BUILD_IMAGE: BASE, NODE_RUNTIME_IMAGE: BASE } });

test('gates are judged, the release is collected and started, and all that is the project\'s is run by its own Node.js', async () => {
  const { ok, image, log } = buildOf();

  expect(log).toMatch(/\[gate test\] passed/);
  expect(log).toMatch(/\[gate start\] listens on 8080/);
  expect(log).toMatch(/\[gate start\] its health check passes/);
  expect(ok).toBe(true);
  const container = start(image, { ports: [8080] });
  expect((await answer(container, container.url(8080))).body).toBe('v12.22.12');
  expect(docker('run', '--rm', '--entrypoint', 'ls', image, '/')).not.toMatch(/node-of-programs|mjs/);
});

test('a gate that fails and an image that does not start are no release', () => {
  expect(buildOf({ files: { 'test.js': 'process.exit(3);\n' } }).log).toMatch(/\[gate test\] step 1 of 1, .*: failed, exit code 3/);
  const result = buildOf({ files: { 'server.js': 'require("express");\n' } });
  expect(result.log).toMatch(/\[gate start\] failed: .*the module "express" is not in the image/);
  expect(result.ok).toBe(false);
});
