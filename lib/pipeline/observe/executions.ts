import { ArnFormat, Stack } from 'aws-cdk-lib';
import { IPipeline } from 'aws-cdk-lib/aws-codepipeline';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { FilterPattern, ILogGroup, LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ownLogGroup } from '../../delivery/builds/own-log-group';
import { METRICS_NAMESPACE } from '../metrics/step-metrics';

/**
 * What becomes of the executions of a pipeline, as CodePipeline tells it: a log of them, and the metric `Executions` made
 * from the log.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html
 */
export class PipelineExecutions extends Construct {
  public readonly logGroup: ILogGroup;

  constructor(scope: Construct, id: string, pipeline: IPipeline) {
    super(scope, id);
    const logGroup: LogGroup = ownLogGroup(this);
    const arn = Stack.of(this).formatArn({ service: 'logs', resource: 'log-group', resourceName: logGroup.logGroupName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
    logGroup.grantWrite(new ServicePrincipal('events.amazonaws.com'));
    logGroup.addMetricFilter('Executions', {
      filterPattern: FilterPattern.exists('$.detail.state'),
      metricNamespace: METRICS_NAMESPACE,
      metricName: 'Executions',
      metricValue: '1',
      dimensions: { Image: '$.detail.pipeline', State: '$.detail.state' },
    });
    pipeline.onStateChange('Executions', { description: 'The executions of the pipeline', target: { bind: () => ({ arn, targetResource: logGroup }) } });
    this.logGroup = logGroup;
  }
}
