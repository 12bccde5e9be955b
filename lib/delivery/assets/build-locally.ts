import { IgnoreMode } from 'aws-cdk-lib';
import { DockerImageAsset, DockerImageAssetProps } from 'aws-cdk-lib/aws-ecr-assets';
import { Construct } from 'constructs';
import { AwsBuildSecret } from '../../codebuild/secrets/aws-build-secret';
import { sha256 } from '../../context/sha256';
import { stageAsset } from '../../context/stage-asset';
import { fetchedSecretsAsset } from './fetched-secrets-asset';
import { LocalBuild, LocalImage } from './local-build';

/** An asset that `docker build` makes, or a program of ours where secrets have to be fetched for it. */
export function buildLocally(scope: Construct, build: LocalBuild): LocalImage {
  return build.buildSecrets.some(secret => secret instanceof AwsBuildSecret) ? fetchedSecretsAsset(scope, build) : dockerAsset(scope, build);
}

function dockerAsset(scope: Construct, build: LocalBuild): LocalImage {
  const { context, buildArgs, buildSecrets, ...options } = build;
  const secrets = buildSecrets.length ? Object.fromEntries(buildSecrets.map(secret => [secret.id, secret.source])) : undefined;
  const args = Object.keys(buildArgs).length ? { ...buildArgs } : undefined;
  const fingerprint = fingerprintOf(scope, build, args, secrets);
  stageAsset(scope, context.directory, () => context.files(), fingerprint);
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

/** Fingerprint of an image: everything that decides what the build makes, and the salt with which a user makes all assets new. */
function fingerprintOf(scope: Construct, { context, platform, networkMode }: LocalBuild, args: unknown, secrets: unknown): string {
  const salt: unknown = scope.node.tryGetContext('@aws-cdk/core:assetHashSalt');
  return sha256(JSON.stringify({ context: context.hash, args, secrets, platform: platform?.platform, network: networkMode?.mode, salt }));
}
