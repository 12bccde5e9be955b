import { Duration } from 'aws-cdk-lib';
import { IRepository } from 'aws-cdk-lib/aws-ecr';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ImageStep, StepEnvironment } from '../steps/image-step';
import { DeploymentTarget } from './deployment-target';

/** How often a service is asked how it goes. */
const POLL_SECONDS = 10;

/** What a step deploys, and to what. */
export interface DeployStepProps extends StepEnvironment {
  /** What the environment is called, for the description. */
  readonly environmentName: string;
  readonly target: DeploymentTarget;
  /** Where the image is. */
  readonly repository: IRepository;
}

/** The step that gives a service its new image and waits for it. Its action gives it IMAGE_URI. */
export class DeployStep extends ImageStep {
  constructor(scope: Construct, id: string, { environmentName, target, repository, ...step }: DeployStepProps) {
    const { name, target: kind, variables, timeout, region, assumeRole, grant } = target._definition;
    super(scope, id, {
      ...step,
      description: `Deploys an image to ${environmentName} (${name})`,
      step: 'deploy',
      variables: {
        TARGET: kind,
        ...variables,
        REGION: region,
        POLL_SECONDS: String(POLL_SECONDS),
        POLLS: String(Math.ceil(timeout.toSeconds() / POLL_SECONDS)),
        ...assumeRole ? { ASSUME_ROLE: assumeRole.roleArn } : {},
      },
      // the step ends by itself, and says what it waited for
      timeout: timeout.plus(Duration.minutes(15)),
    });
    if (assumeRole) {
      this.role.addToPolicy(new PolicyStatement({ actions: ['sts:AssumeRole'], resources: [assumeRole.roleArn] }));
    }
    grant((assumeRole ?? this.role).grantPrincipal, this, repository);
  }
}
