import { InstallScripts, NodejsVersion, PackageManager } from '../project/index';
import { BaseImage } from './base-image';
import { BuildSecret } from './build-secret';
import { Bundling } from './bundling';
import { Gate } from './gate';
import { HealthCheck } from './health-check';
import { ModulePruning } from './module-pruning';
import { StageCustomization } from './stage-customization';
import { StartGate } from './start-gate';
import { StartScript } from './start-script';
import { ToolCaches } from './tool-caches';

/** Options of an image, without where the project lies. Everything not given is read from the project. */
export interface NodejsDockerfileOptions {
  /**
   * The version of Node.js.
   *
   * @default - read from the project; else the line 24
   */
  readonly nodeVersion?: NodejsVersion;

  /**
   * The package manager.
   *
   * @default - read from the project; else npm
   */
  readonly packageManager?: PackageManager;

  /**
   * Base image of the build and of the release.
   *
   * @default BaseImage.debianSlim()
   */
  readonly baseImage?: BaseImage;

  /**
   * Gates that have to pass before there is an image. An empty list says that there are none but the start gate.
   *
   * @default - the script `test`; in a project without one a syntax check of the file that starts, or a look for the `index.html` of a
   * site, and a warning; a warning alone where there is nothing to check
   */
  readonly gates?: Gate[];

  /**
   * Demands on the finished image when the build starts it.
   *
   * @default - what does not start for a fault of the image fails; what wants something that the build does not have passes with a warning
   */
  readonly startGate?: StartGate;

  /**
   * Dependencies whose install scripts run. Such a script runs before anything of its package was tested, so that it is what worms
   * use: `InstallScripts.none()`, or `InstallScripts.only(['esbuild'])` with the names of those that need theirs.
   *
   * @default InstallScripts.asConfigured()
   */
  readonly installScripts?: InstallScripts;

  /**
   * The script of `package.json` that builds. An empty string means that nothing is to be built.
   *
   * @default - `build`, if there is a script of that name
   */
  readonly buildScript?: string;

  /**
   * True if the build script has a network, by which tools of builds fetch fonts and engines. Without one it has the loopback
   * address alone, and nothing that dependencies bring can call out while it runs.
   *
   * @default true
   */
  readonly buildNetwork?: boolean;

  /**
   * Caches of the tools that build, such as that of Next.js, which the builder keeps from one build to the next. They are in no
   * layer, and gates have none of them.
   *
   * @default ToolCaches.none() - every build begins with nothing but what the lockfile and the sources say
   */
  readonly toolCaches?: ToolCaches;

  /**
   * Environment variables while the build script runs. They are visible in the build cache: never a secret.
   *
   * @default - none
   */
  readonly buildEnvironment?: { [name: string]: string };

  /**
   * Build arguments that the build and the gates see as environment variables. They are visible in the history of the
   * build: never a secret.
   *
   * @default - none
   */
  readonly buildArgs?: { [name: string]: string };

  /**
   * Secrets that steps of the build need.
   *
   * @default - none
   */
  readonly buildSecrets?: BuildSecret[];

  /**
   * Files and directories that enter the build though they look like secrets, or git ignores them: paths relative to the
   * project, each with the reason, such as `{ 'test/tls.key': 'a throwaway key of the tests' }`. A directory brings what is
   * in it.
   *
   * @default - none: secrets never enter, nor does what git ignores and does not track
   */
  readonly allow?: { [path: string]: string };

  /**
   * All files and directories of the release, beside production dependencies, relative to the project. `includeFiles` adds to
   * what is found instead.
   *
   * @default - everything but what a reason rules out as unread: tests, sources that the build compiled, documentation,
   * settings of development tools. What the start command is seen to read is there in any case.
   */
  readonly releaseFiles?: string[];

  /**
   * Files and directories that the release has as well, relative to the project as it is after its build, with all that is in
   * them. Where `releaseFiles` names all that there is, this adds to what is found.
   *
   * @default - none
   */
  readonly includeFiles?: string[];

  /**
   * Files that are left out of the production dependencies in the image.
   *
   * @default - what nothing loads while the application runs: types, source maps, documentation, tests and the like
   */
  readonly modulePruning?: ModulePruning;

  /**
   * Bundling of the application and its dependencies into one file for each that is started. What cannot be shown to work in a
   * bundle stays outside; the log of the stage `bundle` and its report say what and why.
   *
   * @default Bundling.none() - modules are files, as the package manager installs them
   */
  readonly bundling?: Bundling;

  /**
   * Directories that the application writes to, relative to the project. Everything else belongs to root and cannot be
   * changed by the application.
   *
   * @default - none
   */
  readonly writableDirectories?: string[];

  /**
   * The command, as a list of words (`CMD`).
   *
   * @default - what the start script runs, without npm between
   */
  readonly command?: string[];

  /**
   * The script that the container starts, instead of `start`.
   *
   * @default - the script `start`
   */
  readonly startScript?: StartScript;

  /**
   * Words before the command (`ENTRYPOINT`), after the init. Where it is given, the command is empty unless given too.
   *
   * @default - none but the init
   */
  readonly entrypoint?: string[];

  /**
   * True if an init is the first process: it passes signals on, so that the application stops at once even where it
   * handles none, and reaps processes left behind.
   *
   * @default true
   */
  readonly init?: boolean;

  /**
   * The port the application listens on. The application finds it in the variable `PORT`.
   *
   * @default - read from the start script, the framework, or the source of what is started, if one of them says so
   */
  readonly port?: number;

  /**
   * Environment variables of the release. `NODE_ENV=production` is there unless given otherwise.
   *
   * @default - none
   */
  readonly environment?: { [name: string]: string };

  /**
   * The user of the release, `uid` or `uid:gid`, in numbers.
   *
   * @default - the base image's unprivileged user
   */
  readonly user?: string;

  /**
   * How the container is asked whether it is well.
   *
   * @default - whether the port accepts connections, where a port is known; else none
   */
  readonly healthCheck?: HealthCheck;

  /**
   * Labels of the image.
   *
   * @default - the title and the version from `package.json`
   * @see https://github.com/opencontainers/image-spec/blob/main/annotations.md
   */
  readonly labels?: { [name: string]: string };

  /**
   * Changes to the stages.
   *
   * @default - none
   */
  readonly customize?: StageCustomization[];
}

/** Options of an image. Everything but the directory is read from the project where it is not given. */
export interface NodejsImageOptions extends NodejsDockerfileOptions {
  /** The directory of the project, with its `package.json`; in a monorepo that of one of its packages. */
  readonly directory: string;

  /**
   * The root of the monorepo that the directory is a package of. The directory itself means that it stands alone.
   *
   * @default - the nearest directory above whose workspaces name this one; without one it stands alone
   */
  readonly projectRoot?: string;

  /**
   * Further files and directories of the monorepo that the build or the tests read, relative to its root.
   *
   * @default - the files at the top of the root, no directory but those of the packages that this one needs
   */
  readonly rootFiles?: string[];
}
