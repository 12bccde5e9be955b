import { Artifact, IStage } from 'aws-cdk-lib/aws-codepipeline';
import { CodePipelineActionFactoryResult, FileSet, ICodePipelineActionFactory, IFileSetProducer, ProduceActionOptions, Step } from 'aws-cdk-lib/pipelines';
import { foreign, required, requireProps, shape } from '../props/index';
import { ImageFlow } from './image-flow';
import { IMAGE_PIPELINE_OPTIONS, ImagePipelineOptions } from './image-pipeline-options';
import { PipelineError } from './pipeline-error';

/** Properties of a step of CDK Pipelines that builds an image. */
export interface NodejsImageStepProps extends ImagePipelineOptions {
  /** The sources, such as `CodePipelineSource.connection(...)`. */
  readonly input: IFileSetProducer;
}

export const NODEJS_IMAGE_STEP_PROPS = shape<NodejsImageStepProps>('NodejsImageStepProps', {
  ...IMAGE_PIPELINE_OPTIONS.kinds,
  input: required(foreign('IFileSetProducer')),
});

/**
 * A step of CDK Pipelines that gates, builds and releases an image: in a wave of its own, or before or after a stage of the
 * application.
 *
 * @example
 * import { Stack } from 'aws-cdk-lib';
 * import { CodePipeline, CodePipelineSource, ShellStep } from 'aws-cdk-lib/pipelines';
 * import { ImageTag, NodejsImageStep } from 'cdk-nodejs-image';
 *
 * declare const stack: Stack;
 * declare const connectionArn: string;
 * const input = CodePipelineSource.connection('team/api', 'main', { connectionArn });
 * const pipeline = new CodePipeline(stack, 'Pipeline', { synth: new ShellStep('Synth', { input, commands: ['npm ci', 'npx cdk synth'] }) });
 *
 * pipeline.addWave('Image', {
 *   pre: [new NodejsImageStep('Api', { input, directory: 'examples/two-stage-demo', tags: [ImageTag.gitCommit()] })],
 * });
 */
export class NodejsImageStep extends Step implements ICodePipelineActionFactory {
  private readonly input: FileSet;
  private readonly options: ImagePipelineOptions;

  /**
   * @throws if the input gives no files. What is wrong with the image is told when the pipeline is built.
   */
  constructor(id: string, props: NodejsImageStepProps) {
    super(id);
    requireProps(`the step ${JSON.stringify(id)}`, props, NODEJS_IMAGE_STEP_PROPS, PipelineError, { open: new.target !== NodejsImageStep });
    const { input, ...options } = props;
    if (!input.primaryOutput) {
      throw new PipelineError(`the input of step ${JSON.stringify(id)} gives no files, received ${input}; give a source or a step with an output`);
    }
    this.input = input.primaryOutput;
    this.options = options;
    this.addDependencyFileSet(this.input);
  }

  /** Makes the actions. CDK Pipelines calls it. */
  public produceAction(stage: IStage, options: ProduceActionOptions): CodePipelineActionFactoryResult {
    const input: Artifact = options.artifacts.toCodePipeline(this.input);
    const flow = new ImageFlow(options.scope, this.id, {
      options: this.options,
      pipeline: options.pipeline.pipeline,
      name: `${options.scope.node.path}/${this.id}`,
      input,
      within: { prefix: `${options.actionName}.`, runOrder: options.runOrder },
    });
    flow.stages.flatMap(({ actions = [] }) => actions).forEach(action => stage.addAction(action));
    return { runOrdersConsumed: flow.runOrders };
  }
}
