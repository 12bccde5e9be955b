import { Stack } from 'aws-cdk-lib';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { grantDeadLetters } from '../codebuild/infrastructure/dead-letters';
import { ImageInfrastructure } from '../codebuild/infrastructure/image-infrastructure';
import { grantBaseImages } from '../codebuild/roles/grant-base-images';
import { StepEnvironment } from './shared/identity';
import { PipelineRoles } from './shared/pipeline-roles';
import { ImageStep } from './steps/image-step';

/** The variable of the pipeline that stands for the base images that it is run for. */
export const BASE_IMAGES_VARIABLE = 'BASE_IMAGES';

/** Properties of a watch over base images. */
export interface BaseImageWatchProps extends StepEnvironment {
  readonly pipelineName: string;
  readonly pipelineArn: string;
  /** The references of the base images. */
  readonly baseImages: readonly string[];
  /** When it looks. */
  readonly schedule: Schedule;
}

/**
 * Looks at intervals whether base images have changed under their tags, and runs a pipeline where one has. By EventBridge
 * Scheduler, since each pipeline has a time of its own, and an account has a million schedules in a region, and 300 rules.
 */
export class BaseImageWatch extends Construct {
  constructor(scope: Construct, id: string, { pipelineName, pipelineArn, baseImages, schedule, ...environment }: BaseImageWatchProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const seen = new StringParameter(this, 'Seen', { stringValue: 'none', description: 'The base images that a pipeline was last run for' });
    const { project, role, variables } = new ImageStep(this, {
      ...environment,
      kind: 'BaseImages',
      rights: 'BaseImages',
      alone: true,
      description: 'Runs a pipeline where its base images have changed',
      step: 'base-images',
      constants: { VARIABLE: BASE_IMAGES_VARIABLE },
      variables: { BASE_IMAGES: JSON.stringify(baseImages), PARAMETER: seen.parameterName, PIPELINE: pipelineName },
    });
    grantBaseImages(role, baseImages);
    role.addToPolicy(new PolicyStatement({ actions: ['ssm:GetParameter', 'ssm:PutParameter'], resources: [seen.parameterArn] }));
    role.addToPolicy(new PolicyStatement({ actions: ['codepipeline:StartPipelineExecution'], resources: [pipelineArn] }));
    const { schedules } = PipelineRoles.of(this);
    schedules.addToPrincipalPolicy(new PolicyStatement({ actions: ['codebuild:StartBuild'], resources: [project.projectArn] }));
    const { deadLetterQueue } = ImageInfrastructure._optionsFor(this);
    if (deadLetterQueue) {
      grantDeadLetters(schedules, deadLetterQueue);
    }
    const look = new CfnSchedule(this, 'Schedule', {
      scheduleExpression: spreadSchedule(schedule, this.node.addr).expressionString,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: `arn:${stack.partition}:scheduler:::aws-sdk:codebuild:startBuild`,
        roleArn: schedules.roleArn,
        deadLetterConfig: deadLetterQueue && { arn: deadLetterQueue.queueArn },
        // the names of the API begin with capitals here
        input: stack.toJsonString({
          ProjectName: project.projectName,
          EnvironmentVariablesOverride: Object.entries(variables).map(([Name, Value]) => ({ Name, Value })),
        }),
      },
    });
    look.node.addDependency(schedules.permissions);
  }
}

const HOUR = 60;
const DAY = 24 * HOUR;

/**
 * A schedule that says how often and not when, at a minute of its own: rates count from the moment that a rule is made, so
 * that those of all pipelines of a stack would begin their builds at once. One that says when is left as it is, and so is a
 * rate that does not come out even in a day.
 *
 * @param place Hexadecimal digits that stand for the place of the construct: the same one always has the same minute.
 */
export function spreadSchedule(schedule: Schedule, place: string): Schedule {
  const [, count, unit] = /^rate\((\d+) (hour|day)s?\)$/.exec(schedule.expressionString) ?? [];
  const every = Number(count) * (unit === 'day' ? DAY : HOUR);
  if (!count || every === 0 || DAY % every !== 0) {
    return schedule;
  }
  const offset = parseInt(place.slice(-8), 16) % every;
  const [hour, minute] = [Math.floor(offset / HOUR), offset % HOUR];
  const hours = Array.from({ length: DAY / every }, (_, index) => hour + index * (every / HOUR));
  return Schedule.expression(`cron(${minute} ${every === HOUR ? '*' : hours.join(',')} * * ? *)`);
}
