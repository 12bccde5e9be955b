import { IPipeline, PipelineNotificationEvents } from 'aws-cdk-lib/aws-codepipeline';
import { DetailType, INotificationRuleTarget, NotificationRule } from 'aws-cdk-lib/aws-codestarnotifications';
import { Construct } from 'constructs';

/** What those who are notified have to know: it failed, it is well again, somebody is waited for. */
const EVENTS = [
  PipelineNotificationEvents.PIPELINE_EXECUTION_FAILED,
  PipelineNotificationEvents.PIPELINE_EXECUTION_SUCCEEDED,
  PipelineNotificationEvents.MANUAL_APPROVAL_NEEDED,
];

/** Tells the targets how executions of a pipeline end, and that one waits for an approval. */
export function notify(scope: Construct, id: string, pipeline: IPipeline, targets: INotificationRuleTarget[]): NotificationRule {
  return new NotificationRule(scope, id, { source: pipeline, events: EVENTS, detailType: DetailType.FULL, targets });
}
