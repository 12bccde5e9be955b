import { readdirSync, readFileSync } from 'fs';
import { join, resolve } from 'path';

const ROOT = resolve(__dirname, '..', '..');
const configuration = readFileSync(join(ROOT, 'site', '.vitepress', 'config.mts'), 'utf-8');
const pages = readdirSync(join(ROOT, 'docs')).filter(name => name.endsWith('.md')).map(name => `docs/${name.replace(/\.md$/, '')}`);

test.each(pages)('%s stands in the navigation of the site', page => {
  expect(configuration).toContain(`'${page}'`);
});
