import { App, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import { CodeBuildAction, S3SourceAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { ApplicationTargetGroup, NetworkLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ImageRepository, ImageTag } from '../../../lib';
import { DeploymentTarget } from '../../../lib/pipeline/deploy/deployment-target';
import { environmentStages, rollbackCommand } from '../../../lib/pipeline/environment/environment-stages';
import { ImageEnvironment, requireEnvironments } from '../../../lib/pipeline/environment/image-environment';

const ACCOUNT = '123456789012';

interface World {
  readonly app: App;
  readonly stack: Stack;
  readonly repository: ecr.IRepository;
}

/** A pipeline whose last stages are those of environments. */
function pipeline(environments: (world: World) => ImageEnvironment[], { movingTags = ['staging', 'production'] } = {}) {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: { account: ACCOUNT, region: 'eu-central-1' } });
  const repository = new ImageRepository(stack, 'Repository', { repositoryName: 'api', movingTags });
  const input = new codepipeline.Artifact();
  const source = new S3SourceAction({ actionName: 'Source', bucket: s3.Bucket.fromBucketName(stack, 'Sources', 'sources'), bucketKey: 'source.zip', output: input });
  const build = new CodeBuildAction({ actionName: 'Build', input, project: codebuild.Project.fromProjectName(stack, 'Build', 'build') });
  const whole = new codepipeline.Pipeline(stack, 'Pipeline', {
    pipelineType: codepipeline.PipelineType.V2, pipelineName: 'api',
    stages: [{ stageName: 'Source', actions: [source] }, { stageName: 'Build', actions: [build] }],
  });
  for (const environment of environments({ app, stack, repository })) {
    environmentStages(stack, `Environment-${environment.name}`, {
      environment, repository, input, imageDigest: build.variable('IMAGE_DIGEST'), contentTag: build.variable('CONTENT_TAG'),
      releaseTags: build.variable('RELEASE_TAGS'), step: {},
    }).forEach(stage => whole.addStage(stage));
  }
  const template = Template.fromStack(stack);
  const stages: any[] = Object.values<any>(template.findResources('AWS::CodePipeline::Pipeline'))[0].Properties.Stages.slice(2);
  return { app, stack, template, stages };
}

/** A value as text: what is known only while deploying by what it is taken from. */
function textOf(value: any): string {
  if (typeof value === 'string') return value;
  if (value['Fn::Join']) return value['Fn::Join'][1].map(textOf).join(value['Fn::Join'][0]);
  return `<${[Object.values<any>(value)[0]].flat().join('.')}>`;
}

/** What each action is told whose name begins so: by its project, and by itself. */
function variables(template: Template, name: string): { [name: string]: any }[] {
  const projects = template.findResources('AWS::CodeBuild::Project');
  const [{ Properties: { Stages } }] = Object.values<any>(template.findResources('AWS::CodePipeline::Pipeline'));
  const actions: any[] = Stages.flatMap(({ Actions }: any) => Actions).filter((action: any) => action.Name.startsWith(name));
  return actions.map(({ Configuration: { ProjectName, EnvironmentVariables } }) => ({
    ...Object.fromEntries((projects[ProjectName.Ref].Properties.Environment.EnvironmentVariables ?? []).map(({ Name, Value }: any) => [Name, Value])),
    ...Object.fromEntries(JSON.parse(textOf(EnvironmentVariables)).map(({ name: key, value }: any) => [key, value])),
  }));
}

/** What the role of steps whose path holds this may do: the actions, and the resources as text. */
function allowed(template: Template, role: string): [string[], string][] {
  return [...Object.entries<any>(template.findResources('AWS::IAM::Policy')), ...Object.entries<any>(template.findResources('AWS::IAM::ManagedPolicy'))].filter(([id]) => id.includes(role))
    .flatMap(([, { Properties: { PolicyDocument: { Statement } } }]) => Statement)
    .map(({ Action, Resource }: any) => [[Action].flat(), JSON.stringify(Resource)]);
}

