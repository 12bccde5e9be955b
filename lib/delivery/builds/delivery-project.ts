import { Validations } from 'aws-cdk-lib';
import { Project, ProjectProps } from 'aws-cdk-lib/aws-codebuild';
import { Construct } from 'constructs';
import { ProjectRole } from './project-role';
import { requireVariablesFit } from './variables-fit';

/** Properties of a project that delivers images; the role is given apart. */
export interface DeliveryProjectProps extends Omit<ProjectProps, 'role' | 'grantReportGroupPermissions'> {
  /** What the project may do, and all that it may. */
  readonly deliveryRole: ProjectRole;
}

/** A project that widens its role by nothing, and is not used before the role may do what it has to. */
export class DeliveryProject extends Project {
  constructor(scope: Construct, id: string, { deliveryRole, ...props }: DeliveryProjectProps) {
    super(scope, id, { ...props, role: deliveryRole.withoutPolicyUpdates(), grantReportGroupPermissions: false });
    this.node.addDependency(deliveryRole);
    requireVariablesFit(scope.node.path, props.environmentVariables);
    const network = this.node.tryFindChild('PolicyDocument');
    if (network) {
      Validations.of(network).acknowledge({ id: 'AwsSolutions-IAM5[Resource::*]', reason: 'it is attached to nobody, and in no template: the role has what it needs' });
    }
    if (!props.encryptionKey) {
      Validations.of(this).acknowledge({
        id: 'AwsSolutions-CB4',
        reason: 'the project has neither artifacts nor a cache, so that there is nothing a key of its own would encrypt',
      });
    }
  }
}
