import * as path from 'path';
import { Duration } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { DeliveryProject } from '../../delivery/builds/delivery-project';
import { ownLogGroup } from '../../delivery/builds/own-log-group';
import { ProjectRole } from '../../delivery/builds/project-role';
import { Buildspec } from '../../delivery/buildspec/buildspec';
import { buildspecOf, Program, shell } from '../../delivery/buildspec/buildspecs';
import { FROM_PIPELINE, TO_PIPELINE } from './pipeline-source';
import { environmentOf } from './step-action';

/** The texts of the programs. */
const SHELL = path.join(__dirname, '..', 'shell');

/** What all steps of a pipeline have in common. */
export interface StepEnvironment {
  /** The network in which they run. */
  readonly vpc?: IVpc;
  readonly subnetSelection?: SubnetSelection;
  readonly securityGroups?: ISecurityGroup[];
  /** The key that encrypts what CodeBuild keeps. */
  readonly encryptionKey?: IKey;
}

/** Properties of a step. */
export interface ImageStepProps extends StepEnvironment {
  readonly description: string;
  /** The texts below `lib/pipeline/shell` that its program is put together from, in their order, after the library. */
  readonly programs: readonly string[];
  /** The variables that it exports. */
  readonly exports?: Program['exports'];
  /** Files that it hands on. */
  readonly artifacts?: Program['artifacts'];
  /** Constants of the program. What a run of the pipeline knows comes with its action. */
  readonly variables?: { readonly [name: string]: string };
  /** Whether it runs outside of a pipeline. */
  readonly alone?: boolean;
  /** After which it has failed; half an hour if not given. */
  readonly timeout?: Duration;
}

/**
 * A step of a pipeline that moves, looks at or names images, and runs nothing of them: one project with one program, and
 * one role that may do what this step needs.
 */
export class ImageStep extends Construct {
  /** Who does it. */
  public readonly role: ProjectRole;
  public readonly project: codebuild.Project;
  public readonly logGroup: ILogGroup;

  constructor(scope: Construct, id: string, props: ImageStepProps) {
    super(scope, id);
    this.logGroup = ownLogGroup(this);
    this.role = new ProjectRole(this, 'Role', this.logGroup);
    this.role.grantEncryption(props.encryptionKey);
    if (props.vpc) {
      this.role.grantNetwork(props.vpc, props.subnetSelection);
    }
    this.project = new DeliveryProject(this, 'Project', {
      description: props.description,
      deliveryRole: this.role,
      ...props.alone ? {} : { source: FROM_PIPELINE, artifacts: TO_PIPELINE },
      buildSpec: codebuild.BuildSpec.fromObject({ ...stepBuildspec(props) }),
      environment: { buildImage: codebuild.LinuxBuildImage.AMAZON_LINUX_2023_5, computeType: codebuild.ComputeType.SMALL },
      environmentVariables: environmentOf(props.variables ?? {}),
      vpc: props.vpc,
      subnetSelection: props.subnetSelection,
      securityGroups: props.securityGroups,
      timeout: props.timeout ?? Duration.minutes(30),
      queuedTimeout: Duration.hours(8), // many pipelines share the machines of an account, and nothing waits but the pipeline
      logging: { cloudWatch: { logGroup: this.logGroup } },
      encryptionKey: props.encryptionKey,
    });
  }
}

/** The buildspec of a step. */
export function stepBuildspec({ programs, exports: exported = [], artifacts }: Pick<ImageStepProps, 'programs' | 'exports' | 'artifacts'>): Buildspec {
  const text = [shell('library'), ...programs.map(pipelineShell)].join('');
  return buildspecOf({ name: programs[programs.length - 1], text, exports: exported, artifacts });
}

/** Texts of deliveries. */
const OF_DELIVERIES = ['records', 'tags', 'publish', 'login-public'];

/** One of the texts that the programs of a pipeline are put together from; joining images and putting tags is what deliveries do, too. */
export function pipelineShell(name: string): string {
  return OF_DELIVERIES.includes(name) ? shell(name) : shell(name, SHELL);
}
