import { Duration } from 'aws-cdk-lib';
import { IRepository } from 'aws-cdk-lib/aws-ecr';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { grantAdmission, keyVariable, releasedInVariable, StepAdmission } from '../environment/step-admission';
import { StepEnvironment } from '../shared/identity';
import { ImageStep } from '../steps/image-step';
import { DeploymentTarget } from './deployment-target';

/** How often a service is asked how it goes. */
const POLL_SECONDS = 10;

/** Properties of a step that deploys, and to what. */
export interface DeployStepProps extends StepEnvironment {
  readonly target: DeploymentTarget;
  /** Where the image is. */
  readonly repository: IRepository;
  readonly imageUri: string;
  /** Demands on the image; none if not given. */
  readonly admission?: StepAdmission;
}

/** The step that gives a service its new image and waits for it. */
export class DeployStep extends ImageStep {
  constructor(scope: Construct, { target, repository, imageUri, admission, ...step }: DeployStepProps) {
    const { target: kind, variables, timeout, region, assumeRole, grant } = target._definition;
    super(scope, {
      ...step,
      kind: 'Deploy',
      rights: 'Deploy',
      description: 'Deploys an image to a service and waits until it runs',
      step: 'deploy',
      // of these a stack has few in all: told by each action, they would be a part of every pipeline
      constants: {
        TARGET: kind,
        REGION: region,
        POLL_SECONDS: String(POLL_SECONDS),
        POLLS: String(Math.ceil(timeout.toSeconds() / POLL_SECONDS)),
        ...keyVariable(admission),
      },
      variables: {
        ...variables,
        ...assumeRole ? { ASSUME_ROLE: assumeRole.roleArn } : {},
        ...releasedInVariable(scope, repository, admission),
      },
      run: { IMAGE_URI: imageUri },
      // the step ends by itself, and says what it waited for
      timeout: timeout.plus(Duration.minutes(15)),
    });
    if (assumeRole) {
      this.role.addToPolicy(new PolicyStatement({ actions: ['sts:AssumeRole'], resources: [assumeRole.roleArn] }));
    }
    grantAdmission(this.role, repository, admission);
    grant((assumeRole ?? this.role).grantPrincipal, scope, repository);
  }
}
