import { Annotations, ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

const ACTIONS = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'];

/** The stacks whose log groups a key is ready for. */
const READY = new WeakMap<IKey, WeakSet<Stack>>();

/**
 * Lets CloudWatch Logs use a key for the log groups of a stack, once for each. It is for any group of the account, since a
 * group with a generated name is made of the key, and the key cannot be made of the group.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export function allowLogs(scope: Construct, key: IKey): void {
  const stack = Stack.of(scope);
  const ready = READY.get(key) ?? new WeakSet();
  if (ready.has(stack)) return;
  READY.set(key, ready.add(stack));
  const arn = stack.formatArn({ service: 'logs', resource: 'log-group', resourceName: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  const principal = `logs.${stack.region}.${stack.urlSuffix}`;
  const { statementAdded } = key.addToResourcePolicy(new PolicyStatement({
    principals: [new ServicePrincipal(principal)],
    actions: ACTIONS,
    resources: ['*'],
    conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': arn } },
  }));
  if (!statementAdded) {
    Annotations.of(stack).addWarningV2('cdk-nodejs-image:log-key-policy', `nothing can be written into the policy of the key ${key.node.path}, which was made elsewhere; `
      + `the policy has to allow logs.REGION.amazonaws.com (in China logs.REGION.amazonaws.com.cn) ${ACTIONS.join(', ')}, or no log group is made`);
  }
}
