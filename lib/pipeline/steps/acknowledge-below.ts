import { Stack, Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** Acknowledges that a construct may do something with all that is below one resource, whose names are not known before. */
export function acknowledgeBelow(scope: IConstruct, resource: string, reason: string): void {
  Validations.of(scope).acknowledge({ id: `AwsSolutions-IAM5[Resource::${readable(Stack.of(scope).resolve(resource))}]`, reason });
}

/** A resolved value as findings show it. */
function readable(value: any): string {
  if (typeof value === 'string') return value;
  if (value['Fn::Join']) return value['Fn::Join'][1].map(readable).join(value['Fn::Join'][0]);
  if (value['Fn::GetAtt']) return `<${value['Fn::GetAtt'].join('.')}>`;
  return value.Ref ? `<${value.Ref}>` : JSON.stringify(value);
}