const findings = (app: App): string[] => new AwsSolutionsChecks().validateScope(app).violations
  .flatMap(({ ruleName, violatingResources }) => violatingResources.map(({ constructPath, resourceLogicalId }: any) => `${ruleName} ${resourceLogicalId ?? constructPath}`))
  // what is of the world around: the pipeline, what is deployed to, and the bucket of artifacts, which every action of a step reads
  .filter(finding => /Environment-/.test(finding) && !/CodePipelineActionRole|\[Action::s3:|ArtifactsBucket/.test(finding));

describe('an environment', () => {
  test('of a name alone moves the tag of the name in the repository of the pipeline, with nobody asked', () => {
    const { app, template, stages } = pipeline(() => [{ name: 'staging' }]);

    expect(stages.map(({ Name }) => Name)).toEqual(['staging']);
    expect(stages[0].Actions.map(({ Name, RunOrder }: any) => [Name, RunOrder])).toEqual([['Promote', 1]]);
    const [own] = variables(template, 'Promote');
    expect(own).toMatchObject({ IMAGE_DIGEST: '#{Build_Build_NS.IMAGE_DIGEST}', CONTENT_TAG: '#{Build_Build_NS.CONTENT_TAG}' });
    expect(own).not.toHaveProperty('RELEASE_TAGS');
    // without another source it takes the image out of that repository
    expect([own.REPOSITORY, own.SOURCE_REPOSITORY]).toEqual([expect.any(String), undefined]);
    // one more keeps the image from expiring while the environment has it
    expect(JSON.parse(own.TAGS)).toEqual([{ tag: 'staging', moving: true }, { tag: 'deployed-StackEnvironment-staging', moving: true }].map((tag, index) => index ? { ...tag, tag: expect.stringMatching(/^deployed-.*staging/) } : tag));
    expect(findings(app)).toEqual([]);
  });

  test('with an approval waits in a stage of its own, so that a rollback waits for nobody', () => {
    const { stages } = pipeline(({ stack }) => [{
      name: 'production', approvalTopic: new sns.Topic(stack, 'Topic'), approvalReviewUrl: 'https://staging.example.com', approvalTimeout: Duration.days(2), automaticRollback: true,
    }]);

    expect(stages.map(({ Name, OnFailure }) => [Name, OnFailure])).toEqual([['Approve-production', undefined], ['production', { Result: 'ROLLBACK' }]]);
    const [{ ActionTypeId, Configuration, TimeoutInMinutes }] = stages[0].Actions;
    expect([ActionTypeId.Provider, Configuration.ExternalEntityLink, TimeoutInMinutes]).toEqual(['Manual', 'https://staging.example.com', 2880]);
    expect(Configuration.CustomData).toBe('Promote the image #{Build_Build_NS.IMAGE_DIGEST} to production');
  });

  test('of another account and region is pushed to by its digest, and a repository that cannot be changed from here is told', () => {
    const { app, stack, template } = pipeline(({ stack: scope }) => [{
      name: 'production', tags: [ImageTag.fixed('v1'), ImageTag.contentHash(), ImageTag.moving('live')],
      repository: ecr.Repository.fromRepositoryArn(scope, 'Other', 'arn:aws:ecr:us-west-2:210987654321:repository/api'),
    }]);

    const [own] = variables(template, 'Promote');
    expect(own.REPOSITORY).toContain('210987654321.dkr.ecr.us-west-2.');
    // that of the content is put anyway
    expect(JSON.parse(own.TAGS)).toEqual([{ tag: 'v1', moving: false }, { tag: 'live', moving: true }]);
    const reach = allowed(template, 'Publish');
    expect(reach.filter(([, resource]) => resource.includes('us-west-2:210987654321:repository/api')).flatMap(([actions]) => actions).sort()).toEqual([
      'ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:CompleteLayerUpload', 'ecr:GetDownloadUrlForLayer', 'ecr:InitiateLayerUpload', 'ecr:PutImage', 'ecr:UploadLayerPart',
    ]);
    // the own one is read, and not written
    expect(reach.filter(([, resource]) => resource.includes('Repository')).flatMap(([actions]) => actions).sort()).toEqual(['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer']);
    expect(reach.filter(([, resource]) => resource === '"*"').map(([actions]) => actions)).toEqual([['ecr:GetAuthorizationToken']]);
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('the repository Stack/Other of account 210987654321 has to allow pushing by the role .*NodejsImageShared/PublishRole by its own policy'));
    expect(findings(app)).toEqual([]);
  });

  test('of another account of this app needs no warning: its repository is told', () => {
    const { app, stack } = pipeline(({ app: scope }) => [{
      name: 'production', repository: new ecr.Repository(new Stack(scope, 'Production', { env: { account: '210987654321', region: 'us-west-2' } }), 'Repository', { repositoryName: 'api' }),
    }]);

    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('repository'));
    const [{ Properties }] = Object.values<any>(Template.fromStack(app.node.findChild('Production') as Stack).findResources('AWS::ECR::Repository'));
    const [{ Principal, Action }] = Properties.RepositoryPolicyText.Statement;
    expect(JSON.stringify(Principal)).toContain(ACCOUNT);
    expect(Action).toContain('ecr:BatchGetImage');
  });

  test('whose tag the repository lets not move is refused', () => {
    expect(() => pipeline(() => [{ name: 'canary' }])).toThrow('the repository Stack/Repository lets no tag "canary" move; name it in "movingTags" of the repository, or use ImageTag.fixed');
  });

  test.each([
    [{ name: '' }, 'the name of an environment must be 1 to 90 letters, digits, "_", "." and "-" and begin with neither "." nor "-", received ""'],
    [{ name: 'a b' }, 'received "a b"'], [{ name: '-a' }, 'received "-a"'], [{ name: 'a'.repeat(91) }, 'received "aaa'],
    [{ name: 'a', approval: false, approvalReviewUrl: 'https://a' }, 'environment "a": approval is false, received approvalReviewUrl also; leave out one or the other'],
    [{ name: 'a', approvalTimeout: Duration.minutes(4) }, 'approvalTimeout must be from 5 minutes to 60 days, received 4 minutes'],
    [{ name: 'a', tags: [] }, 'tags must hold 1 to 20 tags, received 0'],
  ])('%j is refused', (environment, message) => {
    expect(() => pipeline(() => [environment])).toThrow(message);
  });

  test('is given once', () => {
    expect(() => requireEnvironments([{ name: 'a' }, { name: 'A' }])).toThrow('environments must have different names, received "A" twice');
    expect(() => requireEnvironments([{ name: 'a' }, { name: 'b' }])).not.toThrow();
  });
});

