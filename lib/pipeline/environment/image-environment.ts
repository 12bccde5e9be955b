import { Duration } from 'aws-cdk-lib';
import { IRepository } from 'aws-cdk-lib/aws-ecr';
import { ITopic } from 'aws-cdk-lib/aws-sns';
import { DURATION } from '../../codebuild/kinds';
import { BOOLEAN, foreign, listOf, required, shape, TEXT } from '../../props/index';
import { IMAGE_TAG, ImageTag } from '../../tags/image-tag';
import { DEPLOYMENT_TARGET, DeploymentTarget } from '../deploy/deployment-target';
import { PipelineError } from '../pipeline-error';

/** An environment that images are promoted to: which repository and tags, who has to approve, what is deployed. */
export interface ImageEnvironment {
  /**
   * The name, such as `production`: that of the stage in the pipeline, and of the tag by default. 1 to 90 letters, digits,
   * `_`, `.` and `-`, of which the first is neither `.` nor `-`.
   */
  readonly name: string;

  /**
   * Where the image is copied to, with what is attached to it: its digest stays the same. It may be in another account or
   * another region.
   *
   * A repository that was made by this app is allowed to be pushed to. One of another account that was not must allow it
   * by its own policy: to the role of the promotion, or to the account of the pipeline, `ecr:BatchCheckLayerAvailability`,
   * `ecr:BatchGetImage`, `ecr:CompleteLayerUpload`, `ecr:GetDownloadUrlForLayer`, `ecr:InitiateLayerUpload`,
   * `ecr:PutImage` and `ecr:UploadLayerPart`.
   *
   * @default - the repository of the pipeline, in which the image gets the tags and nothing is copied
   */
  readonly repository?: IRepository;

  /**
   * The tags that the image gets when it is promoted, whose names do not depend on it. In another repository it gets its
   * release tags, too, but for moving ones. A moving one has to be one that the repository lets move: name it
   * in `movingTags` of `ImageRepository`.
   *
   * @default - a moving tag with the name of the environment
   */
  readonly tags?: ImageTag[];

  /**
   * True if somebody has to approve each promotion.
   *
   * @default - true if another prop of the approval is given, else false
   */
  readonly approval?: boolean;

  /**
   * Who is told that an approval is needed.
   *
   * @default - nobody but those whom the pipeline notifies
   */
  readonly approvalTopic?: ITopic;

  /**
   * Address that approvers should look at.
   *
   * @default - no address
   */
  readonly approvalReviewUrl?: string;

  /**
   * How long an approval is waited for: from 5 minutes to 60 days.
   *
   * @default Duration.days(7)
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html
   */
  readonly approvalTimeout?: Duration;

  /**
   * Targets that run the image in this environment, deployed side by side once the image is promoted.
   *
   * @default - nothing is deployed
   */
  readonly deployTo?: DeploymentTarget[];

  /**
   * True if promotion and deployments refuse an image without the statements that the pipeline signs: its signature, its
   * provenance, passed results of its gates, and the summary that it was verified and passed. So an image that was pushed by hand
   * goes no further, nor does one of a project without tests. Takes `signing` of the pipeline, and steps that reach ECR and KMS.
   *
   * @default - true if the pipeline has `signing`, else false
   */
  readonly admission?: boolean;

  /**
   * True if the environment goes back to the release before where a promotion or deployment fails: to the last execution
   * of the pipeline that succeeded here, if it ran in the pipeline as it is now. Takes a pipeline of type V2.
   *
   * @default false
   */
  readonly automaticRollback?: boolean;
}

export const IMAGE_ENVIRONMENT = shape<ImageEnvironment>('ImageEnvironment', {
  name: required(TEXT),
  repository: foreign('IRepository'),
  tags: listOf(IMAGE_TAG),
  approval: BOOLEAN,
  approvalTopic: foreign('ITopic'),
  approvalReviewUrl: TEXT,
  approvalTimeout: DURATION,
  deployTo: listOf(DEPLOYMENT_TARGET),
  admission: BOOLEAN,
  automaticRollback: BOOLEAN,
});

/** The tags of an environment. */
export function tagsOf({ name, tags }: ImageEnvironment): ImageTag[] {
  return tags ?? [ImageTag.moving(name)];
}

/** True if somebody has to approve. */
export function needsApproval({ name, approval, approvalTopic, approvalReviewUrl, approvalTimeout }: ImageEnvironment): boolean {
  const given = Object.entries({ approvalTopic, approvalReviewUrl, approvalTimeout })
    .filter(([, value]) => value !== undefined).map(([prop]) => prop);
  if (approval === false && given.length) {
    throw new PipelineError(`environment ${JSON.stringify(name)}: approval is false, received ${given.join(', ')} also; leave out one or the other`);
  }
  return approval ?? given.length > 0;
}

/** The environment, if it can be one. */
export function requireEnvironment(environment: ImageEnvironment): ImageEnvironment {
  const { name, approvalTimeout, deployTo = [], tags } = environment;
  // below the 100 of a stage, so that there is room for the stage of the approval
  if (!/^[A-Za-z0-9_][A-Za-z0-9._-]{0,89}$/.test(name)) {
    throw new PipelineError(`the name of an environment must be 1 to 90 letters, digits, "_", "." and "-" and begin with neither "." nor "-", received ${JSON.stringify(name)}`);
  }
  if (approvalTimeout && (approvalTimeout.toMinutes({ integral: false }) < 5 || approvalTimeout.toDays({ integral: false }) > 60)) {
    throw new PipelineError(`environment ${JSON.stringify(name)}: approvalTimeout must be from 5 minutes to 60 days, received ${approvalTimeout.toHumanString()}`);
  }
  const dependent = (tags ?? []).find(({ _definition: { kind } }) => kind === 'version' || kind === 'commit');
  if (dependent) {
    throw new PipelineError(`environment ${JSON.stringify(name)}: tags must not depend on the image, received ${dependent._definition.source}; leave it out: in another repository the image gets its release tags anyway`);
  }
  const names = deployTo.map(target => target._name);
  const twice = names.find((target, index) => names.indexOf(target) !== index);
  if (twice) {
    throw new PipelineError(`environment ${JSON.stringify(name)}: deployTo must hold different targets, received ${JSON.stringify(twice)} twice; name one of them by "name"`);
  }
  return environment;
}

/** All environments of a pipeline, in their order. */
export function requireEnvironments(environments: readonly ImageEnvironment[]): readonly ImageEnvironment[] {
  environments.forEach((environment, index) => {
    requireEnvironment(environment);
    if (environments.findIndex(({ name }) => name.toLowerCase() === environment.name.toLowerCase()) !== index) {
      throw new PipelineError(`environments must have different names, received ${JSON.stringify(environment.name)} twice`);
    }
  });
  return environments;
}

/** No environment demands what nobody signs. */
export function requireAdmissible(environments: readonly ImageEnvironment[], signed: boolean): void {
  const unsigned = environments.find(({ admission }) => admission && !signed);
  if (unsigned) {
    throw new PipelineError(`environment ${JSON.stringify(unsigned.name)}: "admission" demands what is signed; set "signing" of the pipeline`);
  }
}
