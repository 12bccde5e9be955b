import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, posix, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type DefaultTheme } from 'vitepress';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
const REPOSITORY = 'https://github.com/cdk-nodejs-image/cdk-nodejs-image';
const { description } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

/** Pages by what they are for; a page that stands in none is an error, so that none is forgotten. */
const TASKS: { readonly [title: string]: readonly string[] } = {
  'Getting started': ['README', 'docs/getting-started', 'docs/cli', 'docs/troubleshooting', 'docs/faq'],
  'The image': ['docs/gates', 'docs/image', 'docs/package-managers', 'docs/compatibility', 'docs/apple-silicon', 'docs/pull-through-cache'],
  'Delivery': ['docs/delivery', 'docs/lambda', 'docs/watch', 'docs/github-actions', 'docs/first-deployment'],
  'The pipeline': ['docs/pipeline', 'docs/monorepo', 'docs/promotion', 'docs/signing', 'docs/admission'],
  'Operations': ['docs/security', 'docs/compliance', 'docs/organisation', 'docs/cost', 'docs/benchmarks', 'docs/versions', 'SECURITY'],
  'Examples': ['docs/lets-chat', 'docs/two-stage-demo', 'docs/yarn', 'docs/telescope'],
  'Migration': ['docs/migration/README', ...pagesOf('docs/migration')],
  'Reference': ['docs/errors', 'ARCHITECTURE', 'CONTRIBUTING'],
};

function pagesOf(directory: string): string[] {
  return readdirSync(join(ROOT, directory)).filter(name => name.endsWith('.md') && name !== 'README.md').map(name => `${directory}/${name.slice(0, -'.md'.length)}`).sort();
}

function titleOf(page: string): string {
  const [, title] = /^# (.*)$/m.exec(readFileSync(join(ROOT, `${page}.md`), 'utf8')) ?? [];
  if (title === undefined) throw new Error(`${page}.md has no title`);
  return title.replaceAll('`', '');
}

/** The address of a page: that of its file, but for the README of a folder, which is the folder itself. */
const addressOf = (page: string) => `/${page.replace(/(?<=\/)README$/, '')}`;

function itemsOf(pages: readonly string[]): DefaultTheme.SidebarItem[] {
  return pages.map(page => ({ text: page === 'README' ? 'Overview' : titleOf(page), link: addressOf(page) }));
}

const decisions = ['docs/decisions/README', ...pagesOf('docs/decisions')];
const api = join(ROOT, 'site', 'api', 'typedoc-sidebar.json');
const sidebar: DefaultTheme.SidebarItem[] = [
  ...Object.entries(TASKS).map(([text, pages]) => ({ text, collapsed: !['Getting started', 'The image', 'Delivery'].includes(text), items: itemsOf(pages) })),
  ...existsSync(api) ? [{ text: 'API', collapsed: true, items: JSON.parse(readFileSync(api, 'utf8').replaceAll('/site/api/', '/api/').replaceAll('.md"', '"')) }] : [],
  { text: 'Decisions', collapsed: true, items: itemsOf(decisions) },
];

const known = new Set([...Object.values(TASKS).flat(), ...decisions]);
const forgotten = pagesOf('docs').filter(page => !known.has(page));
if (forgotten.length) throw new Error(`${forgotten.join(', ')} stand in no part of the navigation: add them to TASKS in site/.vitepress/config.mts`);

/** Anchors as GitHub makes them: the same links work on both. */
const slugify = (heading: string) => heading.toLowerCase().replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '').replaceAll(' ', '-');

/** What a link of the repository leads to on the site: a page of it, or the file on GitHub. */
function linkOf(href: string, page: string): string {
  if (/^([a-z]+:|#|\/)/.test(href)) return href;
  const [file, anchor] = href.split('#');
  const target = posix.join(posix.dirname(page), decodeURI(file));
  if (!target.endsWith('.md') || !(known.has(target.slice(0, -'.md'.length)) || target.startsWith('site/api/'))) return `${REPOSITORY}/blob/main/${target}`;
  return anchor === undefined ? addressOf(target.slice(0, -'.md'.length)) : `${addressOf(target.slice(0, -'.md'.length))}#${anchor}`;
}

export default defineConfig({
  title: 'cdk-nodejs-image',
  description,
  lang: 'en',
  base: '/cdk-nodejs-image/',
  cleanUrls: true,
  srcDir: '..',
  outDir: 'dist',
  cacheDir: '.cache',
  // The pages are the files of the repository; the landing page and the reference are made here.
  srcExclude: ['{.*,bench,bin,cdk.out,coverage,dist,examples,lib,node_modules,projenrc,test}/**', 'API.md', 'site/{dist,node_modules}/**'],
  rewrites: {
    'site/index.md': 'index.md',
    'site/api/:rest*': 'api/:rest*',
    'docs/decisions/README.md': 'docs/decisions/index.md',
    'docs/migration/README.md': 'docs/migration/index.md',
  },
  vite: {
    server: { fs: { allow: [ROOT] } },
    build: { chunkSizeWarningLimit: 2000 },
    plugins: [{
      name: 'vue-of-the-site',
      enforce: 'pre',
      // The pages lie beside this folder, where no node_modules has it; on the server it is Node.js that loads it.
      resolveId(id, importer, { ssr }) {
        if (ssr && /^(vue|mermaid)(\/|$)/.test(id)) return { id, external: true };
        return /^vue(\/|$)/.test(id) && importer?.endsWith('.md') ? this.resolve(id, fileURLToPath(import.meta.url), { skipSelf: true }) : undefined;
      },
    }],
  },
  markdown: {
    anchor: { slugify },
    theme: { light: 'github-light', dark: 'github-dark' },
    config: md => {
      md.core.ruler.push('links-of-the-repository', state => {
        const page = (state.env.path ? relative(ROOT, state.env.path) : state.env.relativePath) as string;
        if (/^(site\/)?api\//.test(page)) return; // its path is the rewritten one
        for (const token of state.tokens.flatMap(({ children }) => children ?? [])) {
          const href = token.attrGet('href');
          if (token.type === 'link_open' && href) token.attrSet('href', linkOf(href, page));
        }
      });
      const fence = md.renderer.rules.fence!;
      md.renderer.rules.fence = (tokens, index, ...rest) => tokens[index].info.trim() === 'mermaid'
        ? `<Diagram source="${encodeURIComponent(tokens[index].content)}" />`
        : fence(tokens, index, ...rest);
    },
  },
  themeConfig: {
    search: { provider: 'local', options: { detailedView: true } },
    outline: [2, 3],
    editLink: { pattern: `${REPOSITORY}/edit/main/:path`, text: 'Edit this page' },
    socialLinks: [{ icon: 'github', link: REPOSITORY }],
    nav: [
      { text: 'Getting started', link: '/docs/getting-started' },
      { text: 'Gates', link: '/docs/gates' },
      { text: 'Migration', link: '/docs/migration/' },
      { text: 'Operations', link: '/docs/security' },
      { text: 'API', link: '/api/' },
      { text: 'Decisions', link: '/docs/decisions/' },
    ],
    sidebar,
    footer: { message: 'Apache-2.0' },
  },
});
