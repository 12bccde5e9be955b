import { Duration, RemovalPolicy, Token } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { DeliveryError } from '../../context/delivery-error';
import { Architecture } from '../architecture';
import { Buildspec, BuildspecReports } from '../buildspec/buildspec';
import { reportFormats, ReportingGate, reportsSection } from '../buildspec/reports';
import { deploymentLogGroup } from '../infrastructure/own-log-group';
import { grantBaseImages } from '../roles/grant-base-images';
import { ProjectRole } from '../roles/project-role';
import { BUILD_IMAGES } from './build-images';
import { CloudBuildOptions } from './cloud-build-options';
import { DeliveryProject } from './delivery-project';

/** Where a project has its sources from. */
export interface BuildSource {
  readonly source: codebuild.ISource;
  /** Where the project leaves what it hands on. */
  readonly artifacts?: codebuild.IArtifacts;
  /** Allows reading exactly this source. */
  grant(role: ProjectRole): void;
}

/** Properties of the project that builds an image for one architecture. */
export interface BuildProjectProps extends CloudBuildOptions {
  readonly architecture: Architecture;
  readonly source: BuildSource;
  /** Buildspec of the project, with the reports of the gates. */
  readonly buildspec: (reports: BuildspecReports) => Buildspec;
  readonly gates: readonly ReportingGate[];
  /** Variables that CodeBuild fetches. */
  readonly variables: { [name: string]: codebuild.BuildEnvironmentVariable };
  /** The references of the base images. */
  readonly baseImages: readonly string[];
  /** Permissions that builds of several images have in common, and that their roles hold by reference. */
  readonly common?: readonly PolicyStatement[];
  /** True if CloudFormation waits for its builds; if one fails, the stack is rolled back, and what explains it has to stay. */
  readonly duringDeployment?: boolean;
  /** The project of the same image for another architecture: the role, the log and the reports are those of it. */
  readonly sibling?: BuildProject;
}

/** Names that the build gives a meaning of its own. */
const TAKEN = new RegExp(`^(${[
  'CODEBUILD_.*', 'AWS_.*', 'BUILD_.*', 'DOCKER_.*', 'PATH', 'HOME', 'REPOSITORY', 'CONTENT_TAG', 'TAG_SUFFIX', 'TAGS', 'PLATFORM', 'GATES', 'CACHE_TAG',
  'CACHE_STAGES', 'BASE_IMAGES', 'REQUEST_ID', 'RESOURCE_ID', 'IMAGE_DIGEST', 'PLAN', 'SOURCE', 'OUTPUT', 'SOURCE_VERSION', 'DERIVE_FROM', 'PUSH',
  'RELEASE', 'RELEASE_TAGS', 'LOG_GROUP', 'METRICS_.*', 'RECORDS', 'BEGAN', 'BY_CONTENT_TAG', 'STEP_PROGRAM',
  'UNPROVEN_GATES', 'PLATFORM_SUFFIXES', 'KEY_ARN', 'SBOM', 'SCANNED', 'BUILT', 'BUILDS', 'BUILDER', 'SOURCE_COMMIT', 'SOURCE_URI',
].join('|')})$`);

/** The project that builds an image for one architecture, on machines of that architecture. */
export class BuildProject extends Construct {
  public readonly project: codebuild.Project;
  /** Who pulls and pushes. */
  public readonly role: ProjectRole;
  /** Architecture it builds for. */
  public readonly architecture: Architecture;
  /** Where the project logs, if it logs to CloudWatch. */
  public readonly logGroup?: ILogGroup;
  /** The ARNs of the report groups, by their formats. */
  private readonly reports: { readonly [format: string]: string };

  constructor(scope: Construct, id: string, props: BuildProjectProps) {
    super(scope, id);
    requireVariables(props.environmentVariables ?? {});
    requireMachines(props);
    const { sibling } = props;
    this.logGroup = sibling ? sibling.logGroup : logGroupOf(this, props.logging);
    this.role = sibling ? sibling.role : roleOf(this, this.logGroup, props);
    this.reports = sibling ? sibling.reports : reportsOf(this, this.role, props);
    const arns = this.reports;
    this.project = new DeliveryProject(this, 'Project', {
      description: `Builds a container image for ${props.architecture.platform.platform}`,
      deliveryRole: this.role,
      source: props.source.source,
      artifacts: props.source.artifacts,
      buildspec: props.buildspec(Object.keys(arns).length ? reportsSection(props.gates, arns) : {}),
      environment: {
        buildImage: props.buildImage ?? BUILD_IMAGES[props.architecture.name],
        computeType: props.computeType ?? codebuild.ComputeType.MEDIUM,
        fleet: props.fleet,
        dockerServer: props.dockerServer,
        privileged: props.dockerServer === undefined,
      },
      environmentVariables: { ...props.environmentVariables, ...props.variables },
      vpc: props.vpc,
      subnetSelection: props.subnetSelection,
      securityGroups: props.securityGroups,
      ...times(props),
      logging: { s3: props.logging?.s3, cloudWatch: this.logGroup ? { ...props.logging?.cloudWatch, logGroup: this.logGroup } : { enabled: false } },
      encryptionKey: props.encryptionKey,
    });
    this.architecture = props.architecture;
  }
}

