import { AuthorizationToken, IRepository } from 'aws-cdk-lib/aws-ecr';
import { ProjectRole } from '../roles/project-role';
import { ImageSigning } from './image-signing';

/** Allows signing what is attached to images of a repository. */
export function grantAttest(role: ProjectRole, repository: IRepository, { key }: ImageSigning): void {
  AuthorizationToken.grantRead(role);
  repository.grant(role,
    'ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer',
    'ecr:InitiateLayerUpload', 'ecr:UploadLayerPart', 'ecr:CompleteLayerUpload', 'ecr:PutImage');
  role.grantKey(key, 'kms:GetPublicKey', 'kms:Sign', 'kms:Verify');
}
