import { Packages } from '../manifest/packages';
import { Findings } from '../model/findings';
import { InstallScript } from '../model/install-script';
import { PackageManager } from '../package-managers/package-manager';
import { walkNamedScript } from '../scripts/walk-script';
import { AnalysisContext, analyseInstallScripts } from './analyse-install-scripts';
import { nestedInstallOf } from './nested-install';

/**
 * The install scripts of a project, the files they read and the packages they install.
 */
export interface InstallScriptDetection {
  readonly scripts: InstallScript[];
  readonly files: readonly string[];
  readonly nested: readonly string[];
  readonly nestedInProduction: readonly string[];
}

/**
 * Decides which scripts of the project installing runs.
 *
 * @param ignored whether the package manager is configured to run none
 */
export function detectInstallScripts(
  context: Omit<AnalysisContext, 'findings'>,
  manager: PackageManager,
  ignored: boolean,
  override: readonly InstallScript[] | undefined,
  findings: Findings,
): InstallScriptDetection {
  const analysis = analyseInstallScripts({ ...context, findings }, manager, '');
  const scripts = [...override ?? (ignored ? [] : analysis.scripts)];
  const source = override ? 'props: installScripts' : ignored ? '.npmrc: ignore-scripts' : context.files.manifestSource('scripts');
  findings.decide('installScripts', scripts.map(({ name }) => name).join(', '), source, scripts.length === 0
    ? ignored ? 'the package manager is told to run no script' : 'installing runs no script of the project'
    : scripts.map(({ name, needs, production, reason }) => `${name} (reads ${needs}${production ? '' : ', not for production'}): ${reason}`).join('. '));
  return { scripts, files: analysis.files, nested: analysis.nested, nestedInProduction: analysis.nestedInProduction };
}

/**
 * The nested packages that the build installs.
 */
export function nestedInBuild(packages: Packages, buildScript: string | undefined): string[] {
  const steps = buildScript === undefined ? [] : walkNamedScript(packages, '', buildScript);
  return steps.map(nestedInstallOf).filter((directory): directory is string =>
    directory !== undefined && directory !== '' && packages.at(directory) !== undefined);
}
