import { IgnoreMode } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { DockerImageAsset, Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { Construct } from 'constructs';
import { BuildSecret } from '../../image/index';
import { MaterialisedContext } from '../context/materialise';
import { LocalBuildOptions } from '../local-build-options';
import { AwsBuildSecret } from '../secrets/aws-build-secret';
import { fetchedSecretsAsset } from './fetched-secrets-asset';

/** A build where `cdk deploy` runs. */
export interface LocalBuild extends LocalBuildOptions {
  readonly context: MaterialisedContext;
  readonly buildArgs: { readonly [name: string]: string };
  readonly buildSecrets: readonly BuildSecret[];
  readonly platform?: Platform;
}

/** What such a build leaves in the bootstrap repository. */
export interface LocalImage {
  readonly asset?: DockerImageAsset;
  readonly repository: ecr.IRepository;
  readonly imageTag: string;
  readonly assetHash: string;
}

/** An asset that `docker build` makes, or a program of ours where secrets have to be fetched for it. */
export function buildLocally(scope: Construct, build: LocalBuild): LocalImage {
  return build.buildSecrets.some(secret => secret instanceof AwsBuildSecret) ? fetchedSecretsAsset(scope, build) : dockerAsset(scope, build);
}

function dockerAsset(scope: Construct, build: LocalBuild): LocalImage {
  const { context, buildArgs, buildSecrets, ...options } = build;
  const asset = new DockerImageAsset(scope, 'Asset', {
    ...options,
    directory: context.directory,
    extraHash: context.hash,
    ignoreMode: IgnoreMode.DOCKER,
    buildArgs: Object.keys(buildArgs).length ? { ...buildArgs } : undefined,
    buildSecrets: buildSecrets.length ? Object.fromEntries(buildSecrets.map(secret => [secret.id, secret.source])) : undefined,
  });
  return { asset, repository: asset.repository, imageTag: asset.imageTag, assetHash: asset.assetHash };
}
