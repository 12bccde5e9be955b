import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { BuildSpec, ComputeType, LinuxBuildImage, Project } from 'aws-cdk-lib/aws-codebuild';
import { ILogGroup, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { publishBuildspec } from '../codebuild/buildspecs';
import { acknowledgeKey } from './acknowledge-key';
import { ProjectRole } from './project-role';

const ID = 'NodejsImagePublisher';

/** The project that copies, joins and tags images: one for all images of a stack. It moves bytes and runs nothing. */
export class Publisher extends Construct {
  /** The one of the stack that a construct is in. */
  public static of(scope: Construct): Publisher {
    const stack = Stack.of(scope);
    return stack.node.tryFindChild(ID) as Publisher | undefined ?? new Publisher(stack, ID);
  }

  public readonly project: Project;
  /** Who pulls and pushes. */
  public readonly role: ProjectRole;
  public readonly logGroup: ILogGroup;

  private constructor(scope: Construct, id: string) {
    super(scope, id);
    this.logGroup = new LogGroup(this, 'Logs', { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
    this.role = new ProjectRole(this, 'Role', this.logGroup);
    this.project = new Project(this, 'Project', {
      description: 'Brings container images under the tags of a repository',
      role: this.role.withoutPolicyUpdates(),
      buildSpec: BuildSpec.fromObject({ ...publishBuildspec() }),
      environment: { buildImage: LinuxBuildImage.AMAZON_LINUX_2023_5, computeType: ComputeType.SMALL },
      timeout: Duration.minutes(30),
      queuedTimeout: Duration.minutes(15),
      logging: { cloudWatch: { logGroup: this.logGroup } },
      grantReportGroupPermissions: false,
    });
    this.project.node.addDependency(this.role);
    acknowledgeKey(this.project, undefined);
  }
}
