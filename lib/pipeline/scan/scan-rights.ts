import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ProjectRole } from '../../codebuild/roles/project-role';
import { ImageScan } from './image-scan';

/** Actions on ECR, and of whom else. */
const ACTIONS: { readonly [kind: string]: { readonly repository: string[]; readonly account: string[] } } = {
  basic: { repository: ['ecr:StartImageScan'], account: [] },
  // ECR asks Inspector on behalf of who asks ECR
  inspector: { repository: [], account: ['inspector2:ListCoverage', 'inspector2:ListFindings'] },
};

/** Images of several platforms are waited for one after another, though they are scanned at once. */
const MOST_IMAGES = 2;

/**
 * Actions of a scan on a repository.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced-iam.html
 */
export function scanActions({ kind }: ImageScan): string[] {
  return ['ecr:BatchGetImage', 'ecr:DescribeImageScanFindings', ...ACTIONS[kind].repository];
}

/** Allows what a scan asks of the account. */
export function grantScan(role: ProjectRole, { kind }: ImageScan): void {
  role.addToPolicy(new PolicyStatement({ actions: ['ecr:GetRegistryScanningConfiguration', ...ACTIONS[kind].account], resources: ['*'] }));
}

/** The time that the step of a scan has: what it waits for an image, and some minutes. */
export function scanTimeout({ timeout }: ImageScan): Duration {
  return Duration.minutes(Math.ceil(timeout.toMinutes({ integral: false })) * MOST_IMAGES + 10);
}
