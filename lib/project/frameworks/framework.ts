import { ProjectFiles } from '../files/project-files';
import { Manifest } from '../manifest/manifest';
import { ProjectWarning } from '../model/project-warning';
import { ReleaseFile } from '../model/release-file';
import { StartStep } from '../scripts/flatten-script';
import { ScriptStep } from '../scripts/walk-script';
import { ConfigSource } from './config-source';

/**
 * A framework: how it is told, and what it makes of a project.
 */
export interface Framework {
  readonly name: string;

  /** The packages of which a project declares one. */
  readonly packages: readonly string[];

  /** The names that its configuration may have, without the extension, where they depend on what its build is given. */
  readonly config?: string | ((args: readonly string[]) => readonly string[]);

  /** Pattern of a script that builds with it. It decides where there is no configuration. */
  readonly builds: RegExp;

  /** True if a configuration alone decides nothing: one may lie beside an application for another purpose. */
  readonly onlyBuilt?: boolean;

  /** True if it is for what stands beside an application: another framework that the build runs goes before it. */
  readonly yields?: boolean;

  /** Pattern of a script that needs the sources, or is not for production. */
  readonly develops: RegExp;

  /** Reads a project that builds with it. Undefined if it decides nothing. */
  read(project: FrameworkProject): FrameworkReading | undefined;
}

/**
 * Project as a framework sees it.
 */
export interface FrameworkProject {
  readonly files: ProjectFiles;
  readonly manifest: Manifest;
  /** Where it lies in its monorepo; empty if it stands alone. */
  readonly path: string;
  /** The source of its configuration; without a file, an empty one. */
  readonly config: ConfigSource;
  /** The programs that the build runs. */
  readonly build: readonly ScriptStep[];
  /** Arguments of the framework where the build runs it; empty if it does not. */
  readonly args: readonly string[];
  /** The variables that the script sets for that. */
  readonly variables: { readonly [name: string]: string };
  /** True if the project declares a dependency, for development or not. */
  has(name: string): boolean;
  /** The version of a dependency that is installed, or else the oldest one that may be; undefined if neither is known. */
  versionOf(name: string): string | undefined;
  /** The steps, but for those that build, of the script that runs a server; undefined if none does. */
  startOf(server: RegExp): readonly StartStep[] | undefined;
}

/**
 * Reading of a project by a framework.
 */
export interface FrameworkReading {
  /** Why the image is made as it is. */
  readonly reason: string;
  /** The directories that its build writes. */
  readonly buildOutput?: readonly string[];
  /** Directories that it writes beside those, and that are not for the image. */
  readonly generated?: readonly string[];
  /** Directories in which its build keeps what its next one need not make again, and that nothing else reads. */
  readonly caches?: readonly string[];
  /** Files that its server reads. Without any, the image has what any other application's has. */
  readonly releaseFiles?: readonly ReleaseFile[];
  /** True if its server needs the production dependencies beside that. */
  readonly needsProductionDependencies?: boolean;
  /**
   * The packages that its build takes into the server, `@scope/*` for all of a scope. The server names them in what it remembers of
   * its build and loads them only where its code says so. Where they are known, packages that the server does not load are not in
   * the image.
   */
  readonly builtIn?: readonly string[];
  /** The variables that its build needs, whatever is started. */
  readonly buildEnvironment?: { readonly [name: string]: string };
  /** Directories that its server writes to. */
  readonly writable?: readonly string[];
  /** Its server, or the reason why there is none. */
  readonly server: FrameworkServer | string;
  /** The files for browsers that it builds where it builds no server. */
  readonly site?: StaticSite;
  readonly warnings?: readonly ProjectWarning[];
}

/**
 * Files for browsers that need nothing but to be served.
 */
export interface StaticSite {
  /** The directory of its `index.html`. */
  readonly directory: string;
  /** Pattern of a script that serves it on the machine of a developer. */
  readonly previews?: RegExp;
  /** Where the server of a developer is told to hand paths on to another server. */
  readonly proxy?: string;
}

/**
 * The server that a framework brings or builds.
 */
export interface FrameworkServer {
  /** `node` and a file, or a command of a dependency. */
  readonly argv: readonly string[];
  /** A JavaScript file that the build writes for it; started by a script, it is this server. */
  readonly built?: string;
  /** True if the file in `argv` is one of the project's own too, so that a script which runs it means that one. */
  readonly shadowed?: boolean;
  /** Pattern of a script that starts this server, and may stay as it is. */
  readonly kept?: RegExp;
  /** Pattern of a script that serves what is built, in place of which `argv` runs. */
  readonly replaced?: RegExp;
  /** The port it listens on unless a variable tells it another one. */
  readonly port?: number;
  /** The variables that do, the strongest first; PORT where it is not said. */
  readonly portVariables?: readonly string[];
  readonly environment?: { readonly [name: string]: string };
  /** Variables that stand for options of what `argv` takes the place of. */
  readonly optionVariables?: { readonly [option: string]: string };
  /** The variables by which the build makes this server, where it is the one that is started. */
  readonly buildEnvironment?: { readonly [name: string]: string };
  /** The server that a script for development asks for by its words, or the reason why it cannot be told. */
  asked?(words: readonly string[]): FrameworkServer | string;
}
