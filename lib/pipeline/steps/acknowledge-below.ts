import { Stack, Validations } from 'aws-cdk-lib';
import { Pipeline } from 'aws-cdk-lib/aws-codepipeline';
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

/** Permissions that aws-cdk-lib gives a pipeline on its artifacts and their key. */
const PIPELINE_ACTIONS = ['s3:GetObject*', 's3:GetBucket*', 's3:List*', 's3:DeleteObject*', 's3:Abort*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'];

/** Acknowledges the permissions that the construct of a pipeline gives its own role and that of its source. */
export function acknowledgePipeline(pipeline: Pipeline): void {
  const reason = 'aws-cdk-lib decides on what a pipeline and its source may do with the artifacts, which are of this pipeline alone';
  Validations.of(pipeline).acknowledge(...PIPELINE_ACTIONS.map(action => ({ id: `AwsSolutions-IAM5[Action::${action}]`, reason })));
  acknowledgeBelow(pipeline, pipeline.artifactBucket.arnForObjects('*'), reason);
}