/** A service of ECS, as this app makes it. */
function service(stack: Stack, id: string, controller?: ecs.DeploymentControllerType): ecs.FargateService {
  const vpc = stack.node.tryFindChild('Vpc') as ec2.Vpc ?? new ec2.Vpc(stack, 'Vpc', { natGateways: 0 });
  const taskDefinition = new ecs.FargateTaskDefinition(stack, `${id}Task`);
  taskDefinition.addContainer('api', { image: ecs.ContainerImage.fromRegistry('public.ecr.aws/api'), portMappings: [{ containerPort: 80 }] });
  return new ecs.FargateService(stack, id, {
    cluster: stack.node.tryFindChild('Cluster') as ecs.Cluster ?? new ecs.Cluster(stack, 'Cluster', { vpc }), taskDefinition,
    deploymentController: controller && { type: controller },
  });
}

describe('deployments', () => {
  test('run side by side once the image is promoted, by one role that may do what they need', () => {
    const { app, stack, template, stages } = pipeline(({ stack: scope }) => {
      const codeDeployed = service(scope, 'Other', ecs.DeploymentControllerType.CODE_DEPLOY);
      const listener = new NetworkLoadBalancer(scope, 'Balancer', { vpc: codeDeployed.cluster.vpc }).addListener('Listener', { port: 80 });
      const [blueTargetGroup, greenTargetGroup] = ['Blue', 'Green'].map(id => new ApplicationTargetGroup(scope, id, { vpc: codeDeployed.cluster.vpc, port: 80, targetType: 'ip' as any }));
      listener.addTargets('Default', { port: 80 });
      const group = new codedeploy.EcsDeploymentGroup(scope, 'Group', { service: codeDeployed, blueGreenDeploymentConfig: { blueTargetGroup, greenTargetGroup, listener } });
      const repository = scope.node.findChild('Repository') as ecr.Repository;
      const image = new lambda.DockerImageFunction(scope, 'Function', { code: lambda.DockerImageCode.fromEcr(repository) });
      return [{
        name: 'production',
        deployTo: [
          DeploymentTarget.ecs(service(scope, 'Service'), { containerName: 'api', timeout: Duration.hours(1) }),
          DeploymentTarget.ecsCodeDeploy(codeDeployed, group),
          DeploymentTarget.lambda(image, { aliasName: 'live' }),
          DeploymentTarget.appRunner('arn:aws:apprunner:eu-central-1:123456789012:service/api/8fe1e10304f84fd2b0df550fe98a71fa', {
            name: 'Web', accessRole: new iam.Role(scope, 'Access', { assumedBy: new iam.ServicePrincipal('build.apprunner.amazonaws.com') }),
          }),
        ],
      }];
    });

    // THEN
    expect(stages[0].Actions.map(({ Name, RunOrder }: any) => [Name, RunOrder]).sort()).toEqual([
      ['Deploy-CodeDeploy-Other', 2], ['Deploy-Ecs-Service', 2], ['Deploy-Lambda-Function', 2], ['Deploy-Web', 2], ['Promote', 1],
    ]);
    const [run] = stages[0].Actions.filter(({ Name }: any) => Name === 'Deploy-Web').map(({ Configuration }: any) => JSON.stringify(Configuration.EnvironmentVariables));
    expect(run).toMatch(/IMAGE_URI.*@#\{Build_Build_NS\.IMAGE_DIGEST\}/);
    const [ecsVariables] = variables(template, 'Deploy-Ecs-Service');
    expect(ecsVariables).toMatchObject({ CONTAINER: 'api', REGION: 'eu-central-1', POLLS: '360', POLL_SECONDS: '10' });

    // what AWS has closed is said where it is asked for
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('App Runner takes no new customers since 2026-04-30'));

    const reach = (role: string, action: string) => allowed(template, role)
      .filter(([actions]) => actions.includes(action)).map(([, resource]) => resource);
    const deployer = (action: string) => reach('SharedDeployRole', action);
    expect(deployer('ecs:UpdateService')).toEqual([expect.stringContaining('Service')]);
    expect(deployer('ecs:UpdateService')).not.toEqual([expect.stringContaining('Other')]);
    expect(deployer('ecs:DescribeServiceRevisions')).toEqual(['"*"']);
    expect(deployer('ecs:TagResource')).toEqual(['"*"']);
    expect(deployer('codedeploy:CreateDeployment')).toHaveLength(1);
    expect(deployer('lambda:UpdateAlias')).toEqual([expect.stringMatching(/^\[\{"Fn::GetAtt":\["Function[^"]*","Arn"\]\},/)]);
    expect(deployer('apprunner:UpdateService')).toEqual(['"arn:aws:apprunner:eu-central-1:123456789012:service/api/8fe1e10304f84fd2b0df550fe98a71fa"']);
    // the roles of tasks to ECS, and the one that pulls to App Runner
    expect(deployer('iam:PassRole').map(resource => [...resource.matchAll(/GetAtt":\["([A-Za-z]+Role|Access)/g)].map(([, id]) => id))).toEqual([
      ['ServiceTaskTaskRole', 'ServiceTaskExecutionRole', 'OtherTaskTaskRole', 'OtherTaskExecutionRole'], ['Access'],
    ]);
    for (const step of ['SharedDeploy', 'SharedPublish']) {
      expect(allowed(template, step).filter(([actions]) => actions.some(action => action.includes('*') && !action.startsWith('s3:') && !action.startsWith('kms:')))).toEqual([]);
    }
    // what runs the image may pull it
    for (const role of ['ServiceTaskExecutionRole', 'OtherTaskExecutionRole', 'Access']) {
      expect(reach(role, 'ecr:BatchGetImage')).toEqual([expect.stringContaining('Repository')]);
    }
    expect(findings(app)).toEqual([]);
  });

  test('a role of another account is taken, and does what is done', () => {
    const { template } = pipeline(({ stack }) => [{
      name: 'production', deployTo: [DeploymentTarget.lambda(lambda.Function.fromFunctionArn(stack, 'Function', 'arn:aws:lambda:us-west-2:210987654321:function:api'), {
        role: iam.Role.fromRoleArn(stack, 'Deployer', 'arn:aws:iam::210987654321:role/deployer'),
      })],
    }]);

    expect(variables(template, 'Deploy')[0]).toMatchObject({ ASSUME_ROLE: 'arn:aws:iam::210987654321:role/deployer', REGION: 'us-west-2' });
    const own = allowed(template, 'SharedDeploy');
    expect(own.filter(([actions]) => actions.includes('sts:AssumeRole'))).toEqual([[['sts:AssumeRole'], '"arn:aws:iam::210987654321:role/deployer"']]);
    expect(own.flatMap(([actions]) => actions).filter(action => action.startsWith('lambda:'))).toEqual([]);
  });

  test('a service that was imported has to be told its roles', () => {
    const imported = (taskRoles: boolean) => pipeline(({ stack }) => {
      const cluster = ecs.Cluster.fromClusterAttributes(stack, 'Cluster', { clusterName: 'c', vpc: new ec2.Vpc(stack, 'Vpc') });
      const role = iam.Role.fromRoleArn(stack, 'Tasks', 'arn:aws:iam::123456789012:role/tasks');
      return [{ name: 'production', deployTo: [DeploymentTarget.ecs(ecs.FargateService.fromFargateServiceAttributes(stack, 'Service', { cluster, serviceName: 's' }), taskRoles ? { taskRoles: [role] } : {})] }];
    });

    expect(() => imported(false)).toThrow('DeploymentTarget: the service Stack/Service was imported, and does not tell the roles of its tasks; name them in "taskRoles"');
    expect(allowed(imported(true).template, 'SharedDeploy').filter(([actions]) => actions.includes('iam:PassRole'))).toEqual([[['iam:PassRole'], '"arn:aws:iam::123456789012:role/tasks"']]);
  });

  test.each<[string, (stack: Stack) => DeploymentTarget[], string]>([
    ['the ARN of something else', () => [DeploymentTarget.appRunner('arn:aws:lambda:a:123456789012:function:b')], 'DeploymentTarget.appRunner() takes the ARN of a service, received "arn:aws:lambda:a:123456789012:function:b"'],
    ['a name that no action has', stack => [DeploymentTarget.ecs(service(stack, 'S'), { name: 'a b' })], 'the name of a deployment must be 1 to 90 letters, digits, ".", "@", "-" and "_", received "a b"'],
    ['a timeout that is too long', stack => [DeploymentTarget.ecs(service(stack, 'S'), { timeout: Duration.hours(9) })], 'the timeout of a deployment must be from 1 minute to 8 hours, received 9 hours'],
    ['a role for longer than AWS gives it', stack => [DeploymentTarget.ecs(service(stack, 'S'), { timeout: Duration.hours(2), role: iam.Role.fromRoleName(stack, 'R', 'r') })], 'the timeout of a deployment with a role must be 1 hour at most'],
    ['one target twice', stack => { const one = service(stack, 'S'); return [DeploymentTarget.ecs(one), DeploymentTarget.ecs(one)]; }, 'environment "production": deployTo must hold different targets, received "Ecs-S" twice; name one of them by "name"'],
  ])('%s is refused', (_, deployTo, message) => {
    expect(() => pipeline(({ stack }) => [{ name: 'production', deployTo: deployTo(stack) }])).toThrow(message);
  });
});

test('the rollback is one command, which takes the release before', () => {
  expect(rollbackCommand('api', 'production')).toBe('aws codepipeline rollback-stage --pipeline-name api --stage-name production --target-pipeline-execution-id '
    + '"$(aws codepipeline list-pipeline-executions --pipeline-name api --filter succeededInStage={stageName=production} --no-paginate '
    + '--query "pipelineExecutionSummaries[?executionType==\'STANDARD\']|[1].pipelineExecutionId" --output text)"');
});
