import { join } from 'path';
import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { IProject } from 'aws-cdk-lib/aws-codebuild';
import { Grant, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnFunction, Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Provider } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { FunctionNetwork, functionNetwork, grantFunctionInfrastructure, setFunctionInfrastructure } from '../../codebuild/infrastructure/function-infrastructure';
import { ImageInfrastructure } from '../../codebuild/infrastructure/image-infrastructure';
import { ownLogGroup } from '../../codebuild/infrastructure/own-log-group';
import { onePerStack } from '../../codebuild/one-per-stack';
import { requireBundle } from '../../context/require-bundle';

const ID = 'NodejsImageBuilds';
const BUNDLE = join(__dirname, '..', '..', 'handlers', 'image-builds', 'bundle');

/** Actions of both handlers on a project. */
const BUILD_ACTIONS = ['codebuild:StartBuild', 'codebuild:StopBuild', 'codebuild:BatchGetBuilds', 'codebuild:ListBuildsForProject'];

/** Runs builds during a deployment and waits for them: one set of functions for all images of a stack. */
export class ImageBuildsProvider extends Construct {
  /** The one of the stack that a construct is in. */
  public static of(scope: Construct): ImageBuildsProvider {
    return onePerStack(scope, ID, stack => new ImageBuildsProvider(stack, ID));
  }

  /** For the property of the same name of a custom resource. */
  public readonly serviceToken: string;

  private readonly onEvent: Role;
  private readonly isComplete: Role;

  private constructor(scope: Construct, id: string) {
    super(scope, id);
    requireBundle(BUNDLE);
    const logGroup = ownLogGroup(this);
    const infrastructure = ImageInfrastructure._optionsFor(this);
    const network = functionNetwork(this, infrastructure);
    this.onEvent = functionRole(this, 'OnEventRole', logGroup);
    this.isComplete = functionRole(this, 'IsCompleteRole', logGroup);
    const provider = new Provider(this, 'Provider', {
      onEventHandler: handler(this, 'OnEvent', 'index.onEvent', this.onEvent, logGroup, network),
      isCompleteHandler: handler(this, 'IsComplete', 'index.isComplete', this.isComplete, logGroup, network),
      frameworkOnEventRole: functionRole(this, 'FrameworkOnEventRole', logGroup),
      frameworkCompleteAndTimeoutRole: functionRole(this, 'FrameworkIsCompleteRole', logGroup),
      logGroup,
      ...network,
      queryInterval: Duration.seconds(10),
      totalTimeout: Duration.hours(1), // CloudFormation waits no longer
    });
    setFunctionInfrastructure(this, infrastructure);
    acknowledgeFramework(this, provider);
    this.serviceToken = provider.serviceToken;
  }

  /**
   * Allows the handlers to run the builds of exactly this project, and to read why one failed. The custom resource has
   * to depend on what is returned: it must not start before the permissions are there.
   */
  public grantBuilds(project: IProject, logGroup?: ILogGroup): Grant {
    const [onEvent, isComplete] = [this.onEvent, this.isComplete].map(grantee => Grant.addToPrincipal({
      grantee,
      actions: BUILD_ACTIONS,
      resourceArns: [project.projectArn],
    }));
    const builds = onEvent.combine(isComplete);
    return logGroup ? builds.combine(logGroup.grant(this.isComplete, 'logs:GetLogEvents')) : builds;
  }
}

/** A role that may write its log and nothing else: no managed policy that allows every log group. */
function functionRole(scope: Construct, id: string, logGroup: ILogGroup): Role {
  const role = new Role(scope, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  logGroup.grantWrite(role);
  grantFunctionInfrastructure(role, ImageInfrastructure._optionsFor(scope));
  return role;
}

function handler(scope: Construct, id: string, name: string, role: Role, logGroup: ILogGroup, network: FunctionNetwork): Function {
  return new Function(scope, id, {
    description: 'Runs the builds of container images and waits for them',
    code: Code.fromAsset(BUNDLE),
    handler: name,
    // Not the one that the CDK takes by region: that is one line older, and ends a year earlier.
    runtime: Runtime.NODEJS_24_X,
    memorySize: 256,
    timeout: Duration.minutes(10), // throttled calls are repeated
    role,
    logGroup,
    ...network,
  });
}

/** Acknowledges the findings of cdk-nag in the provider framework of aws-cdk-lib, with the reasons for which it stays. */
export function acknowledgeFramework(scope: Construct, provider: Provider): void {
  const invoked = [provider.onEventHandler, provider.isCompleteHandler!, ...functionsOf(provider)];
  Validations.of(scope).acknowledge(
    ...invoked.map(({ node }) => ({
      id: `AwsSolutions-IAM5[Resource::<${Stack.of(scope).getLogicalId(node.defaultChild as CfnFunction)}.Arn>:*]`,
      reason: 'the provider framework invokes exactly this function; the wildcard stands for its versions',
    })),
    { id: 'AwsSolutions-L1', reason: 'aws-cdk-lib decides on the runtime of its own provider framework' },
    { id: 'AwsSolutions-SF1', reason: 'the state machine only polls every ten seconds, and its input holds a presigned URL, which does not belong into a log' },
    { id: 'AwsSolutions-SF2', reason: 'the state machine only polls every ten seconds: there is nothing to trace' },
  );
}

function functionsOf(provider: Provider): Construct[] {
  return provider.node.findAll().filter((child): child is Construct => child.node.defaultChild instanceof CfnFunction);
}
