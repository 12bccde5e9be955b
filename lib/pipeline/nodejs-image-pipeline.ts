import { Stack } from 'aws-cdk-lib';
import { Project } from 'aws-cdk-lib/aws-codebuild';
import { Artifact, ExecutionMode, Pipeline, PipelineType, Variable } from 'aws-cdk-lib/aws-codepipeline';
import { IRepository } from 'aws-cdk-lib/aws-ecr';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { Construct } from 'constructs';
import { foreign, listOf, objectOf, required, requireProps, shape, TEXT } from '../props/index';
import { ArtifactBucket, FOLDER_LENGTH, folderOf } from './artifact-bucket';
import { BaseImageWatch, BASE_IMAGES_VARIABLE } from './base-image-watch';
import { rollbackCommand } from './environment/environment-stages';
import { IMAGE_ENVIRONMENT, ImageEnvironment } from './environment/image-environment';
import { ImageFlow } from './image-flow';
import { IMAGE_PIPELINE_OPTIONS, ImagePipelineOptions } from './image-pipeline-options';
import { ImageMetrics } from './observe/metrics';
import { OBSERVATION_OPTIONS, ObservationOptions, observe } from './observe/observe';
import { PipelineError } from './pipeline-error';
import { PullRequestBuild } from './pull-request-build';
import { requireTagsFit } from './release-repository';
import { PipelineRoles } from './shared/pipeline-roles';
import { PIPELINE_SOURCE, PipelineSource } from './source/pipeline-source';
import { warnOfUnreviewedTags } from './source/unreviewed-tags';

/** Properties of a pipeline for an image. */
export interface NodejsImagePipelineProps extends ImagePipelineOptions, ObservationOptions {
  /** Where the sources come from, and which changes run the pipeline. */
  readonly source: PipelineSource;

  /**
   * The name of the pipeline, by which its metrics are filed. With more than 20 characters it hands on what its steps need in
   * a bucket of its own: CodePipeline tells those of several pipelines apart by no more.
   *
   * @default - made of the id and the path of the construct, in 20 characters
   */
  readonly pipelineName?: string;

  /**
   * Where an image goes once it is released, in this order.
   *
   * @default - nowhere
   */
  readonly environments?: ImageEnvironment[];

  /**
   * When to look whether the base images have changed under their tags: then the pipeline runs on the newest sources. A rate
   * of hours or a day is given a minute of its own for each pipeline, so that they do not all look at once. The
   * first look only notes what is there. The new image gets the tags that move, those of environments included; a tag such
   * as a commit or a version stays on the image that has it.
   *
   * @default - never: an image has the base images of the day it was built
   */
  readonly baseImageSchedule?: Schedule;
}

export const NODEJS_IMAGE_PIPELINE_PROPS = shape<NodejsImagePipelineProps>('NodejsImagePipelineProps', {
  ...IMAGE_PIPELINE_OPTIONS.kinds,
  ...OBSERVATION_OPTIONS.kinds,
  source: required(PIPELINE_SOURCE),
  pipelineName: TEXT,
  environments: listOf(objectOf(IMAGE_ENVIRONMENT)),
  baseImageSchedule: foreign('Schedule', value => typeof value === 'string' ? `Schedule.expression(${JSON.stringify(value)})` : undefined),
});

/**
 * A pipeline for an image: every push is gated, built once and natively for each platform, and released by tags that are
 * put on what was built, after everything else has passed.
 *
 * @example
 * import { Stack } from 'aws-cdk-lib';
 * import { ImageTag, NodejsImagePipeline, PipelineSource } from 'cdk-nodejs-image';
 *
 * declare const stack: Stack;
 * declare const connectionArn: string;
 * new NodejsImagePipeline(stack, 'Api', {
 *   source: PipelineSource.gitHub('team/api', { connectionArn }),
 *   directory: 'examples/two-stage-demo',
 *   tags: [ImageTag.gitCommit(), ImageTag.moving('main')],
 * });
 */
