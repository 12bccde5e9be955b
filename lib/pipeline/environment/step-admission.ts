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
 * The variable by which a step demands proof of an image; none where nothing is demanded. It is one of the project, and never of an
 * action, so that no action of a project that demands proof goes without.
 *
 * No gate is named: an image is held to the gates that it had. One that is named would keep an environment from going back to a
 * release from before that gate.
 */
export function keyVariable(admission: StepAdmission | undefined): { [name: string]: string } {
  return admission ? { KEY_ARN: admission.key.keyArn } : {};
}

/** The variable that says where an image was released; none where it is still in that repository, since an action has little room. */
export function releasedInVariable(scope: Construct, repository: IRepository, admission: StepAdmission | undefined): { [name: string]: string } {
  return admission && admission.releasedIn !== repository ? { RELEASED_IN: repositoryUriOf(scope, admission.releasedIn) } : {};
}

/** Allows a step to read what is attached to an image of a repository, and the key. */
export function grantAdmission(role: ProjectRole, repository: IRepository, admission: StepAdmission | undefined): void {
  if (!admission) return;
  AuthorizationToken.grantRead(role);
  repository.grant(role, 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer');
  role.grantKey(admission.key, 'kms:GetPublicKey');
}
