import { ProjectFiles } from '../files/project-files';
import { Packages } from '../manifest/packages';
import { Findings } from '../model/findings';
import { InstallScript, InstallScriptNeeds } from '../model/install-script';
import { PackageManager } from '../package-managers/package-manager';
import { ScriptStep } from '../scripts/walk-script';

/**
 * Context of a known script.
 */
export interface KnownScriptContext {
  readonly files: ProjectFiles;
  readonly packages: Packages;
  /** The name of the install script that the step is part of. */
  readonly script: string;
  /** The file that is started. */
  readonly entry: string | undefined;
  readonly findings: Findings;
  /**
   * Looks at the install scripts of a nested package. Undefined if they are being looked at already:
   * packages may install one another.
   */
  analyse(manager: PackageManager, directory: string): InstallScriptAnalysis | undefined;
}

/**
 * The install scripts of one package, and what they read.
 */
export interface InstallScriptAnalysis {
  readonly scripts: readonly InstallScript[];
  readonly files: readonly string[];
  readonly nested: readonly string[];
  /** Those of the nested packages that a production install installs, too. */
  readonly nestedInProduction: readonly string[];
}

/**
 * Recognition of one step of an install script.
 */
export interface Recognition {
  readonly needs: InstallScriptNeeds;
  /** True if production dependencies need it; undefined if it does not matter. */
  readonly production: boolean | undefined;
  readonly reason: string;
  /** The files that it reads, besides the ones that every install does. */
  readonly files: readonly string[];
  /** The directories whose dependencies it installs. */
  readonly nested: readonly string[];
  /** Those of them that are needed when the application runs. */
  readonly nestedInProduction: readonly string[];
}

/**
 * Knows one kind of step; answers undefined for any other.
 */
export type KnownScript = (step: ScriptStep, context: KnownScriptContext) => Recognition | undefined;

/**
 * The scripts that are for those who work on the package, not for those who install it.
 *
 * @see https://docs.npmjs.com/cli/v11/using-npm/scripts#life-cycle-scripts
 */
const FOR_DEVELOPMENT = ['prepublish', 'preprepare', 'prepare', 'postprepare'];

/**
 * True if a script is one that only those who work on the package need.
 */
export function isForDevelopment(script: string): boolean {
  return FOR_DEVELOPMENT.includes(script);
}

/**
 * A step that reads nothing but manifests and the files that are given.
 */
export function readsManifests(production: boolean | undefined, reason: string, files: readonly string[] = []): Recognition {
  return { needs: InstallScriptNeeds.MANIFESTS, production, reason, files, nested: [], nestedInProduction: [] };
}

/**
 * A step that may read any source.
 */
export function readsSources(production: boolean | undefined, reason: string): Recognition {
  return { needs: InstallScriptNeeds.SOURCES, production, reason, files: [], nested: [], nestedInProduction: [] };
}
