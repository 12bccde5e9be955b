import { Stack, Validations } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { Provider } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';

/** Acknowledges the findings of cdk-nag in the provider framework of aws-cdk-lib, with the reasons for which it stays. */
export function acknowledgeFramework(scope: Construct, provider: Provider): void {
  const invoked = [provider.onEventHandler, provider.isCompleteHandler!, ...functionsOf(provider)];
  Validations.of(scope).acknowledge(
    ...invoked.map(({ node }) => ({
      id: `AwsSolutions-IAM5[Resource::<${Stack.of(scope).getLogicalId(node.defaultChild as CfnFunction)}.Arn>:*]`,
      reason: 'the provider framework invokes exactly this function; the wildcard stands for its versions',
    })),
    { id: 'AwsSolutions-L1', reason: 'aws-cdk-lib decides on the runtime of its own provider framework' },
    { id: 'AwsSolutions-SF1', reason: 'the state machine only polls every ten seconds, and its input holds a presigned URL, which does not belong into a log' },
    { id: 'AwsSolutions-SF2', reason: 'the state machine only polls every ten seconds: there is nothing to trace' },
  );
}

function functionsOf(provider: Provider): Construct[] {
  return provider.node.findAll().filter((child): child is Construct => child.node.defaultChild instanceof CfnFunction);
}
