import { listOf, oneOf, requireProps, shape } from '../props/index';
import { ImageError } from './image-error';

/** Options of a build secret. */
export interface BuildSecretOptions {
  /**
   * The steps of the build that see the secret.
   *
   * @default [BuildStep.INSTALL]
   */
  readonly steps?: BuildStep[];
}

/** Steps of a build that can be given a secret. */
export enum BuildStep {
  /** Installing dependencies. */
  INSTALL = 'install',
  /** Building. */
  BUILD = 'build',
  /** The gates. */
  GATES = 'gates',
}

export const BUILD_SECRET_OPTIONS = shape<BuildSecretOptions>('BuildSecretOptions', {
  steps: listOf(oneOf('BuildStep', BuildStep)),
});

/**
 * A secret that the build needs and no layer, log or template holds: it is mounted while a step runs.
 *
 * @see https://docs.docker.com/build/building/secrets/
 */
export class BuildSecret {
  /**
   * An environment variable of whoever runs the build, under the same name in the build.
   *
   * @param variable Such as `NPM_TOKEN`, as `.npmrc` reads it by `${NPM_TOKEN}`.
   * @throws if it is no name of a variable
   */
  public static environment(variable: string, options: BuildSecretOptions = {}): BuildSecret {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(variable)) {
      throw new ImageError(`a build secret must name an environment variable, received ${JSON.stringify(variable)}`);
    }
    return new BuildSecret(variable, `type=env,env=${variable}`, options, variable);
  }

  /**
   * A file of whoever runs the build.
   *
   * @param id The name of the secret.
   * @param source The file's path where the build is run.
   * @param target The absolute path at which the build sees it, such as `/root/.npmrc`.
   * @throws if the id has other characters than letters, digits, `_`, `.` and `-`, the source has a comma or a quote, or the target
   * is no absolute plain path
   */
  public static file(id: string, source: string, target: string, options: BuildSecretOptions = {}): BuildSecret {
    if (!/^[A-Za-z0-9_.-]+$/.test(id)) {
      throw new ImageError(`the id of a build secret must be letters, digits, "_", "." and "-", received ${JSON.stringify(id)}`);
    }
    // the builder's flag is a comma-separated list without quoting
    if (/[,"\u0000-\u001f]/.test(source) || source === '') {
      throw new ImageError(`the file of a build secret cannot hold a comma or a quote, received ${JSON.stringify(source)}`);
    }
    if (!/^\/[A-Za-z0-9_./@+-]+$/.test(target)) {
      throw new ImageError(`the target of a build secret must be an absolute plain path, received ${JSON.stringify(target)}`);
    }
    return new BuildSecret(id, `type=file,src=${source}`, options, undefined, target);
  }

  /** The steps that see it. */
  public readonly steps: BuildStep[];

  /**
   * A secret that is fetched from elsewhere, for those who make more kinds of them.
   */
  protected constructor(
    /** The name it has in `docker build --secret id=...`. */
    public readonly id: string,
    /** Where it comes from, as `docker build --secret` takes it, without the id. */
    public readonly source: string,
    options: BuildSecretOptions,
    /** The environment variable it appears as. */
    public readonly variable?: string,
    /** The file it appears as. */
    public readonly target?: string) {
    requireProps('BuildSecret', options, BUILD_SECRET_OPTIONS, ImageError, { open: new.target !== BuildSecret });
    this.steps = [...options.steps ?? [BuildStep.INSTALL]];
  }
}
