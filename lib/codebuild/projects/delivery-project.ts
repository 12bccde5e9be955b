import { Stack, Validations } from 'aws-cdk-lib';
import { BuildEnvironmentVariable, BuildEnvironmentVariableType, BuildSpec, CfnProject, Project, ProjectProps } from 'aws-cdk-lib/aws-codebuild';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { stepProgram } from '../../steps/step-program';
import { Buildspec } from '../buildspec/buildspec';
import { STEP_VARIABLE } from '../buildspec/step-buildspec';
import { onePerStack } from '../one-per-stack';
import { ProjectRole } from '../roles/project-role';
import { requireVariablesFit } from './variables-fit';

/** Properties of a project that delivers images; the role is given apart. */
export interface DeliveryProjectProps extends Omit<ProjectProps, 'role' | 'grantReportGroupPermissions' | 'buildSpec'> {
  /** Role of the project, and all that it may, but for reading the program of the steps. */
  readonly deliveryRole: ProjectRole;
  /** Buildspec of the project: a step of that program. */
  readonly buildspec: Buildspec;
}

/** A buildspec on one line: the CDK's own would be half of spaces, in every project of a template. */
class CompactBuildSpec extends BuildSpec {
  public readonly isImmediate = true;

  constructor(private readonly buildspec: Buildspec) {
    super();
  }

  public toBuildSpec(scope: Construct): string {
    return Stack.of(scope).toJsonString(this.buildspec);
  }
}

/** A project that widens its role by nothing, and is not used before the role may do what it has to. */
export class DeliveryProject extends Project {
  constructor(scope: Construct, id: string, { deliveryRole, buildspec, ...props }: DeliveryProjectProps) {
    const program = stepAsset(scope);
    const environmentVariables = { ...props.environmentVariables, [STEP_VARIABLE]: { value: `${program.s3BucketName}/${program.s3ObjectKey}` } };
    super(scope, id, {
      ...props,
      environmentVariables,
      buildSpec: new CompactBuildSpec(buildspec),
      role: deliveryRole.withoutPolicyUpdates(),
      grantReportGroupPermissions: false,
    });
    withoutPlainTypes(this.node.defaultChild as CfnProject, Object.values(environmentVariables));
    deliveryRole.grantFile(program);
    this.node.addDependency(deliveryRole.permissions);
    requireVariablesFit(scope.node.path, environmentVariables);
    const network = this.node.tryFindChild('PolicyDocument');
    if (network) {
      Validations.of(network).acknowledge({ id: 'AwsSolutions-IAM5[Resource::*]', reason: 'it is attached to nobody, and in no template: the role has what it needs' });
    }
    if (!props.encryptionKey) {
      Validations.of(this).acknowledge({
        id: 'AwsSolutions-CB4',
        reason: 'the project has neither artifacts nor a cache, so that there is nothing a key of its own would encrypt',
      });
    }
  }
}

/**
 * Leaves out that a variable is plain text, which is what CodeBuild takes it for: it would be a tenth of a project in a template.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-codebuild-project-environmentvariable.html
 */
function withoutPlainTypes(project: CfnProject, variables: readonly BuildEnvironmentVariable[]): void {
  variables.forEach(({ type = BuildEnvironmentVariableType.PLAINTEXT }, index) => {
    if (type === BuildEnvironmentVariableType.PLAINTEXT) {
      project.addPropertyDeletionOverride(`Environment.EnvironmentVariables.${index}.Type`);
    }
  });
}

const ID = 'NodejsImageSteps';

/** The program of the steps, once for all projects of the stack that a construct is in. */
export function stepAsset(scope: Construct): Asset {
  return onePerStack(scope, ID, stack => new Asset(stack, ID, { path: stepProgram() }));
}
