import { Construct } from 'constructs';
import { ownLogGroup } from '../../codebuild/infrastructure/own-log-group';
import { onePerStack } from '../../codebuild/one-per-stack';
import { DeliveryProject, DeliveryProjectProps } from '../../codebuild/projects/delivery-project';
import { ProjectRole } from '../../codebuild/roles/project-role';
import { digitsOf, digitsOfEnvironment, StepEnvironment } from './identity';

const ID = 'NodejsImageShared';

/** A project that several pipelines use; what it does for which of them is told by their actions. */
type SharedProjectProps = Omit<DeliveryProjectProps, 'deliveryRole' | 'logging' | 'vpc' | 'subnetSelection' | 'securityGroups' | 'encryptionKey'>;

/** Identity of a thing among others of its kind: those for which it is the same are one. */
export interface Told {
  readonly [name: string]: unknown;
}

/**
 * The steps that the pipelines of a stack share, where these run in the same network and with the same key: one log, a role
 * for each kind of right, and a project for each kind of step. They run nothing that is in the sources of a user.
 *
 * All ids are made of what a thing is, and none of the order: a pipeline that is added or taken away replaces nothing.
 */
export class SharedSteps extends Construct {
  /** Those of the stack that a construct is in. */
  public static of(scope: Construct, { vpc, subnetSelection, securityGroups, encryptionKey }: StepEnvironment): SharedSteps {
    const environment = { vpc, subnetSelection, securityGroups, encryptionKey };
    const id = `${ID}${digitsOfEnvironment(scope, environment)}`;
    return onePerStack(scope, id, stack => new SharedSteps(stack, id, environment));
  }

  private readonly logGroup = ownLogGroup(this);

  private constructor(scope: Construct, id: string, private readonly environment: StepEnvironment) {
    super(scope, id);
  }

  /** The role of a kind of steps. */
  public role(kind: string, told: Told): ProjectRole {
    const id = `${kind}${digitsOf(this, told)}Role`;
    return this.node.tryFindChild(id) as ProjectRole | undefined ?? this.newRole(id);
  }

  /** The project of a kind of steps. */
  public project(kind: string, told: Told, deliveryRole: ProjectRole, props: () => SharedProjectProps): DeliveryProject {
    const id = `${kind}${digitsOf(this, told)}`;
    return this.node.tryFindChild(id) as DeliveryProject | undefined
      ?? new DeliveryProject(this, id, { ...props(), ...this.environment, deliveryRole, logging: { cloudWatch: { logGroup: this.logGroup } } });
  }

  private newRole(id: string): ProjectRole {
    const { encryptionKey, vpc, subnetSelection } = this.environment;
    const role = new ProjectRole(this, id, this.logGroup);
    role.grantEncryption(encryptionKey);
    if (vpc) {
      role.grantNetwork(vpc, subnetSelection);
    }
    return role;
  }
}
