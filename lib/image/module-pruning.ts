import { listOf, requireProps, shape, TEXT } from '../props/index';
import { ImageError } from './image-error';

/** Files to keep and to remove beside the rules. */
export interface ModulePruningOptions {
  /**
   * Files that stay whatever the rules say: globs of `<package>/<path>`, such as `swagger-ui-dist/**` or `*\/README.md`. Where a
   * glob holds all of a package, as `dd-trace/**` does, the package stays with all that it needs, though a built server does not
   * load it.
   *
   * @default - none
   */
  readonly keep?: string[];

  /**
   * Files that go though the rules would keep them: globs of `<package>/<path>`, such as `aws-sdk/dist/**`.
   *
   * @default - none
   */
  readonly remove?: string[];
}

export const MODULE_PRUNING_OPTIONS = shape<ModulePruningOptions>('ModulePruningOptions', {
  keep: listOf(TEXT),
  remove: listOf(TEXT),
});

/**
 * Files that are left out of the production dependencies in the image. Nothing is left out for its name alone: a file stays where
 * code of its package, of another package or of the project names it, and so does every licence.
 */
export class ModulePruning {
  /**
   * Leaves out what Node.js cannot load and packages do not read while they run: types (unless a compiler is among the
   * dependencies), source maps (unless Node.js is told to read them), documentation, tests, settings of development tools, sources
   * of native modules, and programs for other platforms. Of a server that a framework built, it leaves out the packages that the
   * server does not load.
   *
   * @throws on a glob that is none
   */
  public static standard(options: ModulePruningOptions = {}): ModulePruning {
    requireProps('ModulePruning.standard()', options, MODULE_PRUNING_OPTIONS, ImageError);
    return new ModulePruning(true, [...options.keep ?? []], [...options.remove ?? []]);
  }

  /** The dependencies are in the image as the package manager installs them. */
  public static none(): ModulePruning {
    return new ModulePruning(false, [], []);
  }

  private constructor(
    /** True if anything is left out. */
    public readonly enabled: boolean,
    /** Files to keep: globs of `<package>/<path>`. */
    public readonly keep: string[],
    /** Files to remove: globs of `<package>/<path>`. */
    public readonly remove: string[]) {
    for (const [name, globs] of Object.entries({ keep, remove })) {
      for (const glob of globs) {
        if (!/^[^/\s\0][^\0]*\/[^\0]+$/.test(glob)) {
          throw new ImageError(`modulePruning has ${JSON.stringify(glob)} in "${name}"; write globs of <package>/<path>, such as "swagger-ui-dist/**"`);
        }
      }
    }
  }
}
