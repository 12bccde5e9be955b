import { BOOLEAN, listOf, requireProps, shape, TEXT } from '../props/index';
import { ImageError } from './image-error';

/** How an application is bundled. */
export interface EsbuildOptions {
  /**
   * Packages that stay outside of bundles, with all that they need, by their names.
   *
   * @default - those of which it cannot be shown that they work in a bundle; these stay outside in any case
   */
  readonly external?: string[];

  /**
   * Files that are started beside the application, such as migrations and workers, relative to the project as it is after its
   * build: `dist/migrate.js`. Each is started by its name as before; what it has in common with the application is there once, in
   * a file beside that of the application (`dist/main.bundle.cjs`).
   *
   * @default - the file that the image starts. Other code that nothing loads stays as it is, with the packages that it loads.
   */
  readonly entries?: string[];

  /**
   * True to write source maps beside the bundles. They hold no sources.
   *
   * @default - true where the start command has Node.js read them (`--enable-source-maps`), false elsewhere
   */
  readonly sourceMaps?: boolean;

  /**
   * True to shorten the names of variables and parameters. The names of functions and classes stay. Code that reads the names of
   * parameters out of the text of a function, as some injectors do, then finds others.
   *
   * @default false - white space, comments and dead code go, and names stay
   */
  readonly minify?: boolean;
}

export const ESBUILD_OPTIONS = shape<EsbuildOptions>('EsbuildOptions', {
  external: listOf(TEXT),
  entries: listOf(TEXT),
  sourceMaps: BOOLEAN,
  minify: BOOLEAN,
});

const PACKAGE_NAME = /^(@[a-z0-9~-][\w.~-]*\/)?[A-Za-z0-9~_-][\w.~-]*$/;

/**
 * Bundling of an application in the build of its image. What cannot be shown to work in a bundle stays outside with all that
 * it needs: native modules, packages that compute what they load, threads, files that are read beside their code.
 */
export class Bundling {
  /**
   * Bundles by a version of esbuild that this library pins, which a stage of its own installs. Nothing of it is in the image.
   *
   * @throws on a name of a package or of a file that is none
   * @see https://esbuild.github.io/api/
   */
  public static esbuild(options: EsbuildOptions = {}): Bundling {
    requireProps('Bundling.esbuild()', options, ESBUILD_OPTIONS, ImageError);
    const { external = [], entries = [], sourceMaps, minify = false } = options;
    return new Bundling(true, [...external], [...entries], minify, sourceMaps);
  }

  /** The application and its dependencies are in the image as the build and the package manager leave them. */
  public static none(): Bundling {
    return new Bundling(false, [], [], false);
  }

  private constructor(
    /** True if anything is bundled. */
    public readonly enabled: boolean,
    /** Packages that stay outside. */
    public readonly external: string[],
    /** Files that are started beside the application. */
    public readonly entries: string[],
    /** True if the names of variables and parameters are shortened. */
    public readonly minify: boolean,
    /** True if there are source maps; undefined if the start command decides. */
    public readonly sourceMaps?: boolean) {
    for (const name of external) {
      if (!PACKAGE_NAME.test(name)) {
        throw new ImageError(`bundling has ${JSON.stringify(name)} in "external"; write names of packages, such as "sharp" or "@prisma/client"`);
      }
    }
    for (const path of entries) {
      if (/^\/|^\.{1,2}(\/|$)|(^|\/)\.\.(\/|$)/.test(path) || path === '' || path.includes('\0')) {
        throw new ImageError(`bundling has ${JSON.stringify(path)} in "entries"; write files of the project as they lie after its build, such as "dist/migrate.js"`);
      }
    }
  }
}
