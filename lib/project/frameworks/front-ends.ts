import { joinInside } from '../files/relative-path';
import { optionValue } from '../scripts/option-value';
import { isJsonObject } from '../text/json/json-shape';
import { parseJson } from '../text/json/parse-json';
import { FrameworkProject } from './framework';
import { rootOf, staticSite } from './static-site';

/**
 * @see https://vite.dev/guide/static-deploy
 */
export const VITE = staticSite('Vite', ['vite'], {
  config: 'vite.config',
  builds: /^vite build\b/,
  develops: /^vite( (dev|serve)\b| -|$)/,
  previews: /^vite preview\b/,
  output: ({ args, config }) => joinInside(rootOf(args) || config.text('root') || '', optionValue(args, '--outDir') ?? config.text('outDir') ?? 'dist') ?? 'dist',
});

/**
 * @see https://create-react-app.dev/docs/deployment
 */
export const CREATE_REACT_APP = staticSite('Create React App', ['react-scripts'], {
  builds: /^(react-scripts|craco|react-app-rewired) build\b/,
  develops: /^(react-scripts|craco|react-app-rewired) start\b/,
  output: ({ variables }) => variables.BUILD_PATH ?? 'build',
  // https://create-react-app.dev/docs/proxying-api-requests-in-development
  proxy: ({ files }) => ['src/setupProxy.js', 'src/setupProxy.ts'].find(file => files.kind(file) === 'file')
    ?? (hasProxy(files.text('package.json')) ? 'package.json: proxy' : undefined),
});

/**
 * @see https://cli.vuejs.org/config/#outputdir
 */
export const VUE_CLI = staticSite('Vue CLI', ['@vue/cli-service'], {
  config: 'vue.config',
  builds: /^vue-cli-service build\b/,
  develops: /^vue-cli-service serve\b/,
  output: ({ args, config }) => optionValue(args, '--dest') ?? config.text('outputDir') ?? 'dist',
});

/**
 * @see https://www.gatsbyjs.com/docs/reference/gatsby-cli/
 */
export const GATSBY = staticSite('Gatsby', ['gatsby'], {
  config: 'gatsby-config',
  builds: /^gatsby build\b/,
  develops: /^gatsby develop\b/,
  previews: /^gatsby serve\b/,
  output: () => 'public',
});

/**
 * @see https://docusaurus.io/docs/deployment
 */
export const DOCUSAURUS = staticSite('Docusaurus', ['@docusaurus/core'], {
  config: 'docusaurus.config',
  builds: /^docusaurus build\b/,
  develops: /^docusaurus start\b/,
  previews: /^docusaurus serve\b/,
  output: ({ args }) => joinInside(rootOf(args), optionValue(args, '--out-dir') ?? 'build') ?? 'build',
});

/**
 * @see https://www.11ty.dev/docs/config/
 */
export const ELEVENTY = staticSite('Eleventy', ['@11ty/eleventy'], {
  config: () => ['eleventy.config', '.eleventy'],
  onlyBuilt: true,
  builds: /^(eleventy|@11ty\/eleventy)( --(?!serve|watch)|$)/,
  develops: /^(eleventy|@11ty\/eleventy) .*--(serve|watch)\b/,
  output: ({ args, config }) => optionValue(args, '--output') ?? config.text('output') ?? '_site',
});

/**
 * @see https://parceljs.org/features/cli/
 */
export const PARCEL = staticSite('Parcel', ['parcel', 'parcel-bundler'], {
  builds: /^parcel build\b/,
  develops: /^parcel( serve\b| watch\b| [^b]|$)/,
  output: ({ args }) => optionValue(args, '--dist-dir', '--out-dir', '-d') ?? 'dist',
});

/**
 * @see https://rsbuild.rs/guide/basic/cli
 */
export const RSBUILD = staticSite('Rsbuild', ['@rsbuild/core'], {
  onlyBuilt: true,
  yields: true,
  builds: /^rsbuild build\b/,
  develops: /^rsbuild( dev\b| -|$)/,
  previews: /^rsbuild preview\b/,
  output: () => 'dist',
});

/**
 * Webpack, where the project is started by its development server: it builds servers as well.
 *
 * @see https://webpack.js.org/configuration/dev-server/
 */
export const WEBPACK = staticSite('Webpack', ['webpack-dev-server'], {
  onlyBuilt: true,
  yields: true,
  builds: /^webpack(-cli)?( (build|bundle|b)\b| -|$)/,
  develops: /^(webpack(-cli)? (serve|server|s)\b|webpack-dev-server\b)/,
  output: ({ args }) => optionValue(args, '-o', '--output-path') ?? 'dist',
  applies: project => developsWith(project, /^(webpack(-cli)? (serve|server|s)\b|webpack-dev-server\b)/),
});

/**
 * @see https://rspack.rs/api/cli
 */
export const RSPACK = staticSite('Rspack', ['@rspack/cli'], {
  onlyBuilt: true,
  yields: true,
  builds: /^rspack( (build|b)\b| -|$)/,
  develops: /^rspack (serve|server|s|dev)\b/,
  previews: /^rspack (preview|p)\b/,
  output: ({ args }) => optionValue(args, '-o', '--outputPath', '--output-path') ?? 'dist',
  applies: project => developsWith(project, /^rspack (serve|server|s|dev|preview|p)\b/),
});

function developsWith({ startOf }: FrameworkProject, server: RegExp): boolean {
  return startOf(server) !== undefined;
}

function hasProxy(text: string | undefined): boolean {
  const manifest = text === undefined ? undefined : parseJson(text, 'package.json');
  return isJsonObject(manifest) && Object.hasOwn(manifest, 'proxy');
}
