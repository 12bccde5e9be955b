import { RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** A log group of what runs during deployments: kept for a month, and gone with its stack. */
export function ownLogGroup(scope: Construct, logGroupName?: string): LogGroup {
  return new LogGroup(scope, 'Logs', { logGroupName, retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
}
