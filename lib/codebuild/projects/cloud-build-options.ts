import { Duration } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import { DeliveryError } from '../../context/delivery-error';
import { BOOLEAN, foreign, foreignEnum, listOf, mapOf, shape } from '../../props/index';
import { Architecture } from '../architecture';
import { DURATION } from '../kinds';

/** How CodeBuild builds an image. */
export interface CloudBuildOptions {
  /**
   * The size of the machines.
   *
   * @default ComputeType.MEDIUM
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-compute-types.html
   */
  readonly computeType?: codebuild.ComputeType;

  /**
   * Image that the build itself runs in: bash, tar, unzip, the AWS CLI, Node.js 18 or later and Docker 28 with buildx have to be
   * there. For images of one platform alone.
   *
   * @default - the current Amazon Linux image of CodeBuild for each platform
   */
  readonly buildImage?: codebuild.IBuildImage;

  /**
   * Machines that are reserved for you. For images of one platform alone.
   *
   * @default - machines on demand
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/fleets.html
   */
  readonly fleet?: codebuild.IFleet;

  /**
   * A Docker server that outlives the build and keeps its layers.
   *
   * @default - a Docker engine in the build's own machine
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-codebuild-docker-server.html
   */
  readonly dockerServer?: codebuild.DockerServerOptions;

  /**
   * The network in which the build runs. It needs a way to ECR, S3, CloudWatch Logs, the package registry and the
   * registry of the base images.
   *
   * @default - CodeBuild's own
   */
  readonly vpc?: ec2.IVpc;

  /**
   * The subnets of the network.
   *
   * @default - private subnets with a way out
   */
  readonly subnetSelection?: ec2.SubnetSelection;

  /**
   * The security groups of the build.
   *
   * @default - a group of its own that lets everything out and nothing in
   */
  readonly securityGroups?: ec2.ISecurityGroup[];

  /**
   * How long one build may take, from 5 minutes: to 50 during a deployment, because CloudFormation waits an hour for
   * everything, and to 36 hours in a pipeline or a project of its own.
   *
   * @default - 45 minutes during a deployment, else an hour
   * @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html
   */
  readonly timeout?: Duration;

  /**
   * How long a build may wait for a machine, from 5 minutes: to 50 during a deployment, else to 8 hours.
   *
   * @default - 15 minutes during a deployment, else 8 hours
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/builds-working.html
   */
  readonly queuedTimeout?: Duration;

  /**
   * Where the build logs. Without CloudWatch Logs a failed deployment does not show the log of the gate.
   *
   * @default - a log group of its own, kept for a month or as `ImageInfrastructure` says
   */
  readonly logging?: codebuild.LoggingOptions;

  /**
   * The key that encrypts what CodeBuild keeps.
   *
   * @default - the key of AWS for Amazon S3 in this account
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * True if installed dependencies are kept in the repository, under tags that begin with `cache-`, for the next build.
   *
   * @default true
   */
  readonly registryCache?: boolean;

  /**
   * True if the reports of the gates are published to report groups of CodeBuild, also when they fail.
   *
   * @default true
   */
  readonly publishReports?: boolean;

  /**
   * Environment variables of the build, for example one that `BuildSecret.environment` names. The Dockerfile does not see
   * them. Builds of pull requests get neither those that CodeBuild fetches from Secrets Manager or Parameter Store, nor those of
   * build secrets that they do not get.
   *
   * @default - none
   */
  readonly environmentVariables?: { [name: string]: codebuild.BuildEnvironmentVariable };
}

export const CLOUD_BUILD_OPTIONS = shape<CloudBuildOptions>('CloudBuildOptions', {
  computeType: foreignEnum('ComputeType'),
  buildImage: foreign('IBuildImage'),
  fleet: foreign('IFleet'),
  dockerServer: foreign('DockerServerOptions'),
  vpc: foreign('IVpc'),
  subnetSelection: foreign('SubnetSelection'),
  securityGroups: listOf(foreign('ISecurityGroup')),
  timeout: DURATION,
  queuedTimeout: DURATION,
  logging: foreign('LoggingOptions'),
  encryptionKey: foreign('IKey'),
  registryCache: BOOLEAN,
  publishReports: BOOLEAN,
  environmentVariables: mapOf(foreign('BuildEnvironmentVariable', value => typeof value === 'string' ? `{ value: ${JSON.stringify(value)} }` : undefined)),
});

/** Takes these options out of props, and leaves what describes the image. */
export function splitCloudBuildOptions<T extends CloudBuildOptions>(props: T): { cloud: CloudBuildOptions; image: Omit<T, keyof CloudBuildOptions> } {
  const {
    computeType, buildImage, fleet, dockerServer, vpc, subnetSelection, securityGroups, timeout, queuedTimeout, logging, encryptionKey,
    registryCache, publishReports, environmentVariables, ...image
  } = props;
  const cloud = {
    computeType, buildImage, fleet, dockerServer, vpc, subnetSelection, securityGroups, timeout, queuedTimeout, logging, encryptionKey,
    registryCache, publishReports, environmentVariables,
  };
  return { cloud, image };
}

/** Machines and build images are of one architecture. */
export function requireOneArchitecture(cloud: CloudBuildOptions, architectures: readonly Architecture[]): void {
  const prop = (['buildImage', 'fleet'] as const).find(name => cloud[name] !== undefined);
  if (prop !== undefined && architectures.length > 1) {
    throw new DeliveryError(`"${prop}" is for one platform, received ${architectures.length} "platforms"; leave one of the two props out`);
  }
}
