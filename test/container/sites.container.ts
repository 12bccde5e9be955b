import * as fs from 'fs';
import * as path from 'path';
import { NodejsDockerfileOptions } from '../../lib';
import { answer, build, buildBeside, cleanUp, contextOf, copyOf, filesOf, printed, start } from './engine';
import { directoryWith } from './small-app';

afterAll(cleanUp);

const VITE = path.join(__dirname, '..', 'compat', 'apps', 'static-vite');

/** A package named vite without anything in it, whose program runs the build of the project. */
const BUILDER = {
  'tools/vite/package.json': JSON.stringify({ name: 'vite', version: '6.0.0', bin: { vite: 'vite.js' } }),
  'tools/vite/vite.js': '#!/usr/bin/env node\nrequire(process.cwd() + "/build.js");\n',
};

/** A front end whose build writes files into a directory, as a framework would. */
function frontEnd(directory: string, written: Record<string, string>): string {
  const dependencies = { vite: 'file:tools/vite' };
  const made = directoryWith({
    ...BUILDER,
    'package.json': JSON.stringify({ name: 'site', version: '1.0.0', private: true, scripts: { build: 'vite build', start: 'vite preview', test: 'node --test' }, devDependencies: dependencies }),
    'package-lock.json': JSON.stringify({
      name: 'site', version: '1.0.0', lockfileVersion: 3, requires: true,
      packages: {
        '': { name: 'site', version: '1.0.0', devDependencies: dependencies },
        'node_modules/vite': { resolved: 'tools/vite', link: true },
        'tools/vite': { version: '6.0.0', dev: true, bin: { vite: 'vite.js' } },
      },
    }),
    'build.js': `const fs = require("fs"), path = require("path");
for (const [name, text] of Object.entries(${JSON.stringify(written)})) {
  const file = path.join(${JSON.stringify(directory)}, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}
`,
    'site.test.js': 'require("node:test").test("passes", () => {});\n',
  });
  fs.chmodSync(path.join(made, 'tools/vite/vite.js'), 0o755);
  return made;
}

const PAGE = '<!doctype html><script type="module" src="/dashboard/assets/a.js"></script><link rel="stylesheet" href="/dashboard/assets/a.css">';

/** Text that no cache has: what builds print is to be read. */
const UNKNOWN = `/* ${Date.now()} */`;

test('a site is served below the path that its pages name, from where the build wrote it', async () => {
  const result = build(contextOf(frontEnd('www', { 'index.html': PAGE, 'assets/a.js': 'run()', 'assets/a.css': UNKNOWN })));
  if (!result.ok) throw new Error(result.log.slice(-6000));
  expect(result.log).toContain('the site is what the build wrote to www, for there is no index.html in dist; in the image it is dist');
  expect(result.log).toContain('its page /dashboard/ has the scripts and styles that it loads (2)');
  expect(filesOf(result.image).filter(file => /^app\/(dist|www)\/.*[^/]$/.test(file)).sort()).toEqual(['app/dist/assets/a.css', 'app/dist/assets/a.js', 'app/dist/index.html']);

  const container = start(result.image, { ports: [8080] });
  expect(await printed(container, /serving .*/)).toContain('serving /app/dist on port 8080 below /dashboard/');
  expect((await answer(container, `${container.url(8080)}/dashboard/assets/a.js`)).body).toBe('run()');
  expect((await answer(container, `${container.url(8080)}/dashboard/reports/7`)).body).toBe(PAGE);
});

test.each<[string, Record<string, string>, NodejsDockerfileOptions, RegExp]>([
  ['whose scripts are not there', { 'index.html': PAGE }, {}, /failed: its page \/ loads \/dashboard\/assets\/a\.js \(404\), \/dashboard\/assets\/a\.css \(404\), which are not there/],
  ['without a page', { 'a.js': '' }, {}, /the image is to serve dist, and the build wrote no index\.html there nor anywhere else/],
  ['with two of them', { 'en/index.html': PAGE, 'fr/index.html': PAGE }, {}, /but to www\/en, www\/fr: set the prop "buildOutput"/],
])('a site %s is not released', (_, written, options, message) => {
  const { ok, log } = build(contextOf(frontEnd('www', written), options));
  expect(ok).toBe(false);
  expect(log).toMatch(message);
});

test('Vite is built for another path and another directory, and its site is what the gate asks for', async () => {
  const app = copyOf(VITE);
  fs.writeFileSync(path.join(app, 'vite.config.js'), 'export default ({ mode }) => ({ base: "/dashboard/", build: { outDir: mode === "production" ? "out" + "put" : "dev" } });\n');
  fs.appendFileSync(path.join(app, 'src', 'main.js'), `\nconsole.log(${JSON.stringify(UNKNOWN)});\n`);
  const result = await buildBeside(() => contextOf(app));
  if (!result.ok) throw new Error(result.log.slice(-6000));
  expect(result.log).toMatch(/its page \/dashboard\/ has the scripts and styles that it loads \(\d+\)/);
  expect(result.log).toContain('the site is what the build wrote to output');
});
