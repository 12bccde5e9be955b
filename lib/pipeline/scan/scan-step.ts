import { AuthorizationToken, IRepository } from 'aws-cdk-lib/aws-ecr';
import { Construct } from 'constructs';
import { repositoryUriOf } from '../../codebuild/repository-uri';
import { filesAsset } from '../../context/files-asset';
import { StepEnvironment } from '../shared/identity';
import { ImageStep } from '../steps/image-step';
import { grantMetrics, imageVariables, namespaceVariables, StepMetrics } from '../steps/step-metrics';
import { ImageScan } from './image-scan';
import { grantScan, scanActions, scanTimeout } from './scan-rights';

/** Most characters of it in a variable; the variables of an action have 1,000 characters in all. */
const MOST_IN_A_VARIABLE = 300;

/** Properties of the step that scans. */
export interface ScanStepProps extends StepEnvironment {
  readonly repository: IRepository;
  readonly scan: ImageScan;
  readonly metrics?: StepMetrics;
  readonly imageDigest: string;
}

/**
 * The step that lets an image pass whose findings are within the limits. It exports
 * `FINDINGS`, how many of each severity count, as JSON, and `SCANNED`, how it was scanned.
 */
export class ScanStep extends ImageStep {
  constructor(scope: Construct, { repository, scan, metrics, imageDigest, ...environment }: ScanStepProps) {
    const text = scan._variable();
    const file = text.length > MOST_IN_A_VARIABLE ? filesAsset(scope, 'ScanLimits', { 'scan.json': { text } }) : undefined;
    const limits: { [name: string]: string } = file ? { SCAN_FILE: `${file.s3BucketName}/${file.s3ObjectKey}` } : { SCAN: text };
    super(scope, {
      ...environment,
      kind: 'Scan',
      rights: 'Scan',
      rightsFor: { kind: scan.kind },
      description: 'Looks at the findings of a container image',
      step: 'scan',
      exports: ['FINDINGS', 'SCANNED'],
      constants: { ...namespaceVariables(metrics), ...scan._acceptsNone ? limits : {} },
      variables: {
        REPOSITORY: repositoryUriOf(scope, repository),
        REPOSITORY_ARN: repository.repositoryArn,
        ...scan._acceptsNone ? {} : limits,
        ...imageVariables(metrics),
      },
      run: { IMAGE_DIGEST: imageDigest },
      timeout: scanTimeout(scan),
    });
    AuthorizationToken.grantRead(this.role);
    if (file) {
      this.role.grantFile(file);
    }
    repository.grant(this.role, ...scanActions(scan));
    grantScan(this.role, scan);
    grantMetrics(this.role, metrics);
  }
}
