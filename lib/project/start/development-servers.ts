import { argumentsOf, Invocation, programOf } from '../scripts/invocation';

/** A subcommand in front, whatever is given to it. */
const first = (...commands: string[]) => new RegExp(`^(${commands.join('|')})( |$)`);

/** Anything but a subcommand that serves nothing: without one these programs serve. */
const butFor = (...commands: string[]) => new RegExp(`^(?!(${commands.join('|')})( |$))`);

const SERVE = first('serve', 'server', 's', 'dev');

/**
 * Programs that serve what they compile while they run, for the one who develops, by what they are told then.
 */
const DEVELOPMENT_SERVERS: { readonly [program: string]: RegExp } = {
  'vite': butFor('build', 'optimize'),
  'vitepress': butFor('build', 'init'),
  'vuepress': first('dev', 'serve'),
  'rspress': butFor('build', 'eject'),
  'hexo': first('server', 's'),
  'slidev': butFor('build', 'export', 'export-notes', 'format', 'theme'),
  'storybook': first('dev'),
  'start-storybook': /^/,
  'rsbuild': butFor('build', 'inspect'),
  'rspack': SERVE,
  'webpack': SERVE,
  'webpack-cli': SERVE,
  'webpack-dev-server': /^/,
  'parcel': butFor('build', 'help'),
  'ng': SERVE,
  'react-scripts': first('start'),
  'craco': first('start'),
  'react-app-rewired': first('start'),
  'vue-cli-service': first('serve'),
  'gatsby': first('develop', 'serve'),
  'docusaurus': first('start', 'serve'),
  'eleventy': /(^| )--(serve|watch)( |$)/,
  'astro': first('dev', 'preview'),
  'next': first('dev'),
  'nuxt': first('dev'),
  'nuxi': first('dev'),
  'remix': first('dev', 'vite:dev'),
  'react-router': first('dev'),
  'umi': first('dev', 'start'),
  'max': first('dev', 'start'),
  'dumi': first('dev', 'start'),
  'ember': SERVE,
  'expo': first('start'),
  'quasar': first('dev'),
  'ionic': first('serve'),
  'stencil': /(^| )--serve( |$)/,
  'esbuild': /(^| )--serve(dir)?(=| |$)/,
  'rollup': /(^| )(-w|--watch)( |$)/,
  'gulp': first('serve', 'server', 'watch', 'dev'),
  'live-server': /^/,
  'lite-server': /^/,
  'browser-sync': first('start'),
};

/**
 * True if a program is there for the one who develops: it needs the sources, and often lets nobody else in.
 */
export function isDevelopmentServer(invocation: Invocation): boolean {
  const program = programOf(invocation);
  return program !== undefined && Object.hasOwn(DEVELOPMENT_SERVERS, program) && DEVELOPMENT_SERVERS[program].test(argumentsOf(invocation).join(' '));
}
