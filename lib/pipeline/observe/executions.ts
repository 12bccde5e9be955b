import { ArnFormat, Names, Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnLogGroup, FilterPattern, ILogGroup, LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ruleTarget } from '../../codebuild/infrastructure/dead-letters';
import { ownLogGroup } from '../../codebuild/infrastructure/own-log-group';
import { onePerStack } from '../../codebuild/one-per-stack';
import { METRICS_NAMESPACE } from '../../steps/step-program';
import { PipelineRule } from './pipeline-rule';

const ID = 'NodejsImageExecutions';

/**
 * Executions of the pipelines of a stack, as CodePipeline tells it: a log of them, and the metric
 * `Executions` made from the log.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html
 */
export class PipelineExecutions extends Construct {
  /** Those of the stack that a construct is in, with one more pipeline. */
  public static of(scope: Construct, pipelineName: string): PipelineExecutions {
    const executions = onePerStack(scope, ID, stack => new PipelineExecutions(stack, ID));
    executions.rule.add(pipelineName);
    return executions;
  }

  public readonly logGroup: ILogGroup;
  private readonly rule: PipelineRule;

  private constructor(scope: Construct, id: string) {
    super(scope, id);
    // by a name of its own, which its policy can hold
    const resourceName = `/cdk-nodejs-image/executions/${Names.uniqueResourceName(this, { maxLength: 200, separator: '-' })}`;
    const logGroup: LogGroup = ownLogGroup(this, resourceName);
    const arnOf = (name: string) => Stack.of(this).formatArn({ service: 'logs', resource: 'log-group', resourceName: name, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
    const arn = arnOf(logGroup.logGroupName);
    // A policy of the group itself: of those that CloudWatch Logs has for a whole region there are ten at most.
    (logGroup.node.defaultChild as CfnLogGroup).resourcePolicyDocument = new PolicyDocument({
      statements: [new PolicyStatement({
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [`${arnOf(resourceName)}:*`],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      })],
    });
    logGroup.addMetricFilter('Executions', {
      filterPattern: FilterPattern.exists('$.detail.state'),
      metricNamespace: METRICS_NAMESPACE,
      metricName: 'Executions',
      metricValue: '1',
      dimensions: { Image: '$.detail.pipeline', State: '$.detail.state' },
    });
    this.rule = new PipelineRule(this, 'Rule', {
      description: 'The executions of pipelines',
      detailType: ['CodePipeline Pipeline Execution State Change'],
      targets: [ruleTarget(this, { bind: () => ({ arn, targetResource: logGroup }) })],
    });
    this.logGroup = logGroup;
  }
}
