import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';

/** The construct of this id in the stack that another one is in: made once, for all that use it. */
export function onePerStack<T extends Construct>(scope: Construct, id: string, create: (stack: Stack, id: string) => T): T {
  const stack = Stack.of(scope);
  return stack.node.tryFindChild(id) as T | undefined ?? create(stack, id);
}
