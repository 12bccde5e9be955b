import { AuthorizationToken, IRepository } from 'aws-cdk-lib/aws-ecr';
import { Construct } from 'constructs';
import { repositoryUriOf } from '../../codebuild/repository-uri';
import { StepEnvironment } from '../shared/identity';
import { ImageStep } from '../steps/image-step';
import { ImageSbom } from './image-sbom';
import { ImageSigning } from './image-signing';

/** Properties of the step that attests and signs. */
export interface AttestStepProps extends StepEnvironment {
  readonly repository: IRepository;
  readonly signing: ImageSigning;
  /** No list of what is in the image if not given. */
  readonly sbom?: ImageSbom;
  /** Builder of the image, such as the ARN of a pipeline. */
  readonly builder: string;
  /** Variables of a run of the pipeline. */
  readonly run: { readonly [name: string]: string };
}

/**
 * The step that attaches to an image how it was built and what is in it, and signs both and the image. A run gives
 * `IMAGE_DIGEST`, `CONTENT_TAG`, `BUILT` (ARN, start and end of each build) and, where they are known, `SOURCE_URI`,
 * `SOURCE_COMMIT` and `DOCKERFILE_SHA256`.
 *
 * What it attaches refers to the image and has no tag: a tag would be one that a repository with immutable tags could
 * not add to, and would count as a release in its lifecycle. ECR deletes it after the image it refers to.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-signing.html
 */
export class AttestStep extends ImageStep {
  constructor(scope: Construct, { repository, signing: { key }, sbom, builder, run, ...environment }: AttestStepProps) {
    super(scope, {
      ...environment,
      kind: 'Attest',
      rights: 'Attest',
      // who may sign with one key may not sign with another
      rightsFor: { key: key.keyArn },
      description: 'Attests how a container image was built and what is in it, and signs it',
      step: 'attest',
      constants: { KEY_ARN: key.keyArn, SBOM: sbom?._variable() ?? '{}' },
      variables: { REPOSITORY: repositoryUriOf(scope, repository), BUILDER: builder },
      run,
    });
    AuthorizationToken.grantRead(this.role);
    repository.grant(this.role,
      'ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer',
      'ecr:InitiateLayerUpload', 'ecr:UploadLayerPart', 'ecr:CompleteLayerUpload', 'ecr:PutImage');
    this.role.grantKey(key, 'kms:GetPublicKey', 'kms:Sign', 'kms:Verify');
  }
}
