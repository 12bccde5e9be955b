import { DockerfileError, show } from './dockerfile-error';
import { flagValue } from './quote';

/** The names a stage can have: what every builder takes in `FROM ... AS` and `--from`. */
export const STAGE_NAME = /^[a-z][a-z0-9_.-]*$/;
/** @see https://github.com/distribution/reference/blob/main/regexp.go */
const PATH_PART = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const HOST = '(?:[A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9.-]*[A-Za-z0-9])(?::[0-9]+)?';
const IMAGE_REFERENCE = new RegExp(`^(?:${HOST}/)?${PATH_PART}(?:/${PATH_PART})*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@[a-z0-9]+:[a-f0-9]{32,})?$`);
const ARGUMENT_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** @internal */
export interface FromModel {
  readonly kind: 'stage' | 'image' | 'argument' | 'scratch';
  readonly name: string;
  readonly image?: string;
}

/**
 * Where a stage starts or a file comes from: another stage, an image, or nothing.
 *
 * @see https://docs.docker.com/reference/dockerfile/#from
 */
export class From {
  /** The empty image. A stage can start from it, nothing can be copied from it. */
  public static readonly SCRATCH = new From({ kind: 'scratch', name: 'scratch' });

  /**
   * Another stage of the same Dockerfile.
   *
   * @param name The stage's name; whether it exists is checked when the Dockerfile is rendered.
   * @throws if the name is none that a stage can have
   */
  public static stage(name: string): From {
    return new From({ kind: 'stage', name: flagValue('the name of a stage', name, STAGE_NAME) });
  }

  /**
   * An image from a registry.
   *
   * @param reference Such as `public.ecr.aws/docker/library/node:24-bookworm-slim`, or with a digest.
   * @throws if the reference is none of an image, or `scratch`
   */
  public static image(reference: string): From {
    if (reference === 'scratch' || /^[0-9]+$/.test(reference)) {
      throw new DockerfileError(`the name of an image cannot be one that builders reserve, received ${show(reference)}; use From.SCRATCH or From.stage()`);
    }
    return new From({ kind: 'image', name: imageReference(reference) });
  }

  /**
   * An image that a build argument may replace, for digest pins and mirrors: `--build-arg NAME=reference`.
   *
   * @param argument The name of the build argument.
   * @param defaultReference The image where the argument is not given.
   * @throws if the name is none of a build argument, or the reference none of an image
   */
  public static argument(argument: string, defaultReference: string): From {
    return new From({
      kind: 'argument',
      name: flagValue('the name of a build argument', argument, ARGUMENT_NAME),
      image: imageReference(defaultReference),
    });
  }

  /** @internal */
  public readonly _model: FromModel;

  private constructor(model: FromModel) {
    this._model = model;
  }

  /** @internal the image in a registry, if it is one */
  public get _image(): string | undefined {
    return this._model.kind === 'image' ? this._model.name : this._model.image;
  }

  /** @internal */
  public _requireFiles(): this {
    if (this._model.kind === 'scratch' || this._model.kind === 'argument') {
      throw new DockerfileError(`files come from a stage or an image, received ${show(this._model.name)}; name a stage that starts from it`);
    }
    return this;
  }
}

function imageReference(reference: string): string {
  if (!IMAGE_REFERENCE.test(reference)) {
    throw new DockerfileError(`an image reference must look like registry/name:tag or registry/name@sha256:digest, received ${show(reference)}`);
  }
  return reference;
}
