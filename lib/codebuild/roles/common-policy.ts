import { Stack, Validations } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { sha256 } from '../../context/sha256';
import { onePerStack } from '../one-per-stack';

const ID = 'NodejsImageCommon';

/** Hash of an asset in the name of its object: another version of a program is no other policy. */
const ASSET = /[0-9a-f]{64}/g;

/**
 * The policy of a stack that allows exactly this: roles of several images that have it in common hold it by reference. It names no image,
 * no repository and no pipeline; its id is made of what it allows.
 */
export function commonPolicy(scope: IConstruct, statements: readonly PolicyStatement[]): ManagedPolicy {
  const text = JSON.stringify(Stack.of(scope).resolve(statements.map(statement => statement.toStatementJson())));
  return onePerStack(scope, `${ID}${sha256(text.replace(ASSET, '')).slice(0, 8)}`, (stack, id) => {
    const policy = new ManagedPolicy(stack, id, { description: 'Permissions that builds of images have in common', statements: [...statements] });
    Validations.of(policy).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]', reason: 'logging in to a registry and putting metrics take no resource; the metrics are held to their namespace',
    });
    return policy;
  });
}
