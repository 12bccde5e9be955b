import { IgnoreMode } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { DockerImageAsset, DockerImageAssetProps, Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { Construct } from 'constructs';
import { BuildSecret } from '../../image/index';
import { MaterialisedContext } from '../context/materialise';
import { stageAsset } from '../context/stage-asset';
import { LocalBuildOptions } from '../local-build-options';
import { AwsBuildSecret } from '../secrets/aws-build-secret';
import { sha256 } from '../sha256';
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
  const secrets = buildSecrets.length ? Object.fromEntries(buildSecrets.map(secret => [secret.id, secret.source])) : undefined;
  const args = Object.keys(buildArgs).length ? { ...buildArgs } : undefined;
  const fingerprint = fingerprintOf(scope, build, args, secrets);
  stageAsset(scope, context.directory, context.files, fingerprint);
  // staging takes the hash of an asset from whoever knows it; where it does not, it copies and hashes what it is given
  const known: DockerImageAssetProps & { readonly assetHash: string } = {
    ...options,
    directory: context.directory,
    extraHash: context.hash,
    assetHash: fingerprint,
    ignoreMode: IgnoreMode.DOCKER,
    buildArgs: args,
    buildSecrets: secrets,
  };
  const asset = new DockerImageAsset(scope, 'Asset', known);
  return { asset, repository: asset.repository, imageTag: asset.imageTag, assetHash: asset.assetHash };
}

/** What an image is told by: everything that decides what the build makes, and the salt with which a user makes all assets new. */
function fingerprintOf(scope: Construct, { context, platform, networkMode }: LocalBuild, args: unknown, secrets: unknown): string {
  const salt: unknown = scope.node.tryGetContext('@aws-cdk/core:assetHashSalt');
  return sha256(JSON.stringify({ context: context.hash, args, secrets, platform: platform?.platform, network: networkMode?.mode, salt }));
}
