/**
 * Facts of the install script of a package.
 */
export interface KnownPackage {
  readonly name: string;
  /** The versions it is true of, as a range; undefined if it is true of all. */
  readonly versions?: string;
  readonly reason: string;
}

const BINARY_IN_OPTIONAL = 'its binaries are packages of their own, among its optional dependencies; the script checks that one is there';
const BINARY_INSIDE = 'binaries for Linux on x64 and arm64, with glibc and musl, are in the package; the script looks for one that loads';
const DOWNLOADS = 'its script downloads a program and compiles nothing';
const SAYS = 'its script prints a message, or adapts files, and compiles nothing';
const BUILDS_OTHERS = 'it compiles other packages when it is called, and nothing when it is installed';

/**
 * Packages that have an install script, or depend on a tool that compiles, and yet need no compiler: on neither x64 nor arm64.
 *
 * What is not in here is compiled where a compiler may be needed, so an entry has to be right and a missing one costs
 * only the larger build image. `bufferutil` and `utf-8-validate`, for example, have no binary for Linux on arm64.
 * Neither is a package with a binding.gyp that has binaries and no install script, as `better-sqlite3` 13: `npm ci`
 * compiles it all the same.
 */
export const WITHOUT_COMPILER: readonly KnownPackage[] = [
  { name: 'esbuild', reason: BINARY_IN_OPTIONAL },
  { name: '@swc/core', reason: BINARY_IN_OPTIONAL },
  { name: 'sharp', versions: '>=0.33', reason: BINARY_IN_OPTIONAL },
  { name: 'workerd', reason: BINARY_IN_OPTIONAL },
  { name: 'unrs-resolver', reason: BINARY_IN_OPTIONAL },
  { name: 'napi-postinstall', reason: BINARY_IN_OPTIONAL },
  { name: '@biomejs/biome', reason: BINARY_IN_OPTIONAL },
  { name: '@bufbuild/buf', reason: BINARY_IN_OPTIONAL },
  { name: '@parcel/watcher', versions: '>=2.1', reason: 'its binaries are packages of their own; it is compiled only where npm is told to build from source' },
  { name: 'lightningcss', reason: BINARY_IN_OPTIONAL },
  { name: 'lefthook', reason: BINARY_IN_OPTIONAL },
  { name: 'nx', reason: BINARY_IN_OPTIONAL },
  { name: 'msgpackr-extract', versions: '>=2', reason: BINARY_IN_OPTIONAL },
  { name: 'lmdb', versions: '>=2.5', reason: BINARY_IN_OPTIONAL },
  { name: 'cbor-extract', versions: '>=2', reason: BINARY_IN_OPTIONAL },
  { name: '@sentry/cli', reason: 'its program is in a package of its own, and is downloaded where that is missing' },

  { name: 'bcrypt', versions: '>=6', reason: BINARY_INSIDE },
  { name: 'argon2', versions: '>=0.40', reason: BINARY_INSIDE },
  { name: 'classic-level', reason: BINARY_INSIDE },
  { name: 'leveldown', versions: '>=6', reason: BINARY_INSIDE },
  { name: '@serialport/bindings-cpp', versions: '>=12', reason: BINARY_INSIDE },
  { name: 'sodium-native', versions: '>=4', reason: BINARY_INSIDE },

  { name: 'prisma', reason: 'its script looks at the version of Node.js' },
  { name: '@prisma/client', reason: 'its script runs prisma generate where there is a schema' },
  { name: '@prisma/engines', reason: DOWNLOADS },
  { name: 'cypress', reason: DOWNLOADS },
  { name: 'puppeteer', reason: DOWNLOADS },
  { name: 'playwright', reason: DOWNLOADS },
  { name: 'playwright-chromium', reason: DOWNLOADS },
  { name: 'electron', reason: DOWNLOADS },
  { name: 'chromedriver', reason: DOWNLOADS },
  { name: 'geckodriver', reason: DOWNLOADS },
  { name: 'ngrok', reason: DOWNLOADS },
  { name: 'ffmpeg-static', reason: DOWNLOADS },
  { name: 'mongodb-memory-server', reason: DOWNLOADS },

  { name: 'core-js', reason: SAYS },
  { name: 'core-js-pure', reason: SAYS },
  { name: 'es5-ext', reason: SAYS },
  { name: 'protobufjs', reason: SAYS },
  { name: '@apollo/protobufjs', reason: SAYS },
  { name: '@nestjs/core', reason: SAYS },
  { name: '@angular/cli', reason: SAYS },
  { name: '@scarf/scarf', reason: SAYS },
  { name: 'styled-components', reason: SAYS },
  { name: 'nodemon', reason: SAYS },
  { name: 'vue-demi', reason: SAYS },
  { name: 'msw', reason: SAYS },
  { name: 'ejs', reason: SAYS },
  { name: 'less', reason: SAYS },
  { name: 'simple-git-hooks', reason: 'its script installs hooks of git, where there is a working copy' },
  { name: 'husky', reason: 'its script installs hooks of git, where there is a working copy' },
  { name: 'pre-commit', reason: 'its script installs hooks of git, where there is a working copy' },
  { name: 'yorkie', reason: 'its script installs hooks of git, where there is a working copy' },
  { name: 'fsevents', reason: 'it is for macOS' },

  { name: 'npm', reason: BUILDS_OTHERS },
  { name: '@npmcli/run-script', reason: BUILDS_OTHERS },
  { name: '@electron/rebuild', reason: BUILDS_OTHERS },
  { name: 'electron-rebuild', reason: BUILDS_OTHERS },
  { name: 'electron-builder', reason: BUILDS_OTHERS },
  { name: 'app-builder-lib', reason: BUILDS_OTHERS },
  { name: 'lerna', reason: BUILDS_OTHERS },
  { name: 'prebuild', reason: BUILDS_OTHERS },
  { name: 'prebuildify', reason: BUILDS_OTHERS },
  { name: 'node-pre-gyp', reason: BUILDS_OTHERS },
  { name: '@mapbox/node-pre-gyp', reason: BUILDS_OTHERS },
  { name: '@vercel/nft', reason: 'it reads how packages bring their binaries, and has none' },
];

