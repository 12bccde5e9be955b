import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';

/** A list as one variable of a build. Values that are known only while deploying stay intact in it. */
export function jsonOf(scope: Construct, value: unknown): string {
  return Stack.of(scope).toJsonString(value);
}
