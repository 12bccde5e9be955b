import { Stack } from 'aws-cdk-lib';
import { AuthorizationToken } from 'aws-cdk-lib/aws-ecr';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ProjectRole } from './project-role';

/** An image in a repository of Amazon ECR. The programs of the builds log in by the same rule, in `library.sh`. */
const OF_ECR = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.[a-z0-9.]+(?::\d+)?\/([^:@]+)/;

/**
 * Allows pulling base images: from ECR Public, where a login allows more pulls, and from repositories of ECR, those of a
 * pull through cache included. Such a repository is made, and filled, by the first who pulls.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html
 */
export function grantBaseImages(role: ProjectRole, references: readonly string[]): void {
  if (isPublic(references)) {
    role.grantPublicLogin();
  }
  const { partition } = Stack.of(role);
  const repositories = references.flatMap(reference => {
    const image = ecrImageOf(reference);
    return image ? [`arn:${partition}:ecr:${image.region}:${image.account}:repository/${image.repository}`] : [];
  });
  if (repositories.length) {
    AuthorizationToken.grantRead(role);
    role.addToPolicy(new PolicyStatement({
      actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:BatchImportUpstreamImage', 'ecr:CreateRepository', 'ecr:GetDownloadUrlForLayer'],
      resources: [...new Set(repositories)],
    }));
  }
}

/** True if an image of them is in ECR Public. */
export function isPublic(references: readonly string[]): boolean {
  return references.some(reference => reference.startsWith('public.ecr.aws/'));
}

/** Where in ECR an image is; undefined for an image that is elsewhere. */
export function ecrImageOf(reference: string): { account: string; region: string; repository: string } | undefined {
  const [, account, region, repository] = OF_ECR.exec(reference) ?? [];
  return repository === undefined ? undefined : { account, region, repository };
}
