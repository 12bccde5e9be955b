import * as fs from 'fs';
import * as path from 'path';
import { answer, build, built, cleanUp, configOf, contextOf, copyOf, filesOf, start, steps, stop } from './engine';

const APPS = path.join(__dirname, '..', 'compat', 'apps');

/** A monorepo each: api needs shared (built from TypeScript), shared needs util; testkit is for tests, web is another service. */
const MONOREPOS = [
  { name: 'workspaces-npm', scope: 'shop', install: 'npm ci' },
  { name: 'workspaces-yarn-classic', scope: 'stall', install: 'yarn install' },
];

afterAll(() => cleanUp());

describe.each(MONOREPOS)('$name', ({ name, scope, install }) => {
  const root = copyOf(path.join(APPS, name));
  const api = path.join(root, 'packages', 'api');
  const hash = () => path.basename(contextOf(api));
  let image: string;

  beforeAll(() => {
    image = built(contextOf(api));
  });

  test('answers, and ends on SIGTERM', async () => {
    const container = start(image, { ports: [8080] });

    expect((await answer(container, `${container.url(8080)}/`)).body.trim()).toBe(`<p>hello ${scope}, in 2 days</p>`);
    expect((await answer(container, `${container.url(8080)}/health`)).body).toBe('ok');
    expect(stop(container).exitCode).toBe(0);
    expect(configOf(image).WorkingDir).toBe('/app/packages/api');
  });

  test('holds what runs, and nothing of other packages and their dependencies', () => {
    const files = filesOf(image).filter(file => file.startsWith('app/') && !file.endsWith('/'));
    const own = files.filter(file => !file.includes('node_modules/')).sort();
    const modules = new Set(files.filter(file => file.includes('node_modules/')).map(file => file.replace(/^.*node_modules\/((@[^/]+\/)?[^/]+).*$/, '$1')));

    expect(own).toEqual([
      'app/packages/api/package.json', 'app/packages/api/src/server.js', 'app/packages/api/views/page.html',
      'app/packages/shared/dist/index.cjs', 'app/packages/shared/dist/index.d.cts', 'app/packages/shared/package.json',
      'app/packages/util/index.js', 'app/packages/util/package.json', 'app/packages/util/types.d.cts',
    ]);
    expect([...modules].filter(module => !module.startsWith('.')).sort()).toEqual([`@${scope}/api`, `@${scope}/shared`, `@${scope}/util`, 'ms']);
  });

  test('is the same image when another package changes', () => {
    const before = hash();
    fs.appendFileSync(path.join(root, 'packages/web/src/index.js'), '// changed\n');
    fs.writeFileSync(path.join(root, 'packages/web/package.json'), JSON.stringify({ name: `@${scope}/web`, version: '2.0.0' }));

    expect(hash()).toBe(before);
  });

  test('installs nothing again when a source of a package that it needs changes', () => {
    const source = path.join(root, 'packages/shared/src/index.cts');
    fs.writeFileSync(source, fs.readFileSync(source, 'utf8').replace('`hello ${name}', '`hello ${name.trim()}'));

    const result = build(contextOf(api));

    expect(result.image).not.toBe(image);
    expect(result.image).not.toBe('');
    expect(new Set(steps(result.log, install))).toEqual(new Set(['CACHED']));
  });

  test('a broken test stops it', () => {
    const expected = path.join(api, 'test', 'expected.json');
    fs.writeFileSync(expected, fs.readFileSync(expected, 'utf8').replace('"ok"', '"broken"'));

    const result = build(contextOf(api));

    expect(result.ok).toBe(false);
    expect(result.log).toContain('[gate test]');
  });
});
