import { Rule, RuleProps } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { PipelineError } from '../pipeline-error';

/**
 * Most characters of a pattern of EventBridge.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
 */
const MOST_CHARACTERS = 4_096;

/** Properties of a rule for events of CodePipeline. */
export interface PipelineRuleProps extends Omit<RuleProps, 'eventPattern'> {
  readonly detailType: string[];
  /** Details beside the name of the pipeline. */
  readonly detail?: { readonly [name: string]: unknown };
}

/**
 * One rule for several pipelines, which are told by their names: a region takes 300 rules. Not by their ARNs, so that nothing
 * waits for anything, and since there is room for more of them.
 */
export class PipelineRule extends Rule {
  private readonly names: string[] = [];

  constructor(scope: Construct, id: string, { detailType, detail, ...props }: PipelineRuleProps) {
    super(scope, id, { ...props, eventPattern: { source: ['aws.codepipeline'], detailType, detail } });
  }

  /** Has the rule be for one more. */
  public add(pipelineName: string): void {
    this.addEventPattern({ detail: { pipeline: [pipelineName] } });
    this.names.push(pipelineName);
    const characters = JSON.stringify(this.names).length;
    if (characters > MOST_CHARACTERS - 512) {
      throw new PipelineError(`the pipelines of a stack that are observed must have names of some ${MOST_CHARACTERS} characters in all, received ${characters}; give them shorter names, or put some into another stack`);
    }
  }
}
