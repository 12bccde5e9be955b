import { IRepository } from 'aws-cdk-lib/aws-ecr';
import { Construct } from 'constructs';
import { grantAttest } from '../../codebuild/attest/grant-attest';
import { ImageSbom } from '../../codebuild/attest/image-sbom';
import { ImageSigning } from '../../codebuild/attest/image-signing';
import { repositoryUriOf } from '../../codebuild/repository-uri';
import { ImageRecords } from '../../delivery/repository/image-records';
import { StepEnvironment } from '../shared/identity';
import { ImageStep } from '../steps/image-step';

/** Properties of the step that attests and signs. */
export interface AttestStepProps extends StepEnvironment {
  readonly repository: IRepository;
  readonly signing: ImageSigning;
  /** No list of what is in the image if not given. */
  readonly sbom?: ImageSbom;
  /** Records of builds on the images in the repository. */
  readonly records: ImageRecords;
  /** Suffixes of the tag of the content, one for each platform of an image of several. */
  readonly platformSuffixes?: readonly string[];
  /** Variables of a run of the pipeline. */
  readonly run: { readonly [name: string]: string };
}

/**
 * The step that attaches to an image how it was built and what is in it, and signs both and the image. A run gives
 * `IMAGE_DIGEST`, `CONTENT_TAG`, `BUILT` (ARN, start and end of each build) and, where they are known, `SOURCE_URI`,
 * `SOURCE_COMMIT` and `SCANNED`, how it was scanned. What the gates said it reads from what builds recorded with the image.
 *
 * What it attaches refers to the image and has no tag: a tag would be one that a repository with immutable tags could
 * not add to, and would count as a release in its lifecycle. ECR deletes it after the image it refers to.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-signing.html
 */
export class AttestStep extends ImageStep {
  constructor(scope: Construct, { repository, signing, sbom, records, platformSuffixes = [], run, ...environment }: AttestStepProps) {
    const { key } = signing;
    super(scope, {
      ...environment,
      kind: 'Attest',
      rights: 'Attest',
      // who may sign with one key may not sign with another
      rightsFor: { key: key.keyArn },
      description: 'Attests how a container image was built and what is in it, and signs it',
      step: 'attest',
      constants: {
        KEY_ARN: key.keyArn,
        SBOM: sbom?._variable() ?? '{}',
        ...platformSuffixes.length ? { PLATFORM_SUFFIXES: platformSuffixes.join(',') } : {},
        ...records.told.constants,
      },
      variables: { REPOSITORY: repositoryUriOf(scope, repository), ...records.told.variables },
      run,
    });
    grantAttest(this.role, repository, signing);
    records.grantRead(this.role);
  }
}
