import * as ecr from 'aws-cdk-lib/aws-ecr';
import { DockerImageAsset, Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { MaterialisedContext } from '../../context/materialise';
import { BuildSecret } from '../../image/index';
import { LocalBuildOptions } from '../local-build-options';

/** A build where `cdk deploy` runs. */
export interface LocalBuild extends LocalBuildOptions {
  readonly context: MaterialisedContext;
  readonly buildArgs: { readonly [name: string]: string };
  readonly buildSecrets: readonly BuildSecret[];
  readonly platform?: Platform;
}

/** Image in the bootstrap repository. */
export interface LocalImage {
  readonly asset?: DockerImageAsset;
  readonly repository: ecr.IRepository;
  readonly imageTag: string;
  readonly assetHash: string;
}
