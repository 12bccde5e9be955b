import { ArnFormat, Stack } from 'aws-cdk-lib';
import { IRuleTarget } from 'aws-cdk-lib/aws-events';
import { IRole, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ImageInfrastructure } from './image-infrastructure';

const EVENTS = new ServicePrincipal('events.amazonaws.com');

/** The stacks whose rules a queue takes events of. */
const READY = new WeakMap<IQueue, WeakSet<Stack>>();

/** Lets a role leave in the queue what is not taken. */
export function grantDeadLetters(role: IRole, queue: IQueue): void {
  role.addToPrincipalPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] }));
  queue.encryptionMasterKey?.grant(role, 'kms:Decrypt', 'kms:GenerateDataKey');
}

/** A target of a rule, with a queue for what it does not take, where one is asked for. */
export function ruleTarget(scope: Construct, target: IRuleTarget): IRuleTarget {
  const { deadLetterQueue } = ImageInfrastructure._optionsFor(scope);
  if (!deadLetterQueue) return target;
  allowRules(scope, deadLetterQueue);
  return { bind: (rule, id) => ({ ...target.bind(rule, id), deadLetterConfig: { arn: deadLetterQueue.queueArn } }) };
}

/** Lets the rules of a stack send to a queue, once for each: a policy that named a rule could be in no other stack than it. */
function allowRules(scope: Construct, queue: IQueue): void {
  const stack = Stack.of(scope);
  const ready = READY.get(queue) ?? new WeakSet();
  if (ready.has(stack)) return;
  READY.set(queue, ready.add(stack));
  const rules = stack.formatArn({ service: 'events', resource: 'rule', resourceName: '*', arnFormat: ArnFormat.SLASH_RESOURCE_NAME });
  queue.addToResourcePolicy(new PolicyStatement({
    principals: [EVENTS], actions: ['sqs:SendMessage'], resources: [queue.queueArn], conditions: { ArnLike: { 'aws:SourceArn': rules } },
  }));
  queue.encryptionMasterKey?.grant(EVENTS, 'kms:Decrypt', 'kms:GenerateDataKey');
}