@propertyInjectable
export class NodejsImagePipeline extends Construct {
  /** The id by which `PropertyInjectors` of the CDK know this class. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-nodejs-image.NodejsImagePipeline';

  /** The pipeline. */
  public readonly pipeline: Pipeline;
  /** The repository that the image is pushed to. */
  public readonly repository: IRepository;
  /** Project that builds pull requests, where they are built. */
  public readonly pullRequestProject?: Project;
  /** The command that brings each environment back to the release before, by the names of the environments. */
  public readonly rollbackCommands: { [environment: string]: string };
  /** The metrics of the image. */
  public readonly metrics: ImageMetrics;

  /**
   * @throws if the directory is not a project that can be read, if a prop that the Dockerfile is made of holds a token,
   * if something that cannot be told from the project is not given, or if a tag cannot be made of the source.
   */
  constructor(scope: Construct, id: string, props: NodejsImagePipelineProps) {
    super(scope, id);
    requireProps(this.node.path, props, NODEJS_IMAGE_PIPELINE_PROPS, PipelineError, { open: new.target !== NodejsImagePipeline });
    const { source, baseImageSchedule, notificationTargets, dashboard, alarms, ...options } = props;
    const { pipelineName = defaultName(this), ...image } = options;
    requireTagsFit(source, image.tags, image.environments);
    warnOfUnreviewedTags(this, source, image.buildSecrets);
    const input = new Artifact('Source');
    const { action, triggers, revision } = source._definition.bind(this, input);
    const baseImages = baseImageSchedule && new Variable({
      variableName: BASE_IMAGES_VARIABLE, defaultValue: 'current', description: 'Base images that it is run for',
    });
    const artifacts = ArtifactBucket.of(this, pipelineName, image.encryptionKey);
    this.pipeline = new Pipeline(this, 'Pipeline', {
      pipelineName,
      pipelineType: PipelineType.V2,
      executionMode: ExecutionMode.SUPERSEDED,
      // starting builds is all that its actions do: a role for each of them would be one that the pipeline takes to do what it may
      usePipelineRoleForActions: true,
      role: PipelineRoles.of(this).pipeline(artifacts),
      artifactBucket: artifacts,
      stages: [{ stageName: 'Source', actions: [action] }],
      triggers,
      variables: baseImages ? [baseImages] : undefined,
    });
    // deleted before what empties the bucket, so that nothing writes to it any more
    this.pipeline.node.addDependency(artifacts);
    const pipelineArn = Stack.of(this).formatArn({ service: 'codepipeline', resource: pipelineName });
    const flow = new ImageFlow(this, 'Flow', {
      options: image, pipeline: this.pipeline, name: pipelineName, pipelineArn, folder: folderOf(pipelineName), input, revision,
      baseImages: baseImages?.reference(),
    });
    flow.stages.forEach(stage => this.pipeline.addStage(stage));
    this.repository = flow.repository;
    const trigger = source._definition.trigger('pullRequests');
    this.pullRequestProject = trigger && new PullRequestBuild(this, 'PullRequests', { image: flow.image, trigger, architecture: flow.architectures[0] }).project;
    this.rollbackCommands = Object.fromEntries((image.environments ?? []).map(({ name }) => [name, rollbackCommand(pipelineName, name)]));
    if (baseImageSchedule) {
      const { vpc, subnetSelection, securityGroups, encryptionKey } = image;
      new BaseImageWatch(this, 'BaseImages', {
        vpc, subnetSelection, securityGroups, encryptionKey, pipelineName, pipelineArn,
        baseImages: flow.image.baseImages,
        schedule: baseImageSchedule,
      });
    }
    this.metrics = new ImageMetrics(pipelineName);
    observe(this, { notificationTargets, dashboard, alarms }, {
      pipeline: this.pipeline, pipelineName, flow, metrics: this.metrics, scan: image.scan,
    });
  }
}

/** A name that is read in a list, and told from others by all that CodePipeline names a folder by. */
function defaultName({ node: { id, addr } }: Construct): string {
  const digits = `-${addr.slice(-8)}`;
  return `${id.replace(/[^A-Za-z0-9.@_-]/g, '-').slice(0, FOLDER_LENGTH - digits.length)}${digits}`;
}
