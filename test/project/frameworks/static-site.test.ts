import { NodejsDockerfile } from '../../../lib';
import { fact, project } from '../project-directory';
import { frameworkProject } from './framework-project';

test.each<[string, string, string, string, Record<string, string>, string]>([
  ['Vite', 'vite', 'vite build', 'vite preview', {}, 'dist'],
  ['Vite', 'vite', 'vite build', 'vite', { 'vite.config.ts': 'export default { build: { outDir: "./site" } }' }, 'site'],
  ['Create React App', 'react-scripts', 'react-scripts build', 'react-scripts start', {}, 'build'],
  ['Vue CLI', '@vue/cli-service', 'vue-cli-service build', 'vue-cli-service serve', {}, 'dist'],
  ['Gatsby', 'gatsby', 'gatsby build', 'gatsby develop', {}, 'public'],
  ['Gatsby', 'gatsby', 'gatsby build', 'gatsby serve', {}, 'public'],
  ['Docusaurus', '@docusaurus/core', 'docusaurus build', 'docusaurus start', {}, 'build'],
  ['Eleventy', '@11ty/eleventy', 'eleventy', 'eleventy --serve', {}, '_site'],
  ['VitePress', 'vitepress', 'vitepress build docs', 'vitepress dev docs', {}, 'docs/.vitepress/dist'],
  ['VitePress', 'vitepress', 'vitepress build', 'vitepress', { '.vitepress/config.mts': 'export default { outDir: "site" }', 'vite.config.ts': 'export default {}' }, 'site'],
  ['VitePress', 'vitepress', 'vitepress build docs --outDir site', 'vitepress preview docs', {}, 'site'],
  ['VitePress', 'vitepress', 'vitepress build docs', 'vitepress preview docs', { 'docs/.vitepress/config.js': 'export default { outDir: "../site" }' }, 'site'],
  ['VuePress', 'vuepress', 'vuepress build docs', 'vuepress dev docs', {}, 'docs/.vuepress/dist'],
  ['VuePress', 'vuepress', 'vuepress build docs --dest public', 'vuepress dev docs', {}, 'public'],
  ['Rspress', '@rspress/core', 'rspress build', 'rspress dev', {}, 'doc_build'],
  ['Rspress', 'rspress', 'rspress build', 'rspress preview', { 'rspress.config.ts': 'export default { outDir: "site" }' }, 'site'],
  ['Hexo', 'hexo', 'hexo generate', 'hexo server', {}, 'public'],
  ['Hexo', 'hexo', 'hexo g', 'hexo s', { '_config.yml': 'title: a\npublic_dir: site\n' }, 'site'],
  ['Slidev', '@slidev/cli', 'slidev build --out site', 'slidev', {}, 'site'],
  ['Storybook', 'storybook', 'storybook build', 'storybook dev -p 6006', {}, 'storybook-static'],
  ['Storybook', '@storybook/react', 'build-storybook -o site', 'start-storybook', { 'vite.config.ts': 'export default {}' }, 'site'],
  ['Rsbuild', '@rsbuild/core', 'rsbuild build', 'rsbuild dev', {}, 'dist'],
  ['Rspack', '@rspack/cli', 'rspack build', 'rspack serve', {}, 'dist'],
  ['Webpack', 'webpack-dev-server', 'webpack --mode production', 'webpack serve --mode development', {}, 'dist'],
  ['Webpack', 'webpack-dev-server', 'webpack build -o site', 'webpack-dev-server --open', {}, 'site'],
  ['Parcel', 'parcel', 'parcel build index.html', 'parcel index.html', {}, 'dist'],
  ['Astro', 'astro', 'astro build', 'astro dev', { 'astro.config.mjs': 'export default {}' }, 'dist'],
  ['Next.js', 'next', 'next build', 'next start', { 'next.config.js': 'module.exports = { output: "export" }' }, 'out'],
  ['React Router', '@react-router/dev', 'react-router build', 'react-router-serve ./build/server/index.js', { 'react-router.config.ts': 'export default { ssr: false }' }, 'build/client'],
  ['SvelteKit', '@sveltejs/kit', 'vite build', 'vite dev', { 'svelte.config.js': 'export default { kit: { adapter: adapter({ pages: "pages" }) } }' }, 'pages'],
  ['Angular', '@angular/core', 'ng build', 'ng serve', { 'angular.json': JSON.stringify({ projects: { a: { projectType: 'application', architect: { build: { builder: '@angular/build:application' } } } } }) }, 'dist/a/browser'],
  ['Angular', '@angular/core', 'ng build', 'ng serve', { 'angular.json': JSON.stringify({ projects: { a: { architect: { build: { builder: '@angular-devkit/build-angular:browser', options: { outputPath: 'www' } } } } } }) }, 'www'],
])('given %s without a server, with the start script %s, when an image is planned, then it serves the files itself', (name, dependency, build, start, files, directory) => {
  const read = frameworkProject([dependency, ...name === 'SvelteKit' ? ['@sveltejs/adapter-static'] : []], { build, start }, files);
  const dockerfile = NodejsDockerfile.fromProject(read).render();

  expect(read).toMatchObject({ framework: name, port: 8080, startCommand: { staticFiles: directory }, needsProductionDependencies: false });
  expect(fact(read, 'startCommand')).toMatchObject({ value: `a server of the files in ${directory}` });
  expect(dockerfile).toContain(`CMD ["node", "/static.mjs", "${directory}"]`);
  expect(dockerfile).toContain('COPY --link image/static.mjs /static.mjs');
  expect(dockerfile).not.toContain('prod-deps');
  expect(dockerfile).toMatch(new RegExp(`FROM build AS gate-site\\n(.*\\n)*.*${directory}/index.html`));
});

