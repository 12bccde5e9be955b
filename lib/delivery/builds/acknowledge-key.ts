import { Validations } from 'aws-cdk-lib';
import { Project } from 'aws-cdk-lib/aws-codebuild';
import { IKey } from 'aws-cdk-lib/aws-kms';

/** What cdk-nag finds in a project without a key of its own, with the reason for which it stays. */
export function acknowledgeKey(project: Project, key: IKey | undefined): void {
  if (!key) {
    Validations.of(project).acknowledge({
      id: 'AwsSolutions-CB4',
      reason: 'the project has neither artifacts nor a cache, so that there is nothing a key of its own would encrypt',
    });
  }
}
