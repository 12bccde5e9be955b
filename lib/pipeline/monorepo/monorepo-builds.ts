import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { Project, Source } from 'aws-cdk-lib/aws-codebuild';
import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { AuthorizationToken } from 'aws-cdk-lib/aws-ecr';
import { IManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { Architecture } from '../../codebuild/architecture';
import { buildBuildspec } from '../../codebuild/buildspec/buildspecs';
import { ownLogGroup } from '../../codebuild/infrastructure/own-log-group';
import { BuildProject } from '../../codebuild/projects/build-project';
import { CloudBuildOptions } from '../../codebuild/projects/cloud-build-options';
import { requireVariablesFit } from '../../codebuild/projects/variables-fit';
import { grantSecrets, secretVariables } from '../../codebuild/secrets/secret-variables';
import { CACHE_TAG_PREFIX } from '../../tags/tag-rules';
import { acknowledgeBelow } from '../steps/acknowledge-below';
import { environmentOf } from '../steps/step-action';
import { buildMachine, requireFits } from './build-machine';
import { ImageRoles } from './image-roles';
import { MachineImage } from './machine-props';
import { MonorepoCheckOptions, MonorepoChecks } from './monorepo-checks';
import { baseImagesOf, KnownImage, MonorepoImages } from './monorepo-images';
import { MonorepoStep } from './monorepo-step';
import { PUT_MANIFESTS, repositoryPolicies } from './repository-policies';

/** Where the plan of a push leaves what the state machine is given, below its sources. */
export const MACHINE_INPUT = '.nodejs-image/machine/input.json';

/** Prefix of what is handed on in the bucket of the pipeline. */
const PREFIX = 'monorepo';

/** Properties of what plans, builds and releases the images of a monorepo. */
export interface MonorepoBuildsProps {
  readonly cloud: CloudBuildOptions;
  readonly images: MonorepoImages;
  readonly architectures: readonly Architecture[];
  readonly checks: MonorepoCheckOptions;
  /** The ARN of the pipeline. */
  readonly pipelineArn: string;
  readonly bucket: IBucket;
  readonly records: ITable;
  readonly concurrency: number;
  readonly releaseTogether: boolean;
}

/**
 * A few projects, whatever the number of images: one plans, one for each platform builds each image as the role of the image, one for each thing
 * that an image has to pass, one releases.
 */
export class MonorepoBuilds extends Construct {
  /** Step that plans a push. */
  public readonly plan: MonorepoStep;
  /** Projects that build an image, one for each platform. */
  public readonly buildProjects: readonly Project[];
  /** State machine that builds side by side and has the release follow. */
  public readonly machine: StateMachine;

  constructor(scope: Construct, id: string, private readonly props: MonorepoBuildsProps) {
    super(scope, id);
    this.plan = this.planStep();
    const builds = this.builds();
    const { bucket, records, concurrency, images, architectures, checks: options, pipelineArn } = props;
    const putManifests = repositoryPolicies(this, images.images.map(({ repository }) => repository), {
      id: 'Tags', description: 'Puts the tags of a release on images', actions: PUT_MANIFESTS,
    });
    const release = this.releaseStep(putManifests);
    const checks = new MonorepoChecks(this, 'Checks', {
      ...options, environment: this.network(), images: images.images, architectures, records, putManifests, pipelineArn,
    });
    const roles = new ImageRoles(this, 'Roles', { common: builds[0].role, bucket, contexts: `${PREFIX}/contexts`, recordsArn: records.tableArn });
    const { partition } = Stack.of(this);
    const definition = buildMachine({
      images: requireFits(Object.fromEntries(images.images.map(image =>
        [image.name, { ...this.machineImage(image, roles), findings: checks.findingsOf(image) }]))),
      partition,
      platforms: builds.map(({ project, architecture: { suffix } }) => ({ project: project.projectName, suffix })),
      checks: checks.checks,
      releaseProject: release.project.projectName,
      bucket: bucket.bucketName,
      prefix: PREFIX,
      records: records.tableName,
      concurrency,
    });
    this.machine = new StateMachine(this, 'Machine', { definitionBody: DefinitionBody.fromString(Stack.of(this).toJsonString(definition)) });
    this.buildProjects = builds.map(({ project }) => project);
    this.grantMachine([...this.buildProjects, ...checks.projects, release.project], roles);
    // a build that starts before its role may do something fails
    this.machine.node.addDependency(roles.ready);
  }

  private planStep(): MonorepoStep {
    const { images: { plan: asset }, records, bucket } = this.props;
    const step = new MonorepoStep(this, 'Plan', {
      ...this.network(),
      description: 'Finds out which images of a monorepo are to be built',
      name: 'plan-images',
      exports: ['CHANGED'],
      artifacts: [MACHINE_INPUT],
      variables: { ...this.shared(), PLAN: `${asset.s3BucketName}/${asset.s3ObjectKey}`, CONTEXTS: `${bucket.bucketName}/${PREFIX}` },
    });
    step.role.grantFile(asset);
    step.role.addToPolicy(new PolicyStatement({ actions: ['dynamodb:Query'], resources: [records.tableArn] }));
    this.grantObjects(step, ['s3:PutObject'], ['contexts', 'plans']);
    return step;
  }

  private releaseStep(putManifests: readonly IManagedPolicy[]): MonorepoStep {
    const { records } = this.props;
    const step = new MonorepoStep(this, 'Release', {
      ...this.network(),
      description: 'Puts the tags of a release on the images that were built',
      name: 'release-images',
      variables: this.shared(),
      alone: true,
      timeout: Duration.hours(1),
    });
    AuthorizationToken.grantRead(step.role);
    putManifests.forEach(policy => step.role.addManagedPolicy(policy));
    step.role.addToPolicy(new PolicyStatement({ actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'], resources: [records.tableArn] }));
    this.grantObjects(step, ['s3:GetObject'], ['handed-on', 'plans']);
    return step;
  }

  /** The projects of all images, one for each platform. By itself none has a source, and their role may do nothing to an image. */
  private builds(): BuildProject[] {
    const builds: BuildProject[] = [];
    this.props.architectures.forEach(architecture => builds.push(this.build(architecture, builds[0])));
    return builds;
  }

  private build(architecture: Architecture, sibling?: BuildProject): BuildProject {
    const { cloud, images: { images }, architectures, bucket, records } = this.props;
    const gates = images.flatMap(image => image.gates);
    return new BuildProject(this, sibling ? `Image${architecture.id}` : 'Image', {
      ...cloud,
      sibling,
      logging: sibling || cloud.logging?.cloudWatch?.enabled === false || cloud.logging?.cloudWatch?.logGroup
        ? cloud.logging : { ...cloud.logging, cloudWatch: { ...cloud.logging?.cloudWatch, logGroup: ownLogGroup(this) } },
      architecture,
      source: { source: Source.s3({ bucket, path: `${PREFIX}/contexts/none.zip` }), grant: () => undefined },
      buildspec: buildBuildspec,
      baseImages: baseImagesOf(images),
      gates,
      variables: environmentOf({
        RECORDS: records.tableName,
        PLATFORM: architecture.platform.platform,
        ...architectures.length > 1 ? { TAG_SUFFIX: architecture.suffix } : {},
        ...cloud.registryCache ?? true ? { CACHE_TAG: `${CACHE_TAG_PREFIX}${architecture.name}` } : {},
      }),
    });
  }

  private machineImage({ name, repository, buildArgs, buildSecrets }: KnownImage, roles: ImageRoles): MachineImage {
    const own = this.props.cloud.environmentVariables ?? {};
    const { variables, flags } = secretVariables(buildSecrets, own);
    const role = roles.add(name, repository);
    grantSecrets(buildSecrets, role);
    const all = {
      ...environmentOf({
        REPOSITORY: repository.repositoryUri,
        ...Object.keys(buildArgs).length ? { BUILD_ARGS: JSON.stringify(buildArgs) } : {},
        ...flags.length ? { BUILD_SECRETS: JSON.stringify(flags) } : {},
      }),
      ...variables,
    };
    requireVariablesFit(`${this.node.path} of the image ${name}`, { ...own, ...all });
    return {
      role: role.roleArn,
      repository: repository.repositoryName,
      uri: repository.repositoryUri,
      variables: Object.entries(all).map(([Name, { value, type = 'PLAINTEXT' }]) => ({ Name, Value: value, Type: type })),
    };
  }

  /** @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-codebuild.html */
  private grantMachine(projects: Project[], roles: ImageRoles): void {
    const { bucket, records, cloud: { encryptionKey } } = this.props;
    const { partition, region, account } = Stack.of(this);
    const handedOn = bucket.arnForObjects(`${PREFIX}/handed-on/*`);
    const allow = (actions: string[], resources: string[], conditions = {}) =>
      this.machine.addToRolePolicy(new PolicyStatement({ actions, resources, conditions }));
    allow(['codebuild:StartBuild', 'codebuild:StopBuild', 'codebuild:BatchGetBuilds'], projects.map(({ projectArn }) => projectArn));
    const rule = `arn:${partition}:events:${region}:${account}:rule/StepFunctionsGetEventForCodeBuildStartBuildRule`;
    allow(['events:PutTargets', 'events:PutRule', 'events:DescribeRule'], [rule]);
    allow(['iam:PassRole'], [roles.arnPattern], { StringEquals: { 'iam:PassedToService': 'codebuild.amazonaws.com' } });
    allow(['dynamodb:GetItem'], [records.tableArn]);
    allow(['s3:PutObject'], [handedOn]);
    encryptionKey?.grant(this.machine, 'kms:Encrypt', 'kms:GenerateDataKey');
    Validations.of(this.machine).acknowledge(
      { id: 'AwsSolutions-SF1', reason: 'Step Functions keeps the history of executions for 90 days, and each build logs' },
      { id: 'AwsSolutions-SF2', reason: 'what it starts are builds, which send no traces' },
    );
    acknowledgeBelow(this.machine, handedOn, 'an object is named by the execution that writes it');
    acknowledgeBelow(this.machine, roles.arnPattern, 'the roles of the images are below a path of their own');
  }

  private grantObjects({ role }: MonorepoStep, actions: string[], places: string[]): void {
    const { bucket } = this.props;
    const resources = places.map(place => bucket.arnForObjects(`${PREFIX}/${place}/*`));
    role.addToPolicy(new PolicyStatement({ actions, resources }));
    resources.forEach(resource => acknowledgeBelow(role, resource, 'the names of what is handed on are known only when the pipeline runs'));
  }

  private network(): Pick<CloudBuildOptions, 'vpc' | 'subnetSelection' | 'securityGroups' | 'encryptionKey'> {
    const { vpc, subnetSelection, securityGroups, encryptionKey } = this.props.cloud;
    return { vpc, subnetSelection, securityGroups, encryptionKey };
  }

  private shared(): { [name: string]: string } {
    const { records, releaseTogether } = this.props;
    return { RECORDS: records.tableName, ...releaseTogether ? { RELEASE_TOGETHER: 'true' } : {} };
  }
}
