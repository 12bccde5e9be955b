import { ChildProcess, spawn } from 'child_process';
import { programText } from '../../../lib/programs/program-text';
import { Prefix } from '../../../lib/programs/static/prefix';
import { Site } from '../../../lib/programs/static/site';
import { directoryWith } from '../../temporary';
import { ask } from './ask';

const page = (...assets: string[]) => `<!doctype html>${assets.map(each => each.endsWith('.css') ? `<link rel="stylesheet" href="${each}">` : `<script src="${each}"></script>`).join('')}`;
const prefixOf = (files: Record<string, string>) => Prefix.of(new Site(directoryWith(files)))?.path;

test.each<[string, Record<string, string>, string | undefined]>([
  ['a site that was built for /', { 'index.html': page('/assets/a.js'), 'assets/a.js': '' }, undefined],
  ['one that names its files relative to its page', { 'index.html': page('./assets/a.js', 'b.css'), 'assets/a.js': '', 'b.css': '' }, undefined],
  ['one for another path', { 'index.html': page('/dashboard/assets/a.js'), 'assets/a.js': '' }, '/dashboard/'],
  ['one for a path of several parts', { 'index.html': page('/team/docs/assets/a.css'), 'assets/a.css': '' }, '/team/docs/'],
  ['one for a path that ends with two slashes', { 'index.html': page('/blog//a.css'), 'a.css': '' }, '/blog/'],
  ['one for a path with other letters', { 'index.html': page('/caf%C3%A9/a.js'), 'a.js': '' }, '/caf\u00e9/'],
  ['one that says so by its base', { 'index.html': `<base href="/ui/">${page('main.js')}`, 'main.js': '' }, '/ui/'],
  ['one whose first page loads nothing', { 'index.html': '<meta http-equiv="refresh" content="0; url=/docs/en/">', 'en/index.html': page('/docs/a.js'), 'a.js': '' }, '/docs/'],
  ['one that loads from elsewhere as well', { 'index.html': page('https://cdn.example.com/x/a.js', '//cdn.example.com/x/a.js', '/x/b.js'), 'a.js': '', 'b.js': '' }, '/x/'],
  ['one that names what is not there', { 'index.html': page('/env/config.js'), 'a.js': '' }, undefined],
  ['one that another service has a file of', { 'index.html': page('/a.js', '/shared/b.js'), 'a.js': '', 'b.js': '' }, '/shared/'],
  ['a page that names relative to itself what lies elsewhere', { 'index.html': '', 'about/index.html': page('a.js'), 'a.js': '' }, undefined],
])('%s', (_, files, prefix) => {
  expect(prefixOf(files)).toBe(prefix);
});

describe('a site that its pages ask for below a path', () => {
  let server: ChildProcess;
  let port: number;
  let said = '';
  const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

  beforeAll(async () => {
    const directory = directoryWith({
      'static.mjs': programText('static'), 'site/index.html': page('/dashboard/assets/a.js'), 'site/assets/a.js': 'run()', 'site/about.html': 'about', 'site/dashboard/own.txt': 'own',
    });
    server = spawn(process.execPath, ['static.mjs', 'site'], { cwd: directory, env: { PORT: '0' }, stdio: ['ignore', 'pipe', 'inherit'] });
    port = await new Promise(resolve => server.stdout!.on('data', data => {
      said += data;
      resolve(Number(/port (\d+)/.exec(said)![1]));
    }));
  });

  afterAll(() => server.kill('SIGKILL'));

  test('is told', () => {
    expect(said).toMatch(/^serving \S+ on port \d+ below \/dashboard\/, where its pages have their scripts and styles\n$/);
  });

  test.each([
    ['/dashboard/', 200], ['/dashboard/assets/a.js', 200], ['/dashboard/about', 200], ['/dashboard/some/page', 200], ['/dashboard/assets/none.js', 404],
    // a proxy may have taken the path off, and a health check follows nothing
    ['/', 200], ['/assets/a.js', 200], ['/dashboard/own.txt', 200], ['/none.js', 404],
  ])('%s answers with %i', async (target, status) => {
    expect((await ask(port, target)).status).toBe(status);
  });

  test.each([
    ['/', '/dashboard/'], ['/about?a=1', '/dashboard/about?a=1'], ['/dashboard', '/dashboard/'], ['/dashboard?a=1', '/dashboard/?a=1'], ['//example', '/dashboard//example'],
  ])('a browser is led from %s to %s', async (target, location) => {
    const { status, headers } = await ask(port, target, browser);
    expect([status, headers.location, headers.vary]).toEqual([302, location, 'accept']);
  });

  test.each(['/assets/a.js', '/dashboard/', '/dashboard/about', '/dashboard/some/page'])('a browser has %s as it is', async target => {
    expect((await ask(port, target, browser)).status).toBe(200);
  });

  test('a browser behind a proxy that says what it took off is not led in a circle', async () => {
    expect((await ask(port, '/', { ...browser, 'x-forwarded-prefix': '/dashboard' })).status).toBe(200);
  });
});

test('a site with something at the top leads nobody away, and has the rest below the path', async () => {
  const site = new Site(directoryWith({ 'index.html': page('/a.js', '/shared/b.js'), 'a.js': '', 'b.js': '' }));
  expect(Prefix.of(site)!.leads('/')).toBeUndefined();
  expect(Prefix.of(site)!.inside('/shared/b.js')).toBe('/b.js');
});
