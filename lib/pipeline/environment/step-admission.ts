import { AuthorizationToken, IRepository } from 'aws-cdk-lib/aws-ecr';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { repositoryUriOf } from '../../codebuild/repository-uri';
import { ProjectRole } from '../../codebuild/roles/project-role';

/** The demands of a step on an image before it hands it on. */
export interface StepAdmission {
  /** By whose statements. */
  readonly key: IKey;
  /** Where the image was released: that is what its statements name. */
  readonly releasedIn: IRepository;
}

/**
 * The variables by which a step demands proof of an image in a repository; none where nothing is demanded. The variables of an
 * action have little room: where the image was released is told only where it is not in that repository.
 *
 * No gate is named: an image is held to the gates that it had. One that is named would keep an environment from going back to a
 * release from before that gate.
 */
export function admissionVariables(scope: Construct, repository: IRepository, admission: StepAdmission | undefined): { [name: string]: string } {
  if (!admission) return {};
  const { key, releasedIn } = admission;
  return { KEY_ARN: key.keyArn, ...releasedIn === repository ? {} : { RELEASED_IN: repositoryUriOf(scope, releasedIn) } };
}

/** Allows a step to read what is attached to an image of a repository, and the key. */
export function grantAdmission(role: ProjectRole, repository: IRepository, admission: StepAdmission | undefined): void {
  if (!admission) return;
  AuthorizationToken.grantRead(role);
  repository.grant(role, 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer');
  role.grantKey(admission.key, 'kms:GetPublicKey');
}
