import { isDevelopmentDependency, isProductionDependency, Manifest } from '../manifest/manifest';
import { LockfileReading } from '../package-managers/definition/definition';

/**
 * Commands whose package has another name.
 */
const PACKAGES: { readonly [command: string]: string | readonly string[] } = {
  'babel': '@babel/cli',
  'babel-node': '@babel/node',
  'docusaurus': '@docusaurus/core',
  'fastify': 'fastify-cli',
  'functions-framework': '@google-cloud/functions-framework',
  'docsify': 'docsify-cli',
  'medusa': '@medusajs/cli',
  'nest': '@nestjs/cli',
  'ng': '@angular/cli',
  'nuxi': 'nuxt',
  'pm2-docker': 'pm2',
  'pm2-runtime': 'pm2',
  'prism': '@stoplight/prism-cli',
  'react-router': '@react-router/dev',
  'react-router-serve': '@react-router/serve',
  'remix': '@remix-run/dev',
  'remix-serve': '@remix-run/serve',
  'run-p': ['npm-run-all', 'npm-run-all2'],
  'run-s': ['npm-run-all', 'npm-run-all2'],
  'conc': 'concurrently',
  'sequelize': 'sequelize-cli',
  'sirv': 'sirv-cli',
  'strapi': '@strapi/strapi',
  'swc': '@swc/cli',
  'ts-node-esm': 'ts-node',
  'tsc': 'typescript',
  'tsnd': 'ts-node-dev',
  'vue-cli-service': '@vue/cli-service',
  'webpack-dev-server': 'webpack-dev-server',
};

/**
 * Commands that are machine code or a shell script in spite of a name that does not tell.
 */
const NOT_JAVASCRIPT = new Set(['esbuild', 'bun', 'bunx', 'deno', 'biome', 'dprint', 'lefthook']);

/**
 * The files of commands that packages have not moved since their first releases, for package managers that make no links
 * to them and whose lockfiles do not say.
 */
const FILES: { readonly [command: string]: string } = {
  'fastify': 'cli.js',
  'next': 'dist/bin/next',
  'remix-serve': 'dist/cli.js',
};

/**
 * Which dependency brings a command.
 */
export interface DependencyBin {
  readonly package: string;
  /** True if it is there once production dependencies alone are installed. */
  readonly production: boolean;
  /** The JavaScript file it runs, relative to the package that declares the dependency; undefined if it is no JavaScript. */
  readonly file?: string;
}

/**
 * Finds the dependency that brings a command, undefined if none is known to.
 */
export function findBin(command: string, manifest: Manifest, lockfile: LockfileReading | undefined, shellBins = false): DependencyBin | undefined {
  const locked = lockfile?.bins?.get(command);
  if (locked) {
    return { package: locked.package, production: true, file: isJavaScript(command, locked.file) ? locked.file : undefined };
  }
  const names = [Object.hasOwn(PACKAGES, command) ? PACKAGES[command] : command].flat();
  // Node.js follows the link that the package manager makes for the command.
  const linked = isJavaScript(command, command) ? `node_modules/.bin/${command}` : undefined;
  const fileOf = (name: string) => shellBins ? Object.hasOwn(FILES, command) ? `node_modules/${name}/${FILES[command]}` : undefined : linked;
  const production = names.find(name => isProductionDependency(manifest, name));
  if (production !== undefined) return { package: production, production: true, file: fileOf(production) };
  const development = names.find(name => isDevelopmentDependency(manifest, name));
  return development === undefined ? undefined : { package: development, production: false, file: fileOf(development) };
}

function isJavaScript(command: string, file: string): boolean {
  return !NOT_JAVASCRIPT.has(command) && !/\.(?!(?:c|m)?js$)[a-z]{1,4}$/i.test(file);
}
