import { Stack, Token } from 'aws-cdk-lib';
import { LoggingOptions } from 'aws-cdk-lib/aws-codebuild';
import { IRepository } from 'aws-cdk-lib/aws-ecr';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { Architecture } from '../codebuild/architecture';
import { SigningOptions } from '../codebuild/attest/signing-options';
import { Buildspec, BuildspecReports } from '../codebuild/buildspec/buildspec';
import { stepBuildspec } from '../codebuild/buildspec/step-buildspec';
import { ownLogGroup } from '../codebuild/infrastructure/own-log-group';
import { BuildProject, BuildSource } from '../codebuild/projects/build-project';
import { CloudBuildOptions, splitCloudBuildOptions } from '../codebuild/projects/cloud-build-options';
import { stepAsset } from '../codebuild/projects/delivery-project';
import { repositoryUriOf } from '../codebuild/repository-uri';
import { isPublic } from '../codebuild/roles/grant-base-images';
import { ProjectRole } from '../codebuild/roles/project-role';
import { grantSecrets, secretVariables } from '../codebuild/secrets/secret-variables';
import { ImageRecords } from '../delivery/repository/image-records';
import { BaseImage, BuildSecret, Gate, NodejsDockerfile } from '../image/index';
import { startGateOf } from '../image/plan/start-gate';
import { WORK_DIRECTORY } from '../steps/step-program';
import { ImageTag } from '../tags/image-tag';
import { CACHE_TAG_PREFIX } from '../tags/tag-rules';
import { DockerfileOrigin } from './context/dockerfile-origin';
import { planAsset } from './context/plan-asset';
import { PipelineImageOptions } from './image-pipeline-options';
import { PipelineError } from './pipeline-error';
import { pullRequestVariables, secretsNamed } from './pull-request-secrets';
import { environmentOf } from './steps/step-action';
import { grantMetrics, metricsVariables, puttingMetrics, StepMetrics } from './steps/step-metrics';

/** Properties of the build of an image, as far as it is known before there are sources. */
export interface PipelineImageProps {
  /** How the image is described. */
  readonly options: PipelineImageOptions;
  /** The repository that it is pushed to. */
  readonly repository: IRepository;
  readonly metrics: StepMetrics;
  readonly architectures: readonly Architecture[];
}

/** How a project builds the image. */
export interface PipelineBuildProps {
  readonly architecture: Architecture;
  readonly source: BuildSource;
  /** True if the image is pushed if it passes its gates: it is not of a pull request then. */
  readonly push: boolean;
  /** True if it gets its release tags at once. */
  readonly release: boolean;
  /** Signing by the build itself, where no later step signs. */
  readonly signed?: SigningOptions;
}

/** The image of a pipeline: makes projects that build it of the sources they are given. */
export class PipelineImage extends Construct {
  /** The Dockerfile, where the project was there at synthesis. */
  public readonly dockerfile?: NodejsDockerfile;
  /** The ids of secrets that builds of pull requests do not get, where nobody has said so. */
  public readonly withheldSecrets: readonly string[];
  private readonly plan: Asset;
  private readonly cloud: CloudBuildOptions;
  private readonly secrets: readonly BuildSecret[];
  private readonly pullRequestSecrets: readonly BuildSecret[];
  /** The first project of pushes. */
  private pushed?: BuildProject;

  constructor(scope: Construct, id: string, private readonly props: PipelineImageProps) {
    super(scope, id);
    const { cloud, image } = splitCloudBuildOptions(props.options);
    const {
      repository: _, tags = [ImageTag.contentHash()], sourceRoot, pullRequestSecrets, dockerfileOrigin: origin = DockerfileOrigin.PINNED, ...options
    } = image;
    this.cloud = cloud;
    this.secrets = options.buildSecrets ?? [];
    this.pullRequestSecrets = secretsNamed(pullRequestSecrets ?? [], this.secrets);
    this.withheldSecrets = pullRequestSecrets ? [] : this.secrets.map(({ id: secret }) => secret);
    const { asset, dockerfile } = planAsset(this, 'Plan', options, { origin, sourceRoot, tags, architectures: props.architectures.map(({ name }) => name) });
    this.plan = asset;
    this.dockerfile = dockerfile;
  }

