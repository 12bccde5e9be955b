import { From } from './from';
import { flagValue } from './quote';

const MOUNT_PATH = /^[A-Za-z0-9_./@+-]+$/;
const MOUNT_ID = /^[A-Za-z0-9_./-]+$/;
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Ways in which builds use a cache at the same time.
 *
 * @see https://docs.docker.com/reference/dockerfile/#run---mounttypecache
 */
export enum CacheSharing {
  /** All of them use it. */
  SHARED = 'shared',
  /** Each has one of its own. */
  PRIVATE = 'private',
  /** One waits for the other. */
  LOCKED = 'locked',
}

/** Options of a cache mount. */
export interface CacheMountOptions {
  /**
   * The way in which builds use the cache at the same time.
   *
   * @default CacheSharing.SHARED
   */
  readonly sharing?: CacheSharing;
}

/** Options of a secret mount. */
export interface SecretMountOptions {
  /**
   * The file the secret appears as while the command runs.
   *
   * @default - `/run/secrets/<id>`, unless `variable` is given
   */
  readonly target?: string;

  /**
   * The environment variable the secret appears as while the command runs.
   *
   * @default - none, the secret is a file
   */
  readonly variable?: string;

  /**
   * True if the build fails where the secret is not given.
   *
   * @default true
   */
  readonly required?: boolean;
}

/** Options of a bind mount. */
export interface BindMountOptions {
  /**
   * True if the command may write there. What it writes is gone when the command ends.
   *
   * @default false
   */
  readonly writable?: boolean;
}

/**
 * Something a `RUN` sees that no layer keeps.
 *
 * @see https://docs.docker.com/reference/dockerfile/#run---mount
 */
export class Mount {
  /**
   * A directory that the builder keeps between builds.
   *
   * @param id What makes it the same cache.
   * @param target Where it appears.
   * @throws if the id or the target has other characters than letters, digits and those of plain paths
   */
  public static cache(id: string, target: string, { sharing = CacheSharing.SHARED }: CacheMountOptions = {}): Mount {
    return new Mount('cache', [
      ['id', flagValue('the id of a cache', id, MOUNT_ID)],
      ['target', flagValue('the target of a mount', target, MOUNT_PATH)],
      ...sharing === CacheSharing.SHARED ? [] : [['sharing', flagValue('the sharing of a cache', sharing, MOUNT_ID)]],
    ]);
  }

  /**
   * A secret given to the build. It is in no layer, no cache and no history.
   *
   * @param id The name it has in `docker build --secret id=...`.
   * @throws if the id, the target or the variable is none
   */
  public static secret(id: string, options: SecretMountOptions = {}): Mount {
    return new Mount('secret', [
      ['id', flagValue('the id of a secret', id, MOUNT_ID)],
      ...options.target !== undefined ? [['target', flagValue('the target of a mount', options.target, MOUNT_PATH)]] : [],
      ...options.variable !== undefined ? [['env', flagValue('the variable of a secret', options.variable, VARIABLE)]] : [],
      ...options.required ?? true ? [['required', 'true']] : [],
    ]);
  }

  /**
   * A file or directory of the build context, or of a stage or image, while the command runs.
   *
   * @param source The path in the context, stage or image.
   * @param target Where it appears.
   * @param from Where it comes from; the build context where not given.
   * @throws if a path is not plain, or files cannot come from there
   */
  public static bind(source: string, target: string, from?: From, options: BindMountOptions = {}): Mount {
    return new Mount('bind', [
      ['source', flagValue('the source of a mount', source, MOUNT_PATH)],
      ['target', flagValue('the target of a mount', target, MOUNT_PATH)],
      ...options.writable ? [['rw']] : [],
    ], from?._requireFiles());
  }

  private constructor(
    /** @internal */
    public readonly _type: string,
    /** @internal */
    public readonly _fields: string[][],
    /** @internal */
    public readonly _from?: From) {
  }
}