test.each<[string, string, string, Record<string, string>, string]>([
  ['vite', 'vite build --outDir www', 'Vite', {}, 'www'],
  ['vite', 'tsc -b && vite build --outDir=dist/client --emptyOutDir', 'Vite', {}, 'dist/client'],
  ['vite', 'vite build client', 'Vite', {}, 'client/dist'],
  ['vite', 'vite build', 'Vite', { 'vite.config.js': 'export default { root: "client", build: { outDir: "../public_dist" } }' }, 'public_dist'],
  ['vite', 'vite build -c vite.web.config.js', 'Vite', { 'vite.web.config.js': 'export default { build: { outDir: "web" } }', 'vite.config.js': 'export default {}' }, 'web'],
  ['react-scripts', 'BUILD_PATH=./www react-scripts build', 'Create React App', {}, 'www'],
  ['@vue/cli-service', 'vue-cli-service build --dest www', 'Vue CLI', {}, 'www'],
  ['parcel', 'parcel build src/index.html --dist-dir out', 'Parcel', {}, 'out'],
  ['@docusaurus/core', 'docusaurus build website --out-dir www', 'Docusaurus', {}, 'website/www'],
  ['astro', 'astro build --outDir www', 'Astro', { 'astro.config.mjs': 'export default {}' }, 'www'],
  ['@11ty/eleventy', 'eleventy --input=src --output=public_html', 'Eleventy', {}, 'public_html'],
  ['@11ty/eleventy', 'eleventy', 'Eleventy', { 'eleventy.config.mjs': 'export default function (config) { return { dir: { input: "src", output: "public_html" } }; }' }, 'public_html'],
  ['@11ty/eleventy', 'npx @11ty/eleventy', 'Eleventy', { '.eleventy.js': 'module.exports = () => ({ dir: { output: "www" } })' }, 'www'],
  ['@angular/core', 'ng build --output-path=www', 'Angular', { 'angular.json': '{"projects":{"a":{"architect":{"build":{"builder":"@angular/build:application"}}}}}' }, 'www/browser'],
])('given %s built by %j, when it is read, then the directory of its site is read from there', (dependency, build, framework, files, directory) => {
  const read = frameworkProject([dependency], { build }, files);
  expect(read).toMatchObject({ framework, startCommand: { staticFiles: directory }, releaseFiles: [{ path: directory }] });
});

const PROXY = 'export default { server: { proxy: { "/api": "http://localhost:4000" } } }';

test.each<[string, string, string, string, Record<string, string>, string | undefined]>([
  ['vite', 'vite build', 'vite', 'a setting', { 'vite.config.js': PROXY }, 'vite.config.js: proxy'],
  ['vite', 'vite build', 'vite preview', 'a setting', { 'vite.config.js': PROXY }, 'vite.config.js: proxy'],
  ['vite', 'vite build', 'node server.js', 'a server', { 'vite.config.js': PROXY, 'server.js': '' }, undefined],
  ['vite', 'vite build', 'vite', 'none', {}, undefined],
  ['react-scripts', 'react-scripts build', 'react-scripts start', 'a file', { 'src/setupProxy.js': '' }, 'src/setupProxy.js'],
])('given %s built by %j and started by %j with %s, when it is read, then it warns of what is not handed on', (dependency, build, start, _, files, place) => {
  const read = frameworkProject([dependency], { build, start }, files);
  expect(read.warnings.filter(({ id }) => id === 'site-without-proxy').map(({ message }) => message.split(' hands')[0])).toEqual(place === undefined ? [] : [place]);
});

