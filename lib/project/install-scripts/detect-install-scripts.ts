import { ProjectFiles } from '../files/project-files';
import { Packages } from '../manifest/packages';
import { Findings } from '../model/findings';
import { InstallScript } from '../model/install-script';
import { PackageManager } from '../package-managers/package-manager';
import { walkNamedScript } from '../scripts/walk-script';
import { analyseInstallScripts } from './analyse-install-scripts';
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
 * Questions for deciding on the scripts of an install.
 */
export interface InstallScriptReader {
  /** The files of where dependencies are installed. */
  readonly root: ProjectFiles;
  readonly rootPackages: Packages;
  /** The file that is started, from there. */
  readonly startedFile: string | undefined;
  readonly packageManager: PackageManager;
  readonly configuration: { readonly ignoresScripts: boolean };
  readonly props: { readonly installScripts?: readonly InstallScript[] };
  readonly findings: Findings;
}

/**
 * Decides which scripts of the project installing runs.
 */
export function detectInstallScripts(
  { root, rootPackages, startedFile, packageManager, configuration, props: { installScripts: override }, findings }: InstallScriptReader,
): InstallScriptDetection {
  const ignored = configuration.ignoresScripts;
  const analysis = analyseInstallScripts({ files: root, packages: rootPackages, entry: startedFile, findings }, packageManager, '');
  const scripts = [...override ?? (ignored ? [] : analysis.scripts)];
  const source = override ? 'props: installScripts' : ignored ? '.npmrc: ignore-scripts' : root.manifestSource('scripts');
  findings.decide('installScripts', scripts.map(({ name }) => name).join(', '), source, scripts.length === 0
    ? ignored ? 'the package manager is told to run no script' : 'installing runs no script of the project'
    : scripts.map(({ name, needs, production, reason }) => `${name} (reads ${needs}${production ? '' : ', not for production'}): ${reason}`).join('. '));
  return { scripts, files: analysis.files, nested: analysis.nested, nestedInProduction: analysis.nestedInProduction };
}

/**
 * The nested packages that the build installs.
 */
export function nestedInBuild({ packages, buildScript }: { readonly packages: Packages; readonly buildScript: string | undefined }): string[] {
  const steps = buildScript === undefined ? [] : walkNamedScript(packages, '', buildScript);
  return steps.map(nestedInstallOf).filter((directory): directory is string =>
    directory !== undefined && directory !== '' && packages.at(directory) !== undefined);
}
