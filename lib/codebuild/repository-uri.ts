import { Stack } from 'aws-cdk-lib';
import { CfnRepository, IRepository } from 'aws-cdk-lib/aws-ecr';
import { Construct } from 'constructs';

/**
 * The URI of a repository. Where the repository is in the same stack it is the attribute that CloudFormation has for it: the
 * CDK puts it together of pieces of the ARN, which takes five times as many bytes of a template.
 */
export function repositoryUriOf(scope: Construct, repository: IRepository): string {
  const resource = repository.node.defaultChild;
  return resource instanceof CfnRepository && Stack.of(resource) === Stack.of(scope) ? resource.attrRepositoryUri : repository.repositoryUri;
}
