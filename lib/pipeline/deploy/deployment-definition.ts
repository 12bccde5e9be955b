import { Duration } from 'aws-cdk-lib';
import { IRepository } from 'aws-cdk-lib/aws-ecr';
import { IPrincipal, IRole } from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { DeployTarget } from '../../steps/step-program';

/** Definition of a deployment target, and how. A new kind of service is a new definition, and a deployer of the step. */
export interface DeploymentDefinition {
  /** Name of the action. */
  readonly name: string;
  /** Target of the step. */
  readonly target: DeployTarget;
  /** Construct that says which architecture it runs, where that is known. */
  readonly runs?: IConstruct;
  /** Where the service is. */
  readonly region: string;
  readonly variables: { readonly [name: string]: string };
  readonly timeout: Duration;
  /** The role of another account that is taken. */
  readonly assumeRole?: IRole;
  /**
   * Allows what the deployer does.
   *
   * @param deployer Who does it.
   * @param scope A construct of the pipeline.
   * @param repository Where the image is: what runs it has to be allowed to pull.
   */
  grant(deployer: IPrincipal, scope: Construct, repository: IRepository): void;
}
