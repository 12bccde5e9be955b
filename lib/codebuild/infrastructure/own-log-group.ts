import { RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup, LogGroupProps, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ImageInfrastructure } from './image-infrastructure';
import { allowLogs } from './log-key';

/** A log group of what we run: it is gone with its stack. */
export function ownLogGroup(scope: Construct, logGroupName?: string): LogGroup {
  return logGroup(scope, { logGroupName, removalPolicy: RemovalPolicy.DESTROY });
}

/**
 * A log group of builds that a deployment waits for: it outlives its stack, because a deployment that fails for one of them
 * is rolled back, and the log is what says why. CloudFormation has no policy that keeps what a rollback would delete and
 * lets it go with the stack.
 */
export function deploymentLogGroup(scope: Construct): LogGroup {
  return logGroup(scope, { removalPolicy: RemovalPolicy.RETAIN });
}

/** Encrypted and kept as is asked for around it, else for a month. */
function logGroup(scope: Construct, props: LogGroupProps): LogGroup {
  const { logEncryptionKey, logRetention = RetentionDays.ONE_MONTH } = ImageInfrastructure._optionsFor(scope);
  if (logEncryptionKey) {
    allowLogs(scope, logEncryptionKey);
  }
  return new LogGroup(scope, 'Logs', { ...props, encryptionKey: logEncryptionKey, retention: logRetention });
}
