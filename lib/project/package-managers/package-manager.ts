import * as semver from 'semver';
import { ProjectFiles } from '../files/project-files';
import { CacheMount } from '../model/cache-mount';
import { InstallContext } from '../model/install-context';
import { ProjectError } from '../model/project-error';
import { BUN } from './bun/bun';
import { PackageManagerDefinition } from './definition/definition';
import { withInstallOptions } from './definition/with-install-options';
import { NPM } from './npm/npm';
import { PNPM } from './pnpm/pnpm';
import { YARN_BERRY } from './yarn-berry/yarn-berry';
import { YARN_CLASSIC } from './yarn-classic/yarn-classic';

/** Package managers by their definitions, of each of which there is one. */
const KNOWN = new Map<PackageManagerDefinition, PackageManager>();

/**
 * A package manager: it answers which commands install and run with it.
 */
export class PackageManager {
  /**
   * npm, in the version that comes with Node.js.
   *
   * @see https://docs.npmjs.com/cli
   */
  public static readonly NPM = PackageManager._of(NPM);

  /**
   * Yarn 1.
   *
   * @see https://classic.yarnpkg.com
   */
  public static readonly YARN_CLASSIC = PackageManager._of(YARN_CLASSIC);

  /**
   * pnpm.
   *
   * @see https://pnpm.io
   */
  public static readonly PNPM = PackageManager._of(PNPM);

  /**
   * Yarn 2 and newer. Plug'n'Play, or `node_modules`, as `.yarnrc.yml` says.
   *
   * @see https://yarnpkg.com
   */
  public static readonly YARN_BERRY = PackageManager._of(YARN_BERRY);

  /**
   * Bun.
   *
   * @see https://bun.com/docs/pm/cli/install
   */
  public static readonly BUN = PackageManager._of(BUN);

  /**
   * The package manager of a definition, in no version of its own.
   *
   * @internal
   */
  public static _of(definition: PackageManagerDefinition): PackageManager {
    const manager = KNOWN.get(definition) ?? new PackageManager(definition);
    KNOWN.set(definition, manager);
    return manager;
  }

  /**
   * Its name in the `packageManager` field of `package.json`, and the name of its command.
   */
  public readonly name: string;

  /**
   * The version that is installed.
   *
   * @default - the one in the base image, or a default of this library for a manager that is in none
   */
  public readonly pinnedVersion?: string;

  /**
   * The directory it keeps downloads in between installs.
   */
  public readonly cacheMount: CacheMount;

  /**
   * The names of its lockfiles; where there are several, it reads the first one.
   */
  public readonly lockfileNames: string[];

  /**
   * Everything that differs between package managers.
   *
   * @internal
   */
  public readonly _definition: PackageManagerDefinition;

  private constructor(definition: PackageManagerDefinition, pinnedVersion?: string) {
    this._definition = definition;
    this.name = definition.name;
    this.pinnedVersion = pinnedVersion;
    this.cacheMount = definition.cacheMount;
    this.lockfileNames = [...definition.lockfileNames];
  }

  /**
   * The same package manager in one exact version.
   *
   * @param version e.g. `10.9.2`; a hash behind a plus sign is dropped
   * @throws an error if it is a range, or a version of another package manager of the same name
   */
  public version(version: string): PackageManager {
    const exact = semver.valid(String(version).trim());
    if (exact === null) {
      throw new ProjectError(`the version of ${this.name} must be exact, like "1.22.22", received ${JSON.stringify(version)}`);
    }
    if (!semver.satisfies(exact, this._definition.versions, { includePrerelease: true })) {
      throw new ProjectError(`${this.name} ${exact} is not ${this._definition.title}, which is ${this.name} ${this._definition.versions}`);
    }
    return new PackageManager(this._definition, exact);
  }

  /**
   * The kind of this package manager that the files of a project ask for.
   *
   * @internal
   */
  public _variantFor(files: ProjectFiles): PackageManager {
    const variant = withDevelopment(this._definition.variantFor?.(files) ?? this._definition, files);
    return variant === this._definition ? this : new PackageManager(variant, this.pinnedVersion);
  }

  /**
   * The command that installs the package manager itself, undefined if the one in the base image will do.
   */
  public provision(): string[] | undefined {
    return this._definition.provision(this.pinnedVersion);
  }

  /**
   * The command that installs every dependency, frozen to the lockfile if there is one.
   */
  public install(context: InstallContext): string[] {
    return this._definition.install(context, this.pinnedVersion);
  }

  /**
   * The command that installs production dependencies alone, frozen to the lockfile if there is one.
   */
  public installProduction(context: InstallContext): string[] {
    return this._definition.installProduction(context, this.pinnedVersion);
  }

  /**
   * The command that runs a script of the project.
   *
   * @param script its name; it is data, also with blanks or a leading dash
   * @throws an error if it is empty
   */
  public run(script: string): string[] {
    if (typeof script !== 'string' || script.trim() === '' || script.includes('\0')) {
      throw new ProjectError(`the name of a script must not be empty, received ${JSON.stringify(script)}`);
    }
    return this._definition.run(script);
  }

  /**
   * The command that runs a script of a package of a monorepo, from its root.
   *
   * @param path the path of the package, relative to the root
   * @param script its name; it is data, also with blanks or a leading dash
   * @param packageName the name of the package, if it has one
   * @throws an error if one of them is empty
   */
  public runIn(path: string, script: string, packageName?: string): string[] {
    if (typeof path !== 'string' || path.trim() === '' || path.startsWith('-') || path.includes('\0')) {
      throw new ProjectError(`the path of a package must be relative to the root of its monorepo, received ${JSON.stringify(path)}`);
    }
    this.run(script);
    return this._definition.runIn(path, script, packageName);
  }
}

/**
 * A package manager whose installs have development dependencies, where a setting of the project leaves them out and an option says
 * otherwise.
 */
function withDevelopment(definition: PackageManagerDefinition, files: ProjectFiles): PackageManagerDefinition {
  const { developmentOptions } = definition;
  return developmentOptions === undefined || definition.withoutDevelopment?.(files) === undefined ? definition
    : withInstallOptions(definition, ({ production, version, nodeLine }) => production ? [] : developmentOptions(version, nodeLine));
}
