// Opens every page of the built site in a browser, at the width of a phone and of a desk, light and dark: no dead link, no dead
// anchor, no error in the console, nothing wider than the screen. `--screenshots DIRECTORY` leaves pictures of the main pages.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const { values: { screenshots } } = parseArgs({ options: { screenshots: { type: 'string' } } });
const DIST = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, 'dist');
const BASE = '/cdk-nodejs-image/';
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml', '.woff2': 'font/woff2', '.png': 'image/png' };
const BROWSERS = [process.env.CHROME_PATH, '/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/chromium-browser'];
const SHOWN = ['', 'README', 'docs/getting-started', 'docs/gates', 'docs/compatibility', 'docs/errors', 'api/classes/NodejsImageAsset'];

/** The file of an address, as GitHub Pages finds it. */
function fileOf(path) {
  const name = decodeURIComponent(path.slice(BASE.length));
  return [name, `${name}.html`, join(name, 'index.html')].map(file => join(DIST, file)).find(file => existsSync(file) && statSync(file).isFile());
}

const server = createServer(({ url }, response) => {
  const { pathname } = new URL(url, 'http://localhost');
  const file = pathname.startsWith(BASE) ? fileOf(pathname) : undefined;
  if (!file) return response.writeHead(404).end();
  response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' }).end(readFileSync(file));
});
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${server.address().port}`;

const pages = readdirSync(DIST, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.html') && name !== '404.html').map(name => name.replace(/(^|(?<=\/))index\.html$|\.html$/, '')).sort();
const executablePath = BROWSERS.find(path => path && existsSync(path));
if (!executablePath) throw new Error(`no Chromium: name one by CHROME_PATH, or install it as one of ${BROWSERS.slice(1).join(', ')}`);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });

const faults = [];
const anchors = new Map();
const links = [];
for (const [width, height, colorScheme] of [[390, 844, 'light'], [1440, 900, 'dark']]) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme });
  const tab = await context.newPage();
  let current = '';
  tab.on('console', message => message.type() === 'error' && faults.push(`${current}: console: ${message.text()}`));
  tab.on('pageerror', error => faults.push(`${current}: ${error.message}`));
  for (const page of pages) {
    current = page || '(landing page)';
    // pictures of elsewhere, such as badges, are not ours to load
    await tab.route(url => !url.href.startsWith(origin), route => route.fulfill({ status: 200, contentType: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"/>' }));
    await tab.goto(origin + BASE + page, { waitUntil: 'load' });
    if (await tab.locator('.diagram').count()) await tab.locator('.diagram svg').first().waitFor();
    const found = await tab.evaluate(() => ({
      wide: document.documentElement.scrollWidth - window.innerWidth,
      ids: [...document.querySelectorAll('[id]')].map(({ id }) => id),
      // The page's own, and what leads to it.
      links: [...document.querySelectorAll('a[href]')].map(({ href }) => href),
    }));
    if (found.wide > 0) faults.push(`${current}: ${found.wide} px wider than ${width}`);
    anchors.set(page, new Set(found.ids));
    links.push(...found.links.map(href => ({ page: current, href })));
    if (screenshots && SHOWN.includes(page)) await tab.screenshot({ path: join(screenshots, `${page.replaceAll('/', '-') || 'landing'}-${width}.png`) });
  }
  await context.close();
}
await browser.close();
server.close();

for (const { page, href } of links.filter(link => link.href.startsWith(origin))) {
  const { pathname, hash } = new URL(href);
  const target = fileOf(pathname) && pathname.slice(BASE.length).replace(/\.html$/, '').replace(/(^|(?<=\/))index$/, '');
  const there = anchors.get(target) ?? anchors.get(`${target}/`);
  if (!there) faults.push(`${page}: nothing at ${pathname}`);
  else if (hash && !there.has(decodeURIComponent(hash.slice(1)))) faults.push(`${page}: no ${hash} at ${pathname}`);
}
// A link to a file of the repository, where it is a file.
const elsewhere = links.filter(({ href }) => /\/cdk-nodejs-image\/blob\/main\//.test(href));
for (const { page, href } of elsewhere) {
  const file = decodeURIComponent(new URL(href).pathname.split('/blob/main/')[1]);
  if (!existsSync(join(DIST, '..', '..', file))) faults.push(`${page}: no file ${file} in the repository`);
}

const distinct = [...new Set(faults)];
console.log([...distinct, `${pages.length} pages, ${links.length} links, ${distinct.length} faults`].join('\n'));
process.exitCode = distinct.length || pages.length < 50 ? 1 : 0;
