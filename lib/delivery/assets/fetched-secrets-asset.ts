import * as path from 'path';
import { Stack, Stage, Token } from 'aws-cdk-lib';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { DockerCacheOption } from 'aws-cdk-lib/aws-ecr-assets';
import { Construct } from 'constructs';
import { AwsBuildSecret } from '../../codebuild/secrets/aws-build-secret';
import { DeliveryError } from '../../context/delivery-error';
import { outdirOf } from '../../context/prepare';
import { sha256 } from '../../context/sha256';
import { writeOutputFile } from '../../context/write-atomically';
import { BuildSecret } from '../../image/index';
import type { LocalBuild, LocalImage } from './local-build';
import { FetchedSecret, LocalBuildInput, LOCAL_BUILD_PROGRAM } from './local-build-program';

/**
 * An image asset that a program builds, which fetches secrets before it calls `docker build`. The program lies in the
 * output of the synthesis; its input names secrets and holds none.
 */
export function fetchedSecretsAsset(scope: Construct, build: LocalBuild): LocalImage {
  const input = inputOf(scope, build);
  const assetHash = sha256(JSON.stringify({ ...input, context: build.context.hash }));
  const program = write(outdirOf(scope), `node-image-build-${sha256(LOCAL_BUILD_PROGRAM).slice(0, 16)}`, LOCAL_BUILD_PROGRAM);
  const relative = (file: string) => path.relative(Stage.of(scope)!.outdir, file).split(path.sep).join('/');
  const { repositoryName, imageTag } = Stack.of(scope).synthesizer.addDockerImageAsset({
    sourceHash: assetHash,
    displayName: build.displayName ?? scope.node.path,
    assetName: build.assetName,
    executable: ['node', relative(program), JSON.stringify({ ...input, context: relative(build.context.directory), tag: `cdkasset-${assetHash}` })],
  });
  const repository = Repository.fromRepositoryName(scope, 'Repository', repositoryName);
  return { repository, imageTag: imageTag ?? assetHash, assetHash };
}

function inputOf(scope: Construct, build: LocalBuild): Omit<LocalBuildInput, 'context' | 'tag'> {
  const { region } = Stack.of(scope);
  return {
    region: Token.isUnresolved(region) ? undefined : region,
    secrets: build.buildSecrets.map(secret => secret instanceof AwsBuildSecret ? fetched(secret) : given(secret)),
    args: [
      ...Object.entries(build.buildArgs).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
      ...build.platform ? ['--platform', build.platform.platform] : [],
      ...build.networkMode ? ['--network', build.networkMode.mode] : [],
      ...(build.cacheFrom ?? []).flatMap(option => ['--cache-from', cache(option)]),
      ...build.cacheTo ? ['--cache-to', cache(build.cacheTo)] : [],
      ...build.cacheDisabled ? ['--no-cache'] : [],
    ],
  };
}

function given({ id, source }: BuildSecret): FetchedSecret {
  return { flag: `id=${id},${source}` };
}

function fetched(build: AwsBuildSecret): FetchedSecret {
  const { id, variable, secret, parameter, jsonField } = build;
  const name = secret ? secret.secretName : parameter!.parameterName;
  if (Token.isUnresolved(name)) {
    throw new DeliveryError(`the name of the build secret ${JSON.stringify(id)} is known only while deploying, but the image is built before; `
      + `give one that exists already, by ${secret ? 'Secret.fromSecretNameV2' : 'StringParameter.fromSecureStringParameterAttributes'}, or build with NodejsImageBuild`);
  }
  return { flag: `id=${id},env=${variable}`, variable, ...secret ? { secret: name, jsonField } : { parameter: name } };
}

function cache({ type, params }: DockerCacheOption): string {
  return [`type=${type}`, ...Object.entries(params ?? {}).map(([name, value]) => `${name}=${value}`)].join(',');
}

function write(outdir: string, name: string, content: string): string {
  const file = path.join(outdir, `${name}.mjs`);
  writeOutputFile(file, file, content);
  return file;
}
