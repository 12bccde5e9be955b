import { nearest } from '../../props/index';
import { ProjectError } from './project-error';

/** Names of packages, as registries take them. */
const PACKAGE_NAME = /^(@[^/@\s]+\/)?[^/@\s.][^/@\s]*$/;

/**
 * Dependencies whose install scripts run: `preinstall`, `install`, `postinstall`, and the `node-gyp rebuild` of what has a
 * `binding.gyp`. Those of the project itself and of the packages of its monorepo run in any case.
 *
 * Such a script runs as soon as a package is installed, before anything of it was read or tested, so that it is what worms use.
 */
export class InstallScripts {
  /** Those that the package manager runs by itself, as its version and its configuration say. */
  public static asConfigured(): InstallScripts {
    return new InstallScripts();
  }

  /** None. What needs a script to work, such as a module that is compiled, does not work then. */
  public static none(): InstallScripts {
    return new InstallScripts([]);
  }

  /**
   * Those of these packages alone, whatever the package manager allows.
   *
   * @param packages the names by which they are found in `node_modules`, such as `esbuild`, without versions
   * @throws if there is none, or one is no name of a package
   */
  public static only(packages: string[]): InstallScripts {
    if (!Array.isArray(packages) || packages.length === 0) {
      throw new ProjectError(`InstallScripts.only(): "packages" must name at least one package, received ${JSON.stringify(packages)}; write InstallScripts.none() for none`);
    }
    const wrong = packages.find(name => typeof name !== 'string' || !PACKAGE_NAME.test(name) || name.includes(','));
    if (wrong !== undefined) {
      const bare = /^((?:@[^/@\s]+\/)?[^/@\s.][^/@\s]*)@/.exec(String(wrong))?.[1];
      throw new ProjectError(`InstallScripts.only(): "packages" must be names of packages, received ${JSON.stringify(wrong)}; `
        + (bare === undefined ? 'write a name such as "esbuild"' : `write ${JSON.stringify(bare)}, without a version`));
    }
    return new InstallScripts([...new Set(packages)].sort());
  }

  private constructor(
    /**
     * The names of the packages whose scripts run.
     *
     * @default - those that the package manager runs by itself
     */
    public readonly packages?: string[]) {}

  /** @internal refuses a name of none of these packages */
  public _requireIn(names: readonly string[], lockfile: string): void {
    for (const name of (this.packages ?? []).filter(each => !names.includes(each))) {
      const meant = nearest(name, [...new Set(names)]);
      throw new ProjectError(`installScripts names ${JSON.stringify(name)}, which ${lockfile} does not have for Linux; `
        + (meant === undefined ? 'take it out, or write the name of a dependency' : `did you mean ${JSON.stringify(meant)}?`));
    }
  }
}
