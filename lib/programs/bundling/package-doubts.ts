import { InstalledPackage } from '../shared/installed';

/** Packages by which another one finds its native module. */
const FINDS_NATIVE = ['bindings', 'node-gyp-build', 'node-gyp-build-optional-packages', 'prebuild-install', 'node-pre-gyp', '@mapbox/node-pre-gyp', '@napi-rs/postinstall', 'napi-postinstall'];
/** Packages that are not seen to load or to read what they do. */
const KNOWN: Readonly<Record<string, string>> = {
  '@prisma/client': 'its client is generated, and finds its engine beside it',
  '.prisma/client': 'its client is generated, and finds its engine beside it',
  'prisma': 'it finds its engine beside it',
  'thread-stream': 'it starts threads',
  'pino': 'its transports run in threads, by files beside it',
};
/** Packages that watch which modules are loaded: what is in a bundle is not loaded. */
const WATCH = /^(require-in-the-middle|import-in-the-middle|dd-trace|newrelic|elastic-apm-node|applicationinsights|@opentelemetry\/(instrumentation|auto-instrumentations-node)|@sentry\/node(-core)?|@appsignal\/nodejs|@instana\/collector|@dynatrace\/.+|proxyquire|mockery|mock-require|rewire|pirates)$/;
/** Packages that ask for the file of the code that calls them. */
const ASK_FOR_CALLER = /^(callsites?|caller|caller-path|caller-callsite|parent-module|get-caller-file|import-fresh|require-main-filename|app-root-path|app-module-path|module-alias|stack-trace|error-callsites|pkg-entry-points|require-directory|require-all|include-all|requireindex)$/;

/** Kinds of files that are code, or that nothing opens. */
const NO_ASSET = /\.([cm]?jsx?|[cm]?tsx?|map|md|markdown|flow|json)$|(^|\/)(licen[cs]e|readme|changelog|notice|authors|contributing|copying)[^/]*$|(^|\/)\.[^/]*$|(^|\/)(Makefile|.*\.(yml|yaml))$/i;

/** Why a package cannot be in a bundle, whatever of it is loaded. */
export function packageDoubt({ name, manifest, files }: InstalledPackage): string | undefined {
  const native = [...files.keys()].find(path => /\.node$/.test(path) || path === 'binding.gyp');
  if (native !== undefined) return `it is a native module: ${native}`;
  if (manifest.gypfile === true || manifest.os !== undefined || manifest.cpu !== undefined || manifest.libc !== undefined || manifest.napi !== undefined) return 'it is for one platform';
  const finds = FINDS_NATIVE.find(each => has(manifest.dependencies, each) || each === name);
  if (finds !== undefined) return `it finds a native module by ${finds}`;
  if (Object.keys(manifest.optionalDependencies ?? {}).some(each => /(linux|darwin|win32)[-_](x64|arm64)/.test(each))) return 'it finds a native module among its optional dependencies';
  return Object.prototype.hasOwnProperty.call(KNOWN, name) ? KNOWN[name] : undefined;
}

/** True if a package has to see every module that is loaded. */
export const watchesModules = (name: string) => WATCH.test(name);

/** True if a package does something else for another file that calls it. */
export const asksForCaller = (name: string) => ASK_FOR_CALLER.test(name);

/** Files of a package that code may read beside itself, and that are no code. */
export function assetsOf({ files }: InstalledPackage): string[] {
  return [...files.keys()].filter(path => !NO_ASSET.test(path));
}

function has(values: unknown, name: string): boolean {
  return typeof values === 'object' && values !== null && Object.prototype.hasOwnProperty.call(values, name);
}
