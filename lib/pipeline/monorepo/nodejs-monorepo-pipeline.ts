import { ArnFormat, Names, Stack } from 'aws-cdk-lib';
import { Project } from 'aws-cdk-lib/aws-codebuild';
import { Artifact, ExecutionMode, Pipeline, PipelineType } from 'aws-cdk-lib/aws-codepipeline';
import { StateMachineInput, StepFunctionInvokeAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import { IRepository } from 'aws-cdk-lib/aws-ecr';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { Construct } from 'constructs';
import { architecturesOf } from '../../codebuild/architecture';
import { requireSigned, SIGNING_OPTIONS, SigningOptions } from '../../codebuild/attest/signing-options';
import { PLATFORM } from '../../codebuild/kinds';
import { CLOUD_BUILD_OPTIONS, CloudBuildOptions, requireOneArchitecture, splitCloudBuildOptions } from '../../codebuild/projects/cloud-build-options';
import { recordsTable } from '../../delivery/repository/image-records';
import { BOOLEAN, listOf, NUMBER, objectOf, required, requireProps, shape, TEXT } from '../../props/index';
import { IMAGE_TAG, ImageTag } from '../../tags/image-tag';
import { ArtifactBucket } from '../artifact-bucket';
import { DOCKERFILE_ORIGIN, DockerfileOrigin } from '../context/dockerfile-origin';
import { PipelineError } from '../pipeline-error';
import { requireTagsFit } from '../release-repository';
import { IMAGE_SCAN, ImageScan } from '../scan/image-scan';
import { PIPELINE_SOURCE, PipelineSource } from '../source/pipeline-source';
import { warnOfUnreviewedTags } from '../source/unreviewed-tags';
import { acknowledgeBelow, acknowledgePipeline } from '../steps/acknowledge-below';
import { StepAction } from '../steps/step-action';
import { MACHINE_INPUT, MonorepoBuilds } from './monorepo-builds';
import { MONOREPO_IMAGE, MonorepoImage } from './monorepo-image';
import { MonorepoImages } from './monorepo-images';
import { MonorepoPullRequests } from './monorepo-pull-requests';

/** Step Functions' own limit for what a map has going on at once. */
const MOST_AT_ONCE = 40;

/** Properties of a pipeline for the images of a monorepo. */
export interface NodejsMonorepoPipelineProps extends CloudBuildOptions, SigningOptions {
  /** Where the sources come from, and which changes run the pipeline. */
  readonly source: PipelineSource;

  /** The images that are made of them. */
  readonly images: MonorepoImage[];

  /**
   * The tags of images that have none of their own. A tag such as a commit is put on the images that a push changes; the others
   * keep what they have.
   *
   * @default [ImageTag.contentHash()]
   */
  readonly tags?: ImageTag[];

  /**
   * True if the images that a push changes are released together: where one of them cannot be built, or a gate of it fails,
   * none is released until a later push mends it.
   *
   * @default false - each is released as soon as all are built, whatever became of the others
   */
  readonly releaseTogether?: boolean;

  /**
   * How many images are built at once, from 1 to 40. What an account may have at once is a quota of CodeBuild; it queues five times
   * as many.
   *
   * @default 20
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html
   */
  readonly maximumConcurrency?: number;

  /**
   * The platforms to build for, side by side and each on machines of its own kind. With several, one tag stands for all of them.
   *
   * @default [Platform.LINUX_AMD64]
   */
  readonly platforms?: Platform[];

  /**
   * Scan that an image has to pass that a push changes, before it is released. What is accepted in one image alone are its
   * `acceptedFindings`.
   *
   * @default - images are not scanned
   */
  readonly scan?: ImageScan;

  /**
   * The directory on this machine that is the root of the repository with the sources. The directories of the images lie in it,
   * and are looked for at the same place in what the source gives.
   *
   * @default - the nearest directory, from that of an image upwards, with `.git`
   */
  readonly sourceRoot?: string;

  /**
   * Where the Dockerfiles come from.
   *
   * @default DockerfileOrigin.PINNED
   */
  readonly dockerfileOrigin?: DockerfileOrigin;

  /**
   * The name of the pipeline.
   *
   * @default - made of the path of the construct
   */
  readonly pipelineName?: string;
}

export const NODEJS_MONOREPO_PIPELINE_PROPS = shape<NodejsMonorepoPipelineProps>('NodejsMonorepoPipelineProps', {
  ...CLOUD_BUILD_OPTIONS.kinds,
  ...SIGNING_OPTIONS.kinds,
  source: required(PIPELINE_SOURCE),
  images: required(listOf(objectOf(MONOREPO_IMAGE))),
  tags: listOf(IMAGE_TAG),
  releaseTogether: BOOLEAN,
  maximumConcurrency: NUMBER,
  platforms: listOf(PLATFORM),
  scan: IMAGE_SCAN,
  sourceRoot: TEXT,
  dockerfileOrigin: DOCKERFILE_ORIGIN,
  pipelineName: TEXT,
});

/**
 * One pipeline for the images of a monorepo: every push is planned once for all of them, and those whose content is not
 * released are gated and built side by side, and released. The others cost one look at a table in all.
 *
 * @example
 * import { Stack } from 'aws-cdk-lib';
 * import { ImageTag, NodejsMonorepoPipeline, PipelineSource } from 'cdk-nodejs-image';
 *
 * declare const stack: Stack;
 * declare const connectionArn: string;
 * new NodejsMonorepoPipeline(stack, 'Services', {
 *   source: PipelineSource.gitHub('team/services', { connectionArn }),
 *   images: [
 *     { name: 'api', directory: 'examples/two-stage-demo' },
 *     { name: 'chat', directory: 'examples/lets-chat' },
 *   ],
 *   tags: [ImageTag.gitCommit(), ImageTag.moving('main')],
 * });
 */
@propertyInjectable
export class NodejsMonorepoPipeline extends Construct {
  /** The id by which `PropertyInjectors` of the CDK know this class. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-nodejs-image.NodejsMonorepoPipeline';

  /** The pipeline. */
  public readonly pipeline: Pipeline;
  /** State machine that builds side by side. */
  public readonly stateMachine: StateMachine;
  /** The project that builds each image, as the role of the image: of the first platform, where there are several. */
  public readonly buildProject: Project;
  /** Project that builds the images that a pull request changes, where pull requests are built. */
  public readonly pullRequestProject?: Project;
  /** The repositories that the images are pushed to, by the names of the images. */
  public readonly repositories: { [image: string]: IRepository };

  /**
   * @throws if a directory is not a project that can be read, if a prop that a Dockerfile is made of holds a token, if something
   * that cannot be told from a project is not given, if a tag cannot be made of the source, or if two images have one name or
   * one repository.
   */
  constructor(scope: Construct, id: string, props: NodejsMonorepoPipelineProps) {
    super(scope, id);
    requireProps(this.node.path, props, NODEJS_MONOREPO_PIPELINE_PROPS, PipelineError, { open: new.target !== NodejsMonorepoPipeline });
    const { cloud, image: { source, images, tags, sourceRoot, ...options } } = splitCloudBuildOptions(props);
    const { platforms = [Platform.LINUX_AMD64], dockerfileOrigin: origin = DockerfileOrigin.PINNED, releaseTogether = false } = options;
    const { scan, signing, sbom } = options;
    const { pipelineName = Names.uniqueResourceName(this, { maxLength: 100, separator: '-' }), maximumConcurrency: concurrency = 20 } = options;
    requireConcurrency(concurrency);
    requireTagsFit(source, [...tags ?? [], ...images.flatMap(image => image.tags ?? [])]);
    warnOfUnreviewedTags(this, source, images.flatMap(({ buildSecrets = [] }) => buildSecrets));
    requireSigned({ signing, sbom });
    const architectures = architecturesOf(platforms);
    requireOneArchitecture(cloud, architectures);
    const known = new MonorepoImages(this, 'Images', { images, tags, origin, sourceRoot, architectures: architectures.map(({ name }) => name) });
    // of its own, because contexts and plans lie in it: no folder is named by as many characters
    const artifacts = ArtifactBucket.of(this, this.node.addr, cloud.encryptionKey);
    const input = new Artifact();
    const { action, triggers, revision } = source._definition.bind(this, input);
    this.pipeline = new Pipeline(this, 'Pipeline', {
      pipelineName,
      pipelineType: PipelineType.V2,
      executionMode: ExecutionMode.SUPERSEDED,
      usePipelineRoleForActions: true,
      artifactBucket: artifacts,
      stages: [{ stageName: 'Source', actions: [action] }],
      triggers,
    });
    this.pipeline.node.addDependency(artifacts);
    const records = recordsTable(this);
    const builds = new MonorepoBuilds(this, 'Builds', {
      cloud, images: known, architectures, bucket: artifacts, records, concurrency, releaseTogether,
      checks: { scan, signing, sbom },
      pipelineArn: Stack.of(this).formatArn({ service: 'codepipeline', resource: pipelineName }),
    });
    const planned = new Artifact();
    // one stage: while an execution builds and releases, the next one does not look at what is released
    this.pipeline.addStage({
      stageName: 'Images',
      actions: [
        new StepAction({ actionName: 'Plan', runOrder: 1, step: { project: builds.plan.project, role: builds.plan.role, variables: { SOURCE_VERSION: revision } }, input, output: planned }),
        new StepFunctionInvokeAction({
          actionName: 'Build', runOrder: 2, stateMachine: builds.machine, stateMachineInput: StateMachineInput.filePath(planned.atPath(MACHINE_INPUT)),
        }),
      ],
    });
    const trigger = source._definition.trigger('pullRequests');
    this.pullRequestProject = trigger
      && new MonorepoPullRequests(this, 'PullRequests', { cloud, images: known, architecture: architectures[0], records, trigger }).project;
    this.stateMachine = builds.machine;
    [this.buildProject] = builds.buildProjects;
    this.repositories = Object.fromEntries(known.images.map(({ name, repository }) => [name, repository]));
    acknowledgePipeline(this.pipeline);
    acknowledgeBelow(this.pipeline, executionsOf(builds.machine), 'an execution of the state machine is named when it is started');
  }
}

/** The executions of a state machine, as the action that starts one has them. */
function executionsOf(machine: StateMachine): string {
  const stack = Stack.of(machine);
  const { partition, region, account, resourceName } = stack.splitArn(machine.stateMachineArn, ArnFormat.COLON_RESOURCE_NAME);
  return stack.formatArn({ partition, region, account, service: 'states', resource: 'execution', resourceName: `${resourceName}:*`, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
}

function requireConcurrency(value: number): void {
  if (!Number.isInteger(value) || value < 1 || value > MOST_AT_ONCE) {
    throw new PipelineError(`maximumConcurrency must be a whole number from 1 to ${MOST_AT_ONCE}, received ${JSON.stringify(value)}`);
  }
}
