import { Findings, listed } from '../model/findings';
import { InstallScripts } from '../model/install-scripts';
import { LockedPackage } from '../model/locked-package';
import { ProjectError } from '../model/project-error';
import { unexplainedScripts } from '../native/native-dependencies';
import { runningScripts } from '../native/running-scripts';
import { Configuration } from '../package-managers/definition/definition';
import { PackageManager } from '../package-managers/package-manager';

/** Questions for deciding whose install scripts run. */
export interface DependencyScriptsReader {
  readonly packageManager: PackageManager;
  readonly configuration: Configuration;
  readonly lockfiles: { readonly own?: string; readonly reading?: { readonly packages?: readonly LockedPackage[] } };
  readonly root: { readonly onDisk: boolean };
  readonly props: { readonly dependencyScripts?: InstallScripts };
  readonly findings: Findings;
}

/**
 * Finds out which dependencies run scripts when they are installed, as far as the lockfile tells, and warns of those that nobody
 * asked for and nothing explains: a package that compiles, or is known to need its script, does what it has to.
 *
 * @throws ProjectError if a name that was given is none of a dependency
 */
export function detectDependencyScripts(reader: DependencyScriptsReader): string[] {
  const { packageManager, configuration, lockfiles: { own: lockfile, reading }, props: { dependencyScripts: chosen }, findings } = reader;
  const { title } = packageManager._definition;
  const decide = (names: readonly string[], source: string, reason: string) => {
    findings.decide('dependencyScripts', listed(names), source, reason);
    return [...names];
  };
  if (chosen?.packages) {
    requireNames(reader, chosen);
    return decide(chosen.packages, 'props: installScripts', chosen.packages.length === 0
      ? 'no script of a dependency runs' : 'the scripts of these dependencies run, and of no others');
  }
  const packages = reading?.packages;
  const allowed = runningScripts(configuration);
  if (configuration.ignoresScripts) return decide([], 'configuration of the package manager', 'it is told to run no script');
  if (allowed) {
    const there = [...allowed].filter(name => packages === undefined || packages.some(locked => locked.name === name)).sort();
    return decide(there, 'configuration of the package manager', `${title} runs the scripts of those dependencies alone that it allows`);
  }
  const source = lockfile ?? 'default';
  if (packages === undefined) return decide([], source, `it is not known which dependencies have scripts; ${title} decides which of them run`);
  const names = [...new Set(packages.filter(({ installScript }) => installScript).map(({ name }) => name))].sort();
  const unknown = packages.some(({ installScript }) => installScript === undefined);
  if (names.length === 0) {
    return decide([], source, unknown ? `the lockfile does not record which dependencies have scripts; ${title} decides which of them run` : 'no dependency has a script');
  }
  const unexplained = chosen ? [] : unexplainedScripts(packages);
  if (unexplained.length) {
    findings.warn('install-scripts-unasked', `${title} runs the install ${unexplained.length > 1 ? 'scripts' : 'script'} of ${listed(unexplained, 8)}, which nobody asked for, and of which it is not known `
      + 'what it does: it runs before anything of its package was tested, with a network; '
      + `set installScripts: InstallScripts.only(${JSON.stringify(names.slice(0, 8)).replace(/,/g, ', ')}${names.length > 8 ? ' and the others' : ''}) to allow these and no others, or InstallScripts.none()`);
  }
  return decide(names, source, `${title} runs the scripts of every dependency that has some`);
}

function requireNames({ lockfiles: { own: lockfile, reading }, root }: DependencyScriptsReader, chosen: InstallScripts): void {
  if (!root.onDisk || chosen.packages!.length === 0) return;
  if (reading?.packages === undefined) {
    throw new ProjectError(`installScripts names ${chosen.packages!.map(name => JSON.stringify(name)).join(', ')}, and ${lockfile === undefined ? 'there is no lockfile that'
      : `${lockfile} is in a format that`} tells which dependencies there are; ${lockfile === undefined ? 'install once, and commit the lockfile' : 'write it anew with a newer version of the package manager'}`);
  }
  chosen._requireIn(reading.packages.map(({ name }) => name), lockfile!);
}
