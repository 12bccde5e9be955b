import { AnalysisContext, analyseInstallScripts } from '../install-scripts/analyse-install-scripts';
import { isForDevelopment } from '../install-scripts/known-script';
import { InstallScript, InstallScriptNeeds } from '../model/install-script';
import { ManifestRemoval } from '../model/workspace';
import { PackageManager } from '../package-managers/package-manager';

/**
 * Installs in the packages of a closure.
 */
export interface MemberInstalls {
  readonly scripts: readonly InstallScript[];
  readonly files: readonly string[];
  readonly nested: readonly string[];
  readonly removals: readonly ManifestRemoval[];
}

/**
 * Decides which scripts of a package an install of the monorepo runs. One that only prepares the package for those who
 * work on it, by its sources, is taken out of the install: `prepare` that builds is run as the build.
 */
export function memberInstalls(context: AnalysisContext, manager: PackageManager, path: string): MemberInstalls {
  const analysis = analyseInstallScripts(context, manager, path, [], manager._definition.memberLifecycle);
  const isRemoved = ({ name, needs }: InstallScript) => isForDevelopment(name) && needs === InstallScriptNeeds.SOURCES;
  return {
    ...analysis,
    scripts: analysis.scripts.filter(script => !isRemoved(script)).map(script => ({ ...script, packagePath: path })),
    removals: analysis.scripts.filter(script => isRemoved(script) || !script.production).map(script =>
      ({ path, field: 'scripts', name: script.name, productionOnly: !isRemoved(script) })),
  };
}