test.each<[string, string, boolean]>([
  ['server', 'node server.js', true], ['start:server', 'nodemon server.js', true], ['api', 'node api/none.js', false], ['server', 'json-server db.json', false], ['seed', 'node server.js', false],
])('given the script %s, %j, beside a front end, when it is read, then a server that is left out is told', (name, text, told) => {
  const read = frameworkProject(['vite', 'express', 'nodemon', 'json-server'], { build: 'vite build', start: 'vite', [name]: text }, { 'server.js': 'listen()' });
  expect(read.startCommand?.staticFiles).toBe('dist');
  expect(read.warnings.map(({ id }) => id).includes('site-without-server')).toBe(told);
});

test('given a proxy in package.json of Create React App, when it is read, then it warns of it', () => {
  const manifest = { scripts: { build: 'react-scripts build', start: 'react-scripts start' }, dependencies: { 'react-scripts': '5' }, proxy: 'http://localhost:4000' };
  expect(project({ 'package.json': manifest }).warnings.map(({ message }) => message)).toContainEqual(expect.stringMatching(/^package\.json: proxy hands paths on/));
});

test.each([['ng build admin'], ['ng build --project=admin'], ['ng build --project admin --configuration production']])('given several applications of Angular, when %j builds one, then that is served', build => {
  const application = { projectType: 'application', architect: { build: { builder: '@angular/build:application' } } };
  const read = frameworkProject(['@angular/core'], { build, start: 'ng serve admin' }, { 'angular.json': JSON.stringify({ projects: { shop: application, admin: application } }) });
  expect(read.startCommand?.staticFiles).toBe('dist/admin/browser');
});

test('given another directory by the prop "buildOutput", when it is read, then the site lies there', () => {
  const files = { 'package.json': { scripts: { build: 'vite build && node move.js' }, dependencies: { vite: '*' } } };
  expect(project(files, { buildOutput: ['./www'] })).toMatchObject({ buildOutput: ['www'], startCommand: { staticFiles: 'www' }, releaseFiles: [{ path: 'www' }] });
});

test.each([
  [['vitepress', 'vite'], 'vite build && vitepress build docs', 'Vite'],
  [['storybook', 'next'], 'next build && storybook build', 'Next.js'],
  [['storybook', 'vite'], 'vite build', 'Vite'],
  [['vitepress', 'express'], 'tsc', undefined],
  [['webpack-dev-server', 'express'], 'webpack', undefined],
])('given %j built by %j, when it is read, then what stands beside an application gives way', (dependencies, build, framework) => {
  expect(frameworkProject(dependencies, { build, start: 'node server.js' }, { 'docs/.vitepress/config.js': '', 'server.js': '' }).framework).toBe(framework);
});

test('given the automatic adapter of SvelteKit, when an image is planned, then it is told which adapter to be, with a warning', () => {
  const read = frameworkProject(['@sveltejs/kit', '@sveltejs/adapter-auto'], { build: 'vite build' }, { 'svelte.config.js': 'export default {}' });
  expect(read).toMatchObject({ startCommand: { argv: ['node', 'build'] }, buildEnvironment: { GCP_BUILDPACKS: 'true' } });
  expect(read.warnings.map(({ id }) => id)).toContain('adapter-not-locked');
  expect(NodejsDockerfile.fromProject(read).render()).toContain('FROM source AS build\nENV GCP_BUILDPACKS=true\nRUN npm run build');
});

test('given a server of a dependency, when an image is planned, then that one serves', () => {
  const read = frameworkProject(['vite', 'serve'], { build: 'vite build', start: 'serve -s dist' });
  expect(read.startCommand?.staticFiles).toBeUndefined();
});

test.each([
  ['Astro', ['astro'], 'astro build', { 'astro.config.mjs': 'export default { output: "server", adapter: vercel() }' }, /use the adapter @astrojs\/node.*set the prop command/],
  ['SvelteKit', ['@sveltejs/kit'], 'vite build', { 'svelte.config.js': 'export default {}' }, /use the adapter @sveltejs\/adapter-node.*set the prop command/],
  ['Angular', ['@angular/core'], 'ng build', { 'angular.json': '{"projects":{"a":{},"b":{}}}' }, /several applications.*set the prop command/],
])('given %s that builds a server for something else, when an image is planned, then the error says what to do', (_, dependencies, build, files, message) => {
  expect(() => NodejsDockerfile.fromProject(frameworkProject(dependencies, { build }, files))).toThrow(message);
});

test('given a server beside it, when it is read, then the server is started, with what Vite built', () => {
  const read = frameworkProject(['vite', 'express'], { build: 'vite build', start: 'node server.js' }, { 'server.js': '' });
  expect(read).toMatchObject({ framework: 'Vite', buildOutput: ['dist'], releaseFiles: [], startCommand: { argv: ['node', 'server.js'] } });
});

test('given a package that is declared and not built with, when it is read, then it is no framework', () => {
  expect(frameworkProject(['next', 'vite'], { build: 'tsc', start: 'node a.js' }).framework).toBeUndefined();
});
