import { listOf, requireProps, shape, TEXT } from '../props/index';
import { ImageError } from './image-error';
import { relativePath } from './paths';

/** Directories to keep beside those that are known. */
export interface ToolCachesOptions {
  /**
   * Directories in which tools of the build keep what they made, relative to the project, such as `.cache/webpack`. What is in
   * them while the build runs is not in the image.
   *
   * @default - those of the tools that the project is seen to build with alone
   */
  readonly directories?: string[];
}

export const TOOL_CACHES_OPTIONS = shape<ToolCachesOptions>('ToolCachesOptions', {
  directories: listOf(TEXT),
});

/**
 * Caches of the tools that build an application. The builder keeps them from one build to the next, where it keeps anything: a
 * local engine and a Docker server of CodeBuild do, a fresh machine and a registry's cache do not.
 *
 * A cache belongs to one project with one lockfile, and builds that run at the same time have one each. Tests and other gates
 * have none: what they say is never taken from what another build left.
 *
 * @see https://docs.docker.com/build/cache/optimize/#use-cache-mounts
 */
export class ToolCaches {
  /**
   * Keeps the caches of the tools that the project is seen to build with: `.next/cache` of Next.js, `.angular/cache`,
   * `node_modules/.astro`, those of Turborepo, Nx and Parcel, and `node_modules/.cache`, where most others have theirs.
   *
   * What a framework fetched while it built is in its cache, too: Next.js uses it again as it does on its own platform.
   *
   * @throws on a directory that does not lie in the project
   */
  public static standard(options: ToolCachesOptions = {}): ToolCaches {
    requireProps('ToolCaches.standard()', options, TOOL_CACHES_OPTIONS, ImageError);
    return new ToolCaches(true, (options.directories ?? []).map(path => relativePath('toolCaches', path)));
  }

  /** Nothing is kept. */
  public static none(): ToolCaches {
    return new ToolCaches(false, []);
  }

  private constructor(
    /** True if anything is kept. */
    public readonly enabled: boolean,
    /** Directories beside those that are known, relative to the project. */
    public readonly directories: string[]) {
  }
}
