import { ProjectFiles } from '../files/project-files';
import { Manifest } from '../manifest/manifest';
import { Packages } from '../manifest/packages';
import { LockfileReading, PackageManagerDefinition, ScriptShell } from '../package-managers/definition/definition';
import { StartStep } from './flatten-script';

/**
 * Context for resolving a script.
 */
export interface ScriptContext {
  readonly files: ProjectFiles;
  readonly packages: Packages;
  readonly lockfile?: LockfileReading;
  readonly manager: PackageManagerDefinition;
  /** Where commands of dependencies are linked, relative to the project; `node_modules/.bin` if it is not given. */
  readonly binDirectories?: readonly string[];
  /** The way from the project to where its dependencies are installed: it ends with a slash, or is empty. */
  readonly rootPath?: string;
  /** The manifest of the root of the monorepo. */
  readonly rootManifest?: Manifest;
  /** The line of Node.js. */
  readonly nodeLine: number;
  /** The shell that the package manager runs scripts by; `sh` if it is not given. */
  readonly scriptShell?: ScriptShell;
  /** The script that starts the application; `start` if it is not given. */
  readonly startScript?: string;
  /** The directories of packages that could be started instead, where this is the root of a monorepo. */
  readonly members?: readonly string[];
  /** True if a step does nothing but build, which the image has done already. */
  isBuild(step: StartStep): boolean;
}
