import * as fs from 'fs';
import * as path from 'path';
import { parse } from 'yaml';
import { EXAMPLES } from '../golden/examples';
import { temporaryDirectory } from '../temporary';
import { cdkNodejsImage } from './command-line';

const APPS = path.join(__dirname, '..', 'compat', 'apps');

test('mounts the sources, keeps what is installed, and starts again what changes', async () => {
  const { code, out } = await cdkNodejsImage(['compose', EXAMPLES['two-stage-demo'].directory]);

  expect(code).toBe(0);
  const { services } = parse(out);
  expect(services['two-stage-demo']).toMatchObject({
    working_dir: '/app',
    command: ['node', '--watch', 'src/server.js'],
    ports: ['127.0.0.1:8080:8080'],
    volumes: ['.:/app', '/app/node_modules'],
  });
  // docker compose takes "$$" for "$"
  expect(services['two-stage-demo'].build.dockerfile_inline).toContain('FROM $${NODE_BUILD_IMAGE:-');
  expect(services['two-stage-demo'].build.dockerfile_inline).not.toMatch(/gate|COPY \.\/ /);
});

test('of a package of a monorepo it has the directories of all packages, and the program that installing runs', async () => {
  const root = path.join(temporaryDirectory(), 'project');
  fs.cpSync(path.join(APPS, 'workspaces-npm'), root, { recursive: true });
  const { code, out } = await cdkNodejsImage(['compose', '--write', path.join(root, 'packages/api')]);

  expect(code).toBe(0);
  expect(out.trim().split('\n').map(file => path.relative(root, file))).toEqual(['compose.yaml', 'Dockerfile.d/workspace.mjs']);
  const { api } = parse(fs.readFileSync(path.join(root, 'compose.yaml'), 'utf8')).services;
  expect(api.working_dir).toBe('/app/packages/api');
  expect(api.volumes).toEqual(expect.arrayContaining(['.:/app', '/app/node_modules', '/app/packages/shared/node_modules']));
  expect(fs.existsSync(path.join(root, 'Dockerfile.d', 'workspace.mjs'))).toBe(true);

  const again = await cdkNodejsImage(['compose', '--write', path.join(root, 'packages/api')]);
  expect(again.code).toBe(2);
  expect(again.err).toContain('is there already');
});

test('what is built wants the script that runs it in development', async () => {
  const { code, err } = await cdkNodejsImage(['compose', EXAMPLES.yarn.directory]);
  expect(code).toBe(2);
  expect(err.replace(/\s+/g, ' ')).toContain('say by --script which script runs it in development');

  const { out } = await cdkNodejsImage(['compose', '--script', 'test', EXAMPLES.yarn.directory]);
  expect(parse(out).services['yarn-example'].command).toEqual(['yarn', 'run', 'test']);
  expect((await cdkNodejsImage(['compose', '--script', 'tst', EXAMPLES.yarn.directory])).err).toContain('there is no script "tst"');
});

test('without node_modules there is nothing to mount sources beside', async () => {
  const { code, err } = await cdkNodejsImage(['compose', path.join(APPS, 'yarn-berry-pnp')]);

  expect(code).toBe(2);
  expect(err).toContain('installs into no node_modules');
});