  /** A project that builds the image. */
  public project(scope: Construct, id: string, { architecture, source, push, release, signed = {} }: PipelineBuildProps): BuildProject {
    const { signing, sbom } = signed;
    const { repository, metrics, architectures } = this.props;
    const secrets = push ? this.secrets : this.pullRequestSecrets;
    const all = this.cloud.environmentVariables ?? {};
    const environmentVariables = push ? all : pullRequestVariables(all, this.secrets, this.pullRequestSecrets);
    const { variables, flags } = secretVariables(secrets, environmentVariables);
    const parent = new Construct(scope, id);
    const records = ImageRecords.of(this, repository);
    const sibling = push ? this.pushed : undefined;
    const logging = this.logging(parent, sibling);
    const references = this.dockerfile?.baseImages ?? (this.props.options.baseImage ?? BaseImage.debianSlim())._repositories;
    const build = new BuildProject(parent, 'Build', {
      ...this.cloud,
      environmentVariables,
      architecture,
      sibling,
      logging,
      source,
      buildspec: reports => imageBuildspec({ reports, push }),
      gates: this.gates,
      baseImages: references,
      // in these words already where the role is given leave one by one
      common: [
        ProjectRole.login(),
        ProjectRole.readingFile(stepAsset(this)),
        ...isPublic(references) ? [ProjectRole.publicLogin()] : [],
        ...push && metrics ? [puttingMetrics(metrics)] : [],
      ],
      variables: {
        ...variables,
        ...environmentOf(given({
          PLAN: `${this.plan.s3BucketName}/${this.plan.s3ObjectKey}`,
          REPOSITORY: repositoryUriOf(this, repository),
          ...records.variables,
          PLATFORM: architecture.platform.platform,
          TAG_SUFFIX: architectures.length > 1 ? architecture.suffix : '',
          BUILD_ARGS: Object.keys(this.props.options.buildArgs ?? {}).length ? Stack.of(this).toJsonString(this.props.options.buildArgs) : '',
          DERIVE_ARGS: unknownArgs(this, this.props.options.buildArgs),
          BUILD_SECRETS: flags.length ? JSON.stringify(flags) : '',
          CACHE_TAG: this.cloud.registryCache ?? true ? `${CACHE_TAG_PREFIX}${architecture.name}` : '',
          PUSH: String(push),
          RELEASE: release ? 'true' : '',
          KEY_ARN: signing?.key.keyArn ?? '',
          SBOM: sbom?._variable() ?? '',
          LOG_GROUP: logging.cloudWatch?.logGroup?.logGroupName ?? '',
          ...metricsVariables(push ? metrics : undefined),
        })),
      },
    });
    if (push) {
      this.pushed ??= build;
    }
    grantSecrets(secrets, build.role);
    grantMetrics(build.role, push ? metrics : undefined);
    build.role.grantFile(this.plan);
    if (push) {
      repository.grantPullPush(build.role);
      records.grantRecord(build.role);
    } else {
      repository.grantPull(build.role);
      records.grantRead(build.role);
    }
    if (release) {
      records.grantTags(build.role);
    }
    if (signing) {
      build.role.grantKey(signing.key, 'kms:GetPublicKey', 'kms:Sign', 'kms:Verify');
    }
    return build;
  }

  /** The gates, as far as they are known at synthesis. */
  public get gates(): readonly Gate[] {
    const { gates = [], startGate } = this.props.options;
    return this.dockerfile?.gates ?? [...gates, ...startGateOf(startGate)];
  }

  /** The references of the base images. */
  public get baseImages(): string[] {
    if (!this.dockerfile) {
      throw new PipelineError('baseImageSchedule needs the project to be there at synthesis, where its base images are found out');
    }
    return this.dockerfile.baseImages;
  }

  private logging(scope: Construct, sibling?: BuildProject): LoggingOptions {
    const { logging } = this.cloud;
    if (logging?.cloudWatch?.enabled === false || logging?.cloudWatch?.logGroup) {
      return logging;
    }
    return { ...logging, cloudWatch: { ...logging?.cloudWatch, logGroup: sibling?.logGroup ?? ownLogGroup(scope) } };
  }
}

/** Build arguments whose values are known only while deploying: the content tag is derived from them when they are. */
function unknownArgs(scope: Construct, buildArgs: { [name: string]: string } = {}): string {
  const unknown = Object.entries(buildArgs).filter(([, value]) => Token.isUnresolved(value));
  return unknown.length ? Stack.of(scope).toJsonString(Object.fromEntries(unknown)) : '';
}

/** Without those that are empty, which not every API takes. */
function given(variables: { [name: string]: string }): { [name: string]: string } {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
}

/** Properties of the buildspec of an image. */
export interface ImageBuildspecProps {
  /** Where it leaves reports. */
  readonly reports: BuildspecReports;
  /** True if the image is pushed, so that there is something to tell of it. */
  readonly push: boolean;
}

/** Builds the image of the sources that a pipeline gives, for one platform, and pushes it if its gates passed. */
export function imageBuildspec({ reports, push }: ImageBuildspecProps): Buildspec {
  return stepBuildspec({
    name: 'image',
    exports: ['CONTENT_TAG', 'RELEASE_TAGS', ...push ? ['IMAGE_DIGEST', 'BUILT', 'BEGAN'] : []],
    reports,
    // small: the next steps take all they need from variables, but CodeBuild takes no step without an input
    artifacts: push ? [`${WORK_DIRECTORY}/exports/*`] : [],
  });
}
