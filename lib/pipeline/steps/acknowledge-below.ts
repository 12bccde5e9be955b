import { Stack, Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** Acknowledges that a construct may do something with all that is below one resource, whose names are not known before. */
export function acknowledgeBelow(scope: IConstruct, resource: string, reason: string): void {
  const id = `AwsSolutions-IAM5[Resource::${readable(Stack.of(scope).resolve(resource))}]`;
  if (id.split('::').length === 2) {
    Validations.of(scope).acknowledge({ id, reason });
    return;
  }
  // The ARN of a role has no region, and "::" in its place, of which the CDK takes one in an id; what looks for it takes it as it is.
  const known = scope.node.metadata.filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY).at(-1)?.data ?? {};
  scope.node.addMetadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, { ...known, [id]: reason });
}

/** A resolved value as findings show it. */
function readable(value: any): string {
  if (typeof value === 'string') return value.replace(/\$\{([^}]+)\}/g, '<$1>');
  if (value['Fn::Join']) return value['Fn::Join'][1].map(readable).join(value['Fn::Join'][0]);
  if (value['Fn::GetAtt']) return `<${value['Fn::GetAtt'].join('.')}>`;
  return value.Ref ? `<${value.Ref}>` : JSON.stringify(value);
}