/**
 * Machines of CodeBuild on which Docker builds natively, by the architecture. Those of Lambda have no Docker, and Windows builds no such image.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-compute-types.html
 */
const MACHINES: { readonly [architecture: string]: readonly string[] } = {
  amd64: ['LINUX_CONTAINER', 'LINUX_GPU_CONTAINER', 'LINUX_EC2'],
  arm64: ['ARM_CONTAINER', 'ARM_EC2'],
};

/** An image for other machines would come out for another architecture, or not at all. */
function requireMachines({ architecture: { name, platform }, buildImage, fleet }: BuildProjectProps): void {
  const given = { buildImage: buildImage?.type, fleet: fleet && environmentOf(fleet) };
  for (const [prop, type] of Object.entries(given)) {
    if (type === undefined || Token.isUnresolved(type) || MACHINES[name].includes(type)) continue;
    throw new DeliveryError(`"${prop}" must be of ${MACHINES[name].join(', ')} to build for ${platform.platform}, received ${type}; `
      + 'give one of these machines, or change the platform that is built for');
  }
}

/** The kind of machines that a fleet has; of an imported one it is not known. */
function environmentOf(fleet: codebuild.IFleet): string | undefined {
  try {
    return fleet.environmentType;
  } catch {
    return undefined;
  }
}

function logGroupOf(scope: Construct, logging: codebuild.LoggingOptions | undefined): ILogGroup | undefined {
  return logging?.cloudWatch?.enabled === false
    ? undefined
    : logging?.cloudWatch?.logGroup ?? deploymentLogGroup(scope);
}

function roleOf(scope: Construct, logGroup: ILogGroup | undefined, props: BuildProjectProps): ProjectRole {
  const role = new ProjectRole(scope, 'Role', logGroup, props.common);
  props.source.grant(role);
  props.logging?.s3?.bucket.grantWrite(role);
  role.grantEncryption(props.encryptionKey);
  grantBaseImages(role, props.baseImages);
  if (props.vpc) {
    role.grantNetwork(props.vpc, props.subnetSelection);
  }
  return role;
}

function reportsOf(scope: Construct, role: ProjectRole, props: BuildProjectProps): { [format: string]: string } {
  const groups = Object.entries(props.publishReports ?? true ? reportGroups(scope, props) : {});
  groups.forEach(([, group]) => group.grantWrite(role));
  return Object.fromEntries(groups.map(([format, group]) => [format, group.reportGroupArn]));
}

function reportGroups(scope: Construct, { gates, duringDeployment }: BuildProjectProps): { [format: string]: codebuild.ReportGroup } {
  const formats = gates.length ? reportFormats(gates) : [];
  return Object.fromEntries(formats.map(({ format, coverage }) => [format, new codebuild.ReportGroup(scope, `Reports${format}`, {
    type: coverage ? codebuild.ReportGroupType.CODE_COVERAGE : codebuild.ReportGroupType.TEST,
    removalPolicy: duringDeployment ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    deleteReports: duringDeployment ? undefined : true,
  })]));
}

/** Range of a time, in minutes, and what it is by default. */
interface TimeRange { readonly least: number; readonly most: number; readonly otherwise: number; readonly because: string }

/** CloudFormation waits an hour for everything. Where nothing waits, what CodeBuild takes, and its own defaults. */
const TIMES: { readonly [prop in 'timeout' | 'queuedTimeout']: { readonly duringDeployment: TimeRange; readonly alone: TimeRange } } = {
  timeout: {
    duringDeployment: { least: 5, most: 50, otherwise: 45, because: 'CloudFormation waits an hour for everything' },
    alone: { least: 5, most: 36 * 60, otherwise: 60, because: 'CodeBuild takes no other' },
  },
  queuedTimeout: {
    duringDeployment: { least: 5, most: 50, otherwise: 15, because: 'CloudFormation waits an hour for everything' },
    alone: { least: 5, most: 8 * 60, otherwise: 8 * 60, because: 'CodeBuild takes no other' },
  },
};

function times({ duringDeployment, timeout, queuedTimeout }: BuildProjectProps): Pick<codebuild.ProjectProps, 'timeout' | 'queuedTimeout'> {
  const when = duringDeployment ? 'duringDeployment' : 'alone';
  return { timeout: within('timeout', TIMES.timeout[when], timeout), queuedTimeout: within('queuedTimeout', TIMES.queuedTimeout[when], queuedTimeout) };
}

function within(prop: string, { least, most, otherwise, because }: TimeRange, duration = Duration.minutes(otherwise)): Duration {
  const value = duration.toMinutes({ integral: false });
  if (value < least || value > most) {
    throw new DeliveryError(`${prop} must be between ${least} and ${most} minutes, because ${because}; received ${duration.toHumanString()}`);
  }
  return duration;
}

function requireVariables(variables: { [name: string]: unknown }): void {
  const taken = Object.keys(variables).find(name => TAKEN.test(name) || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name));
  if (taken !== undefined) {
    throw new DeliveryError(`environmentVariables cannot hold ${JSON.stringify(taken)}, which is no name of a variable or one that the build uses itself`);
  }
}
