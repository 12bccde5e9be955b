import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Project } from 'aws-cdk-lib/aws-codebuild';
import { Artifact, ExecutionMode, Pipeline, PipelineType, Variable } from 'aws-cdk-lib/aws-codepipeline';
import { IRepository } from 'aws-cdk-lib/aws-ecr';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { BaseImageWatch, BASE_IMAGES_VARIABLE } from './base-images/base-image-watch';
import { ImageFlow } from './image-flow';
import { ImagePipelineOptions } from './image-pipeline-options';
import { PullRequestBuild } from './pull-request-build';
import { requireCommits } from './release-repository';
import { PipelineSource } from './source/pipeline-source';

/** Properties of a pipeline for an image. */
export interface NodejsImagePipelineProps extends ImagePipelineOptions {
  /** Where the sources come from, and which changes run the pipeline. */
  readonly source: PipelineSource;

  /**
   * The name of the pipeline.
   *
   * @default - CloudFormation's choice
   */
  readonly pipelineName?: string;

  /**
   * When to look whether the base images have changed under their tags: then the pipeline runs on the newest sources. The
   * first look only notes what is there.
   *
   * @default - never: an image has the base images of the day it was built
   */
  readonly baseImageSchedule?: Schedule;
}

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
export class NodejsImagePipeline extends Construct {
  /** The pipeline. */
  public readonly pipeline: Pipeline;
  /** Where the image lands. */
  public readonly repository: IRepository;
  /** What builds pull requests, where they are built. */
  public readonly pullRequestProject?: Project;

  /**
   * @throws if the directory is not a project that can be read, if a prop that the Dockerfile is made of holds a token,
   * if something that cannot be told from the project is not given, or if a tag cannot be made of the source.
   */
  constructor(scope: Construct, id: string, props: NodejsImagePipelineProps) {
    super(scope, id);
    const { source, pipelineName, baseImageSchedule, ...options } = props;
    requireCommits(source, options.tags);
    const input = new Artifact();
    const { action, triggers, revision } = source._definition.bind(input);
    const baseImages = baseImageSchedule && new Variable({
      variableName: BASE_IMAGES_VARIABLE, defaultValue: 'current', description: 'Stands for the base images that the pipeline is run for',
    });
    this.pipeline = new Pipeline(this, 'Pipeline', {
      pipelineName,
      pipelineType: PipelineType.V2,
      executionMode: ExecutionMode.SUPERSEDED,
      artifactBucket: this.artifacts(options),
      stages: [{ stageName: 'Source', actions: [action] }],
      triggers,
      variables: baseImages ? [baseImages] : undefined,
    });
    const flow = new ImageFlow(this, 'Flow', { options, name: pipelineName ?? this.node.path, input, revision, baseImages: baseImages?.reference() });
    flow.stages.forEach(stage => this.pipeline.addStage(stage));
    this.repository = flow.repository;
    const trigger = source._definition.trigger('pullRequests');
    this.pullRequestProject = trigger && new PullRequestBuild(this, 'PullRequests', { image: flow.image, trigger, architecture: flow.architectures[0] }).project;
    if (baseImageSchedule) {
      const { vpc, subnetSelection, securityGroups, encryptionKey } = options;
      new BaseImageWatch(this, 'BaseImages', {
        vpc, subnetSelection, securityGroups, encryptionKey, pipeline: this.pipeline, baseImages: flow.image.baseImages, schedule: baseImageSchedule,
      });
    }
  }

  /** What steps hand on: encrypted, never public, and gone after a month. */
  private artifacts({ encryptionKey }: ImagePipelineOptions): Bucket {
    return new Bucket(this, 'Artifacts', {
      encryption: encryptionKey ? BucketEncryption.KMS : BucketEncryption.S3_MANAGED,
      encryptionKey,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      lifecycleRules: [{ expiration: Duration.days(30), abortIncompleteMultipartUploadAfter: Duration.days(1) }],
      removalPolicy: RemovalPolicy.DESTROY,
      autoDeleteObjects: false,
    });
  }
}
