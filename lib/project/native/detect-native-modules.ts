import { ProjectFiles } from '../files/project-files';
import { declaredDependencies, Manifest } from '../manifest/manifest';
import { Findings, listed } from '../model/findings';
import { LockedPackage } from '../model/locked-package';
import { NativeModules } from '../model/native-modules';
import { Configuration, LockfileReading } from '../package-managers/definition/definition';
import { DEFINITIONS } from '../package-managers/definitions';
import { nativeDependencies } from './native-dependencies';
import { runningScripts } from './running-scripts';

/**
 * A script that calls for a compiler by itself.
 */
const COMPILES = new RegExp(`(^|[\\s;&|"'/])(node-gyp|node-pre-gyp|cmake-js|prebuildify|${rebuilds().join('|')})(?![\\w-])`);

/** Commands of package managers that compile again what is installed. */
function rebuilds(): string[] {
  return DEFINITIONS.flatMap(({ name, commandLine }) => commandLine.rebuild.map(word => `${name} ${word}`));
}

/**
 * Context for deciding on native modules.
 */
export interface NativeContext {
  readonly files: ProjectFiles;
  readonly manifest: Manifest;
  readonly lockfile: string | undefined;
  readonly reading: LockfileReading | undefined;
  readonly configuration: Configuration;
}

/**
 * Decides whether installing may compile machine code.
 */
export function detectNativeModules(context: NativeContext, override: NativeModules | undefined, findings: Findings): NativeModules {
  const { files, manifest, lockfile, reading, configuration } = context;
  const decide = (native: NativeModules, source: string, reason: string) => {
    findings.decide('nativeModules', native, source, reason);
    return native;
  };
  if (override !== undefined) return decide(override, 'props: nativeModules', 'set explicitly');
  if (files.kind('binding.gyp') === 'file') return decide(NativeModules.PRESENT, 'binding.gyp', 'the project itself is compiled');
  const compiling = Object.keys(manifest.scripts).find(name => COMPILES.test(manifest.scripts[name]));
  if (compiling !== undefined) return decide(NativeModules.PRESENT, files.manifestSource(`scripts.${compiling}`), 'the script compiles machine code');
  if (lockfile !== undefined && reading?.packages) {
    const { native, reason } = judge(reading.packages, configuration, lockfile);
    return decide(native, lockfile, reason);
  }
  const declared = Object.keys(declaredDependencies(manifest));
  return files.onDisk && declared.length === 0
    ? decide(NativeModules.NONE, files.manifestSource('dependencies'), 'there are no dependencies')
    : decide(NativeModules.UNKNOWN, 'default', 'there is no lockfile that tells');
}

function judge(packages: readonly LockedPackage[], configuration: Configuration, lockfile: string): { native: NativeModules; reason: string } {
  const allowed = runningScripts(configuration);
  const found = nativeDependencies(packages, allowed);
  if (found.length > 0) {
    return { native: NativeModules.PRESENT, reason: listed(found.map(({ name, reason }) => `${name} (${reason})`), 3) };
  }
  return { native: NativeModules.NONE, reason: packages.length === 0 ? 'there are no dependencies' : absenceOf(packages, allowed, lockfile) };
}

function absenceOf(packages: readonly LockedPackage[], allowed: ReadonlySet<string> | undefined, lockfile: string): string {
  if (allowed?.size === 0) return 'no install script of a dependency is allowed to run';
  if (allowed) return `the install scripts that may run need no compiler: ${listed([...allowed].sort(), 5)}`;
  const scripts = packages.filter(({ installScript }) => installScript).map(({ name }) => name);
  if (scripts.length > 0) return `the install scripts of dependencies need no compiler: ${listed([...new Set(scripts)].sort(), 5)}`;
  return packages.every(({ installScript }) => installScript === false)
    ? 'no dependency has an install script, or comes from git or from a directory'
    : `${lockfile} does not record install scripts, but no dependency depends on a tool that compiles`;
}