/**
 * Packages that are compiled, though they depend on no tool that shows it.
 */
export const COMPILED: readonly KnownPackage[] = [
  { name: 'fibers', reason: 'it is compiled by a script of its own' },
  { name: 'isolated-vm', reason: 'it is compiled where no binary of it can be downloaded' },
  { name: 'node-sass', reason: 'it is compiled where no binary of it can be downloaded' },
  { name: 'ssh2', versions: '>=1', reason: 'its script compiles what makes it faster' },
  { name: 'zeromq', reason: 'it is compiled where none of its binaries loads' },
  { name: 'libpq', reason: 'it is compiled, with the library of PostgreSQL' },
];

/**
 * Packages that others depend on that compile when they are installed, or may: with a binary from elsewhere for most, which
 * is missing for some systems and versions of Node.js.
 */
export const COMPILING_TOOLS: ReadonlySet<string> = new Set([
  'node-gyp', 'node-gyp-build', 'node-gyp-build-optional-packages', 'nan', 'node-addon-api', 'bindings', 'prebuild-install', 'prebuild',
  'node-pre-gyp', '@mapbox/node-pre-gyp', '@discordjs/node-pre-gyp', 'cmake-js', 'cmake-ts', 'pkg-prebuilds', 'install-artifact-from-github',
  'buildcheck', 'node-cmake', 'neon-cli', 'cargo-cp-artifact', '@neon-rs/load', 'electron-build-env',
]);

/**
 * Those of them that are source code to compile with.
 */
export const COMPILED_WITH: ReadonlySet<string> = new Set(['nan', 'node-addon-api', 'node-gyp-build']);
