import { DockerCacheOption, NetworkMode } from 'aws-cdk-lib/aws-ecr-assets';
import { BOOLEAN, foreign, listOf, shape, TEXT } from '../props/index';

/** How `docker build` is called where `cdk deploy` runs. */
export interface LocalBuildOptions {
  /**
   * The network of the build's `RUN` instructions.
   *
   * @default - the builder's default
   */
  readonly networkMode?: NetworkMode;

  /**
   * Caches to read.
   *
   * @default - none but the builder's own
   */
  readonly cacheFrom?: DockerCacheOption[];

  /**
   * A cache to write.
   *
   * @default - none but the builder's own
   */
  readonly cacheTo?: DockerCacheOption;

  /**
   * True if the builder's cache is not to be used.
   *
   * @default false
   */
  readonly cacheDisabled?: boolean;

  /**
   * The name shown while the image is built and pushed.
   *
   * @default - the path of the construct
   */
  readonly displayName?: string;

  /**
   * The name of the asset, which `AppStagingSynthesizer` makes a repository by: letters, digits, `-` and `_`.
   *
   * @default - none; the repository of `cdk bootstrap` needs none
   * @see https://docs.aws.amazon.com/cdk/api/v2/docs/app-staging-synthesizer-alpha-readme.html
   */
  readonly assetName?: string;
}

export const LOCAL_BUILD_OPTIONS = shape<LocalBuildOptions>('LocalBuildOptions', {
  networkMode: foreign('NetworkMode', value => typeof value === 'string' ? `NetworkMode.custom(${JSON.stringify(value)})` : undefined),
  cacheFrom: listOf(foreign('DockerCacheOption')),
  cacheTo: foreign('DockerCacheOption'),
  cacheDisabled: BOOLEAN,
  displayName: TEXT,
  assetName: TEXT,
});
