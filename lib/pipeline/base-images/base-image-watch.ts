import { IPipeline } from 'aws-cdk-lib/aws-codepipeline';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { CodeBuildProject } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { grantBaseImages } from '../../delivery/builds/grant-base-images';
import { ruleTarget } from '../../delivery/infrastructure/dead-letters';
import { ImageStep, StepEnvironment } from '../steps/image-step';
import { spreadSchedule } from './spread-schedule';

/** The variable of the pipeline that stands for the base images that it is run for. */
export const BASE_IMAGES_VARIABLE = 'BASE_IMAGES';

/** Properties of a watch over base images. */
export interface BaseImageWatchProps extends StepEnvironment {
  readonly pipeline: IPipeline;
  /** The references of the base images. */
  readonly baseImages: readonly string[];
  /** When it looks. */
  readonly schedule: Schedule;
}

/** Looks at intervals whether base images have changed under their tags, and runs a pipeline where one has. */
export class BaseImageWatch extends Construct {
  constructor(scope: Construct, id: string, { pipeline, baseImages, schedule, ...environment }: BaseImageWatchProps) {
    super(scope, id);
    const seen = new StringParameter(this, 'Seen', { stringValue: 'none', description: 'The base images that a pipeline was last run for' });
    const step = new ImageStep(this, 'Look', {
      ...environment,
      alone: true,
      description: 'Runs a pipeline where its base images have changed',
      step: 'base-images',
      variables: {
        BASE_IMAGES: JSON.stringify(baseImages), PARAMETER: seen.parameterName, PIPELINE: pipeline.pipelineName, VARIABLE: BASE_IMAGES_VARIABLE,
      },
    });
    grantBaseImages(step.role, baseImages);
    step.role.addToPolicy(new PolicyStatement({ actions: ['ssm:GetParameter', 'ssm:PutParameter'], resources: [seen.parameterArn] }));
    step.role.addToPolicy(new PolicyStatement({ actions: ['codepipeline:StartPipelineExecution'], resources: [pipeline.pipelineArn] }));
    new Rule(this, 'Schedule', { schedule: spreadSchedule(schedule, this.node.addr), targets: [ruleTarget(this, new CodeBuildProject(step.project))] });
  }
}
