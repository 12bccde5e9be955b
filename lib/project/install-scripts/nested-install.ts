import { isWithin, joinInside } from '../files/relative-path';
import { scriptOf } from '../manifest/manifest';
import { InstallScriptNeeds } from '../model/install-script';
import { KNOWN_MANAGERS, PACKAGE_MANAGERS } from '../package-managers/list';
import { programOf } from '../scripts/invocation';
import { parseManagerCall } from '../scripts/manager-call';
import { ScriptStep } from '../scripts/walk-script';
import { KnownScript, KnownScriptContext } from './known-script';

/**
 * The directory whose dependencies a step installs, undefined if it installs none.
 */
export function nestedInstallOf(step: ScriptStep): string | undefined {
  const call = parseManagerCall(step);
  if (call?.kind !== 'install' || step.directory === undefined) return undefined;
  return joinInside(step.directory, call.directory ?? '.');
}

/**
 * Recognises a script that installs the dependencies of a package nested in the project:
 * `cd client && npm install`, `npm --prefix client ci`, `yarn --cwd client`.
 */
export const nestedInstall: KnownScript = (step, context) => {
  const directory = nestedInstallOf(step);
  const manifest = directory === undefined || directory === '' ? undefined : context.packages.at(directory);
  if (directory === undefined || !manifest) return undefined;
  const manager = PACKAGE_MANAGERS.find(({ name }) => name === programOf(step));
  const own = manager && context.analyse(manager, directory);
  if (!own) return undefined;
  // What is only built in there needs no dependencies once it is built.
  const starts = context.entry !== undefined && isWithin(directory, context.entry);
  const onlyBuilt = !starts && scriptOf(manifest, 'build') !== undefined;
  return {
    needs: own.scripts.some(({ needs }) => needs === InstallScriptNeeds.SOURCES) ? InstallScriptNeeds.SOURCES : InstallScriptNeeds.MANIFESTS,
    production: !onlyBuilt,
    reason: `installs the dependencies of ${directory}${onlyBuilt ? ', which is built and not started' : ''}`,
    files: [...manifestsIn(directory, context), ...own.files],
    nested: [directory, ...own.nested],
    nestedInProduction: onlyBuilt ? [] : [directory, ...own.nestedInProduction],
  };
};

/**
 * The files that an install in a directory reads.
 */
function manifestsIn(directory: string, { files, findings }: KnownScriptContext): string[] {
  const lockfiles = KNOWN_MANAGERS.flatMap(({ owner }) => owner.lockfileNames);
  const configuration = PACKAGE_MANAGERS.flatMap(manager => manager._definition.readConfiguration(files, directory, findings).files);
  return ['package.json', ...new Set(lockfiles)]
    .map(name => joinInside(directory, name)!)
    .filter(path => files.kind(path) === 'file')
    .concat(configuration);
}
