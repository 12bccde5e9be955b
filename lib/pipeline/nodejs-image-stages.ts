import { Artifact, Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import { IRepository } from 'aws-cdk-lib/aws-ecr';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { Construct } from 'constructs';
import { foreign, listOf, objectOf, required, requireProps, shape, TEXT } from '../props/index';
import { IMAGE_ENVIRONMENT, ImageEnvironment } from './environment/image-environment';
import { ImageFlow } from './image-flow';
import { IMAGE_PIPELINE_OPTIONS, ImagePipelineOptions } from './image-pipeline-options';
import { PipelineError } from './pipeline-error';

/** Properties of the stages of an image in a pipeline that is there. */
export interface NodejsImageStagesProps extends ImagePipelineOptions {
  /** The pipeline, of type V2. The stages come after those that it has. */
  readonly pipeline: Pipeline;

  /** The sources, as an earlier action of the pipeline gives them. */
  readonly input: Artifact;

  /**
   * The commit that is built, as a variable of the pipeline: `sourceAction.variables.commitId`.
   *
   * @default - what CodeBuild says of its source
   */
  readonly revision?: string;

  /**
   * Where an image goes once it is released, in this order.
   *
   * @default - nowhere
   */
  readonly environments?: ImageEnvironment[];
}

export const NODEJS_IMAGE_STAGES_PROPS = shape<NodejsImageStagesProps>('NodejsImageStagesProps', {
  ...IMAGE_PIPELINE_OPTIONS.kinds,
  pipeline: required(foreign('Pipeline')),
  input: required(foreign('Artifact')),
  revision: TEXT,
  environments: listOf(objectOf(IMAGE_ENVIRONMENT)),
});

/**
 * The stages of an image in a pipeline of your own: what `NodejsImagePipeline` has after its source.
 *
 * @example
 * import { Stack } from 'aws-cdk-lib';
 * import { Artifact, Pipeline, PipelineType } from 'aws-cdk-lib/aws-codepipeline';
 * import { S3SourceAction } from 'aws-cdk-lib/aws-codepipeline-actions';
 * import { Bucket } from 'aws-cdk-lib/aws-s3';
 * import { NodejsImageStages } from 'cdk-nodejs-image';
 *
 * declare const stack: Stack;
 * declare const sources: Bucket;
 * const input = new Artifact();
 * const action = new S3SourceAction({ actionName: 'Source', bucket: sources, bucketKey: 'api.zip', output: input });
 * const pipeline = new Pipeline(stack, 'Pipeline', { pipelineType: PipelineType.V2, stages: [{ stageName: 'Source', actions: [action] }] });
 *
 * new NodejsImageStages(stack, 'Api', { pipeline, input, directory: 'examples/two-stage-demo' });
 */
@propertyInjectable
export class NodejsImageStages extends Construct {
  /** The id by which `PropertyInjectors` of the CDK know this class. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-nodejs-image.NodejsImageStages';

  /** The repository that the image is pushed to. */
  public readonly repository: IRepository;

  /**
   * @throws as `NodejsImagePipeline` does
   */
  constructor(scope: Construct, id: string, props: NodejsImageStagesProps) {
    super(scope, id);
    requireProps(this.node.path, props, NODEJS_IMAGE_STAGES_PROPS, PipelineError, { open: new.target !== NodejsImageStages });
    const { pipeline, input, revision, ...options } = props;
    const flow = new ImageFlow(this, 'Flow', { options, pipeline, name: this.node.path, input, revision });
    flow.stages.forEach(stage => pipeline.addStage(stage));
    this.repository = flow.repository;
  }
}
