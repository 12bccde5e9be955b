import { Validations } from 'aws-cdk-lib';
import { Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import { acknowledgeBelow } from './acknowledge-below';

/** Permissions that aws-cdk-lib gives a pipeline on its artifacts and their key. */
const PIPELINE_ACTIONS = ['s3:GetObject*', 's3:GetBucket*', 's3:List*', 's3:DeleteObject*', 's3:Abort*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'];

/** Acknowledges the permissions that the construct of a pipeline gives its own role and that of its source. */
export function acknowledgePipeline(pipeline: Pipeline): void {
  const reason = 'aws-cdk-lib decides on what a pipeline and its source may do with the artifacts, which are of this pipeline alone';
  Validations.of(pipeline).acknowledge(...PIPELINE_ACTIONS.map(action => ({ id: `AwsSolutions-IAM5[Action::${action}]`, reason })));
  acknowledgeBelow(pipeline, pipeline.artifactBucket.arnForObjects('*'), reason);
}
