import { IPipeline, PipelineNotificationEvents } from 'aws-cdk-lib/aws-codepipeline';
import { DetailType, INotificationRuleTarget, NotificationRule } from 'aws-cdk-lib/aws-codestarnotifications';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { ruleTarget } from '../../codebuild/infrastructure/dead-letters';
import { onePerStack } from '../../codebuild/one-per-stack';
import { digitsOf } from '../shared/identity';
import { PipelineRule } from './pipeline-rule';

const ID = 'NodejsImageNotifications';

/** Events that those who are notified have to know: it failed, it is well again, somebody is waited for. */
const EVENTS = [
  PipelineNotificationEvents.PIPELINE_EXECUTION_FAILED,
  PipelineNotificationEvents.PIPELINE_EXECUTION_SUCCEEDED,
  PipelineNotificationEvents.MANUAL_APPROVAL_NEEDED,
];

/** The same as events: those of the whole pipeline have no category. */
const STATES = [
  { state: ['FAILED', 'SUCCEEDED'], type: { category: [{ exists: false }] } },
  { state: ['STARTED'], type: { category: ['Approval'] } },
];

/** A pipeline and its name, which is known before it is there. */
export interface NotifyingPipeline {
  readonly pipeline: IPipeline;
  readonly pipelineName: string;
}

/**
 * Tells the targets how executions of a pipeline end, and that one waits for an approval.
 *
 * Topics are told by EventBridge, which is wherever CodePipeline is, by one rule for all pipelines of a stack. Notification rules, which are missing in nearly half of
 * the regions, are there for what only they can reach: channels of a chat.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html
 */
export function notify(
  scope: Construct, id: string, { pipeline, pipelineName }: NotifyingPipeline, targets: readonly INotificationRuleTarget[],
): void {
  const topics = targets.filter(isTopic);
  const others = targets.filter(target => !isTopic(target));
  for (const topic of topics) {
    onePerStack(scope, `${ID}${digitsOf(scope, { topic: topic.topicArn })}`, (stack, ruleId) => new PipelineRule(stack, ruleId, {
      description: 'How executions of pipelines end, and that one waits for an approval',
      detailType: ['CodePipeline Pipeline Execution State Change', 'CodePipeline Action Execution State Change'],
      detail: { $or: STATES },
      targets: [ruleTarget(stack, new SnsTopic(topic))],
    })).add(pipelineName);
  }
  if (others.length) {
    new NotificationRule(scope, id, { source: pipeline, events: EVENTS, detailType: DetailType.FULL, targets: others });
  }
}

function isTopic(target: INotificationRuleTarget): target is ITopic & INotificationRuleTarget {
  return 'topicArn' in target;
}
