import { Project } from 'aws-cdk-lib/aws-codebuild';
import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { Architecture } from '../../codebuild/architecture';
import { stepBuildspec } from '../../codebuild/buildspec/step-buildspec';
import { ownLogGroup } from '../../codebuild/infrastructure/own-log-group';
import { BuildProject } from '../../codebuild/projects/build-project';
import { CloudBuildOptions } from '../../codebuild/projects/cloud-build-options';
import { grantSecrets, secretVariables } from '../../codebuild/secrets/secret-variables';
import { RELEASED } from '../../steps/step-program';
import { pullRequestVariables, warnOfWithheld } from '../pull-request-secrets';
import { ProjectTrigger } from '../source/project-trigger';
import { environmentOf } from '../steps/step-action';
import { baseImagesOf, MonorepoImages, PullRequestGiven } from './monorepo-images';

/** Properties of what builds pull requests to a monorepo. */
export interface MonorepoPullRequestsProps {
  readonly cloud: CloudBuildOptions;
  readonly images: MonorepoImages;
  readonly architecture: Architecture;
  readonly records: ITable;
  readonly trigger: ProjectTrigger;
}

/**
 * Runs the gates of the images that a pull request changes and builds them, for one platform, on one machine. Its role knows no repository:
 * it may read what is released, by the table, and the secrets that are named.
 */
export class MonorepoPullRequests extends Construct {
  public readonly project: Project;

  constructor(scope: Construct, id: string, { cloud, images, architecture, records, trigger }: MonorepoPullRequestsProps) {
    super(scope, id);
    const { images: known } = images;
    const named = known.flatMap(({ pullRequestSecrets }) => pullRequestSecrets);
    const environmentVariables = pullRequestVariables(cloud.environmentVariables ?? {}, known.flatMap(({ buildSecrets }) => buildSecrets), named);
    const { variables, flags } = secretVariables(named, environmentVariables);
    const given = known.map(({ name, buildArgs, pullRequestSecrets: own }): [string, PullRequestGiven] =>
      [name, { buildArgs, secrets: own.map(secret => flags[named.indexOf(secret)]) }]);
    const plan = images.planWith(this, Object.fromEntries(given));
    const { logging } = cloud;
    const build = new BuildProject(this, 'Build', {
      ...cloud,
      environmentVariables,
      logging: logging?.cloudWatch?.enabled === false || logging?.cloudWatch?.logGroup
        ? logging : { ...logging, cloudWatch: { ...logging?.cloudWatch, logGroup: ownLogGroup(this) } },
      architecture,
      source: trigger,
      buildspec: reports => stepBuildspec({ name: 'pull-request-images', reports }),
      // the reports of an image are in a directory of its name
      gates: known.flatMap(({ gates }) => gates).map(({ name, reports }) => ({ name: `*/${name}`, reports })),
      baseImages: baseImagesOf(known),
      variables: {
        ...variables,
        ...environmentOf({ PLAN: `${plan.s3BucketName}/${plan.s3ObjectKey}`, RECORDS: records.tableName, PLATFORM: architecture.platform.platform, PUSH: 'false' }),
      },
    });
    build.role.grantFile(plan);
    build.role.addToPolicy(new PolicyStatement({
      actions: ['dynamodb:Query'],
      resources: [records.tableArn],
      conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [RELEASED] } },
    }));
    grantSecrets(named, build.role);
    trigger.connect(build.project);
    warnOfWithheld(this, [...new Set(known.flatMap(({ withheldSecrets }) => withheldSecrets))]);
    this.project = build.project;
  }
}
