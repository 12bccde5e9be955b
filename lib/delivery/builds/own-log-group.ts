import { RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** A log group of what we run: its lines are kept for a month, and it is gone with its stack. */
export function ownLogGroup(scope: Construct, logGroupName?: string): LogGroup {
  return new LogGroup(scope, 'Logs', { logGroupName, retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
}

/**
 * A log group of builds that a deployment waits for: it outlives its stack, because a deployment that fails for one of them
 * is rolled back, and the log is what says why. CloudFormation has no policy that keeps what a rollback would delete and
 * lets it go with the stack.
 */
export function deploymentLogGroup(scope: Construct): LogGroup {
  return new LogGroup(scope, 'Logs', { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.RETAIN });
}
