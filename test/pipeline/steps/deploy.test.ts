import * as fs from 'fs';
import * as path from 'path';
import * as fc from 'fast-check';
import { WORK_DIRECTORY } from '../../../lib/steps/step-program';
import { holds } from '../../property';
import { runStep, Script, StepRun } from './run-step';

const IMAGE_URI = `123456789012.dkr.ecr.eu-central-1.amazonaws.com/api@sha256:${'a'.repeat(64)}`;
const OLD_URI = `123456789012.dkr.ecr.eu-central-1.amazonaws.com/api@sha256:${'b'.repeat(64)}`;
const ROLE = 'arn:aws:iam::210987654321:role/deploy';
const COMMON = { IMAGE_URI, REGION: 'eu-central-1', POLLS: '5', POLL_SECONDS: '10' };

const operationsOf = ({ aws }: StepRun): string[] => aws.map(({ service, operation }) => `${service} ${operation}`);
const inputOf = (run: StepRun, name: string): any => run.aws.find(({ service, operation }) => `${service} ${operation}` === name)?.input;

describe('the parts that all deployments share', () => {
  test.each(['', 'repository:tag', 'repository@sha256:abc'])('the image %j is refused: it is named by no digest', image => {
    const { status, error, calls } = runStep('deploy', { ...COMMON, TARGET: 'lambda', IMAGE_URI: image, FUNCTION: 'f' });

    expect({ status, error, calls }).toEqual({ status: 1, error: `IMAGE_URI must name an image by its digest, received "${image}"`, calls: [] });
  });

  test('a role of another account is taken, and its key is in no file and no log', () => {
    const run = runStep('deploy', { ...COMMON, TARGET: 'app-runner', SERVICE_ARN: 's', ASSUME_ROLE: ROLE }, {
      'sts AssumeRole': [{ Credentials: { AccessKeyId: 'id', SecretAccessKey: 'canary-secret', SessionToken: 'canary-token' } }],
      'apprunner DescribeService': [{ Service: { Status: 'RUNNING', SourceConfiguration: { ImageRepository: { ImageRepositoryType: 'ECR', ImageIdentifier: IMAGE_URI } } } }],
    });

    expect(run.status).toBe(0);
    expect(run.aws[0]).toEqual({
      service: 'sts', operation: 'AssumeRole', region: 'eu-central-1', input: { RoleArn: ROLE, RoleSessionName: 'nodejs-image', DurationSeconds: 3600 },
    });
    expect(run.aws[1]).toMatchObject({ operation: 'DescribeService', region: 'eu-central-1', accessKeyId: 'id' });
    const written = fs.readdirSync(run.source, { recursive: true, withFileTypes: true }).filter(file => file.isFile());
    expect(written.map(({ parentPath, name }) => fs.readFileSync(path.join(parentPath, name), 'utf8')).join('')).not.toContain('canary');
    expect(run.log).not.toContain('canary');
  });

  test('a role that cannot be taken is an error with the words of AWS', () => {
    const { status, error, log } = runStep('deploy', { ...COMMON, TARGET: 'app-runner', SERVICE_ARN: 's', ASSUME_ROLE: ROLE }, { 'sts AssumeRole': ['!An error occurred (AccessDenied)'] });

    expect({ status, error }).toEqual({ status: 1, error: `cannot take the role ${ROLE}` });
    expect(log).toContain('nodejs-image: | An error occurred (AccessDenied)');
  });
});

/** A service of ECS with one container. */
function ecs(deployments: (object | string)[], over: { service?: object; containers?: object[]; tags?: object[] } = {}): Script {
  const containerDefinitions = over.containers ?? [{ name: 'api', image: OLD_URI, essential: true, environment: [{ name: 'A', value: 'ü $HOME "' }] }];
  return {
    'ecs DescribeServices': [{
      services: [{ status: 'ACTIVE', taskDefinition: 'arn:old', deployments: [{ rolloutState: 'COMPLETED' }], loadBalancers: [{ containerPort: 80 }], ...over.service }], failures: [],
    }],
    'ecs DescribeTaskDefinition': [{
      taskDefinition: {
        taskDefinitionArn: 'arn:old', family: 'api', revision: 7, status: 'ACTIVE', requiresAttributes: [], compatibilities: ['FARGATE'], registeredAt: new Date(1), registeredBy: 'a',
        networkMode: 'awsvpc', cpu: '256', containerDefinitions,
      },
      tags: over.tags ?? [],
    }],
    'ecs RegisterTaskDefinition': [{ taskDefinition: { taskDefinitionArn: 'arn:new' } }],
    'ecs UpdateService': [{}],
    'ecs ListServiceDeployments': deployments.map(deployment => typeof deployment === 'string' ? deployment : { serviceDeployments: [{ targetServiceRevisionArn: 'r2', createdAt: new Date(2), ...deployment }, { targetServiceRevisionArn: 'r1', createdAt: new Date(1), status: 'SUCCESSFUL' }] }),
    'ecs DescribeServiceRevisions': [{ serviceRevisions: [{ serviceRevisionArn: 'r1', taskDefinition: 'arn:old' }, { serviceRevisionArn: 'r2', taskDefinition: 'arn:new' }] }],
    'codedeploy CreateDeployment': [{ deploymentId: 'd-1' }],
  };
}

describe('to ECS', () => {
  const run = (script: Script, environment: Record<string, string> = {}) => runStep('deploy', { ...COMMON, TARGET: 'ecs', CLUSTER: 'c', SERVICE: 's', ...environment }, script);

  test('the service gets a revision of which only the image is another, and it is waited for', () => {
    const outcome = run(ecs([{ status: 'PENDING' }, { status: 'IN_PROGRESS' }, { status: 'SUCCESSFUL' }], {
      tags: [{ key: 'a', value: 'b' }, { key: 'aws:cloudformation:stack-name', value: 's' }, { key: 'AWS:other', value: 's' }],
    }));

    expect([outcome.status, outcome.error]).toEqual([0, undefined]);
    expect(inputOf(outcome, 'ecs RegisterTaskDefinition')).toEqual({
      family: 'api', networkMode: 'awsvpc', cpu: '256', tags: [{ key: 'a', value: 'b' }],
      containerDefinitions: [{ name: 'api', image: IMAGE_URI, essential: true, environment: [{ name: 'A', value: 'ü $HOME "' }] }],
    });
    expect(inputOf(outcome, 'ecs UpdateService')).toEqual({ cluster: 'c', service: 's', taskDefinition: 'arn:new' });
    expect(new Set(outcome.aws.map(({ region }) => region))).toEqual(new Set(['eu-central-1']));
    expect(operationsOf(outcome).filter(command => command === 'ecs ListServiceDeployments')).toHaveLength(3);
    expect(outcome.log).toContain(`c/s runs ${IMAGE_URI} as arn:new`);
  });

  test('a deployment that is not listed yet is waited for, and the one before does not count', () => {
    const script = ecs([{ status: 'SUCCESSFUL' }]);
    const early = { serviceDeployments: [{ targetServiceRevisionArn: 'r1', createdAt: new Date(1), status: 'SUCCESSFUL' }] };
    const outcome = run({ ...script, 'ecs ListServiceDeployments': [{ serviceDeployments: [] }, early, ...script['ecs ListServiceDeployments']] });

    expect(outcome.status).toBe(0);
    expect(outcome.log).toContain('not begun');
    expect(operationsOf(outcome).filter(command => command === 'ecs ListServiceDeployments')).toHaveLength(3);
  });

  test.each(['STOPPED', 'STOP_REQUESTED', 'ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED'])('%s is a failure with the reason of ECS', status => {
    const outcome = run(ecs([{ status: 'IN_PROGRESS' }, { status, statusReason: 'Service deployment rolled back because the circuit breaker threshold was exceeded.' }]));

    expect([outcome.status, outcome.error]).toEqual([1, `the deployment to c/s failed, it is ${status}: Service deployment rolled back because the circuit breaker threshold was exceeded.`]);
  });

  test('one that does not end is a failure that says how long, and what it was at', () => {
    const outcome = run(ecs([{ status: 'IN_PROGRESS', statusReason: 'tasks start' }]));

    expect([outcome.status, outcome.error]).toEqual([1, 'the deployment to c/s has not ended after 50 seconds, its state is "IN_PROGRESS, tasks start": look at the service, or raise "timeout" of the deployment']);
  });

  test('a service that has the image already gets no revision', () => {
    const outcome = run(ecs([{ status: 'SUCCESSFUL' }], { containers: [{ name: 'api', image: IMAGE_URI }] }));

    expect(outcome.status).toBe(0);
    expect(operationsOf(outcome)).toEqual(['ecs DescribeServices', 'ecs DescribeTaskDefinition']);
  });

  test('a service that is about to have it is waited for', () => {
    const script = ecs([{ status: 'IN_PROGRESS', targetServiceRevisionArn: 'r1' }, { status: 'ROLLBACK_SUCCESSFUL', targetServiceRevisionArn: 'r1', statusReason: 'alarm' }], {
      containers: [{ name: 'api', image: IMAGE_URI }], service: { deployments: [{ rolloutState: 'IN_PROGRESS' }, { rolloutState: 'COMPLETED' }] },
    });

    expect(run(script).error).toBe('the deployment to c/s failed, it is ROLLBACK_SUCCESSFUL: alarm');
  });

  test('of several containers the one that is named gets the image', () => {
    const containers = [{ name: 'proxy', image: 'envoy' }, { name: 'api', image: OLD_URI }];
    const without = run(ecs([{ status: 'SUCCESSFUL' }], { containers }));
    const other = run(ecs([{ status: 'SUCCESSFUL' }], { containers }), { CONTAINER: 'web' });
    const named = run(ecs([{ status: 'SUCCESSFUL' }], { containers }), { CONTAINER: 'api' });

    expect(without.error).toBe('the task definition arn:old has several containers (proxy, api): say by "containerName" which one runs the image');
    expect(other.error).toBe('the task definition arn:old has no container "web", only proxy, api: change "containerName"');
    expect(inputOf(named, 'ecs RegisterTaskDefinition').containerDefinitions).toEqual([containers[0], { name: 'api', image: IMAGE_URI }]);
  });

  test.each([
    ['is not there', { services: [], failures: [{ reason: 'MISSING' }] }, 'there is no service c/s: MISSING'],
    ['is draining', { services: [{ status: 'DRAINING' }] }, 'the service c/s is DRAINING, not ACTIVE'],
    ['is deployed by another', { services: [{ status: 'ACTIVE', taskDefinition: 'a', deploymentController: { type: 'CODE_DEPLOY' } }] },
      'the service c/s is deployed by CODE_DEPLOY, not by ECS: use DeploymentTarget.ecsCodeDeploy for CODE_DEPLOY'],
  ])('a service that %s is an error, and nothing is registered', (_, answer, error) => {
    const outcome = run({ ...ecs([]), 'ecs DescribeServices': [answer] });

    expect([outcome.status, outcome.error, operationsOf(outcome)]).toEqual([1, error, ['ecs DescribeServices']]);
  });

  test.each(['ecs DescribeServices', 'ecs DescribeTaskDefinition', 'ecs RegisterTaskDefinition', 'ecs UpdateService', 'ecs ListServiceDeployments', 'ecs DescribeServiceRevisions'])(
    'where %s is refused the words of AWS are the last', command => {
      const outcome = run({ ...ecs([{ status: 'SUCCESSFUL' }]), [command]: ['!An error occurred (AccessDeniedException): not you'] });

      expect(outcome.status).toBe(1);
      expect(outcome.log.trimEnd().split('\n').at(-1)).toBe('nodejs-image: | An error occurred (AccessDeniedException): not you');
      expect(operationsOf(outcome).at(-1)).toBe(command);
    });

  test('whatever is in the names and in the task definition, each is one word or one value', () => {
    const hostile = fc.array(fc.constantFrom('$(touch pwned)', '`touch pwned`', '; touch pwned', '"', '\'', '\\', ' ', '\n', '*', '--x', '$HOME', 'é', '%s', 'a'), { minLength: 1, maxLength: 6 }).map(pieces => `--${pieces.join('')}n`);
    const values = fc.record({ cluster: hostile, service: hostile, container: hostile, value: hostile });
    holds(fc.property(values, ({ cluster, service, container, value }) => {
      const containers = [{ name: container, image: value }, { name: 'other', image: value }];
      const outcome = run(ecs([{ status: 'SUCCESSFUL' }], { containers }), { CLUSTER: cluster, SERVICE: service, CONTAINER: container });

      expect([outcome.status, outcome.files]).toEqual([0, [WORK_DIRECTORY]]);
      expect(inputOf(outcome, 'ecs UpdateService')).toEqual({ cluster, service, taskDefinition: 'arn:new' });
      expect(inputOf(outcome, 'ecs RegisterTaskDefinition').containerDefinitions).toEqual([{ name: container, image: IMAGE_URI }, { name: 'other', image: value }]);
    }), 5);
  });
});

describe('to ECS by CodeDeploy', () => {
  const controller = { deploymentController: { type: 'CODE_DEPLOY' }, taskSets: [{ status: 'PRIMARY', taskDefinition: 'arn:old', loadBalancers: [{ containerPort: 8080 }] }] };
  const run = (statuses: object[], service: object = controller, containers?: object[]) => runStep('deploy',
    { ...COMMON, TARGET: 'ecs-code-deploy', CLUSTER: 'c', SERVICE: 's', APPLICATION: 'app', DEPLOYMENT_GROUP: 'group' },
    { ...ecs([], { service, containers }), 'codedeploy GetDeployment': statuses.map(deploymentInfo => ({ deploymentInfo })) });

  test('the group deploys the revision behind the port of the service, and it is waited for', () => {
    const outcome = run(['Created', 'Queued', 'InProgress', 'Ready', 'Succeeded'].map(status => ({ status })));

    expect([outcome.status, outcome.error]).toEqual([0, undefined]);
    const { applicationName, deploymentGroupName, revision } = inputOf(outcome, 'codedeploy CreateDeployment');
    expect([applicationName, deploymentGroupName, revision.revisionType]).toEqual(['app', 'group', 'AppSpecContent']);
    expect(JSON.parse(revision.appSpecContent.content)).toEqual({
      version: 1,
      Resources: [{ TargetService: { Type: 'AWS::ECS::Service', Properties: { TaskDefinition: 'arn:new', LoadBalancerInfo: { ContainerName: 'api', ContainerPort: 8080 } } } }],
    });
    expect(outcome.log).toContain('the deployment d-1: InProgress');
  });

  test.each(['Failed', 'Stopped'])('%s is a failure with the reason of CodeDeploy', status => {
    const outcome = run([{ status: 'Baking' }, { status, errorInformation: { code: 'ALARM_ACTIVE', message: 'One or more alarms have been activated' } }]);

    expect([outcome.status, outcome.error]).toEqual([1, `the deployment d-1 to c/s is ${status}: ALARM_ACTIVE: One or more alarms have been activated`]);
  });

  test('one that is stopped by somebody has no reason, and it is said where to look', () => {
    const outcome = run([{ status: 'Stopped' }]);

    expect([outcome.status, outcome.error]).toEqual([1, 'the deployment d-1 to c/s is Stopped: CodeDeploy gives no reason, look at the events of the deployment']);
  });

  test.each([
    [{ deploymentController: { type: 'ECS' } }, 'the service c/s is deployed by ECS, not by CODE_DEPLOY: use DeploymentTarget.ecs for ECS'],
    [{ ...controller, taskSets: [], loadBalancers: [] }, 'the service c/s has no load balancer, which a deployment by CodeDeploy takes'],
  ])('%j cannot be deployed to', (service, error) => {
    expect(run([{ status: 'Succeeded' }], service)).toMatchObject({ status: 1, error });
  });

  test('a service that has the image already is left alone', () => {
    const outcome = run([], controller, [{ name: 'api', image: IMAGE_URI }]);

    expect([outcome.status, operationsOf(outcome)]).toEqual([0, ['ecs DescribeServices', 'ecs DescribeTaskDefinition']]);
  });
});

describe('to Lambda', () => {
  const base = { PackageType: 'Image', LastUpdateStatus: 'Successful' };
  const run = (configurations: (object | string)[], script: Script = {}, alias = 'live') => runStep('deploy', { ...COMMON, TARGET: 'lambda', FUNCTION: 'arn:f', ALIAS: alias }, {
    'lambda GetFunctionConfiguration': configurations,
    'lambda UpdateFunctionCode': [{ CodeSha256: 'hash' }],
    'lambda PublishVersion': [{ Version: '8' }],
    'lambda UpdateAlias': [{}],
    ...script,
  });

  test('the function gets the image, a version of exactly it is published, and the alias moves last', () => {
    const outcome = run([base, base, { LastUpdateStatus: 'InProgress' }, base, { State: 'Pending' }, { State: 'Active' }]);

    expect([outcome.status, outcome.error]).toEqual([0, undefined]);
    expect(outcome.aws.filter(({ operation }) => operation !== 'GetFunctionConfiguration').map(({ operation, input }) => [operation, input])).toEqual([
      ['UpdateFunctionCode', { FunctionName: 'arn:f', ImageUri: IMAGE_URI }],
      ['PublishVersion', { FunctionName: 'arn:f', CodeSha256: 'hash' }],
      ['UpdateAlias', { FunctionName: 'arn:f', Name: 'live', FunctionVersion: '8', RoutingConfig: { AdditionalVersionWeights: {} } }],
    ]);
    expect(outcome.aws.at(-2)).toMatchObject({ operation: 'GetFunctionConfiguration', input: { FunctionName: 'arn:f', Qualifier: '8' } });
  });

  test('a function whose update before failed takes this one', () => {
    const outcome = run([base, { ...base, LastUpdateStatus: 'Failed', LastUpdateStatusReason: 'of before' }, base, { State: 'Active' }]);

    expect([outcome.status, outcome.error]).toEqual([0, undefined]);
    expect(operationsOf(outcome)).toContain('lambda UpdateAlias');
  });

  test('without an alias none is moved', () => {
    const outcome = run([base, base, base, { State: 'Inactive' }], {}, '');

    expect(outcome.status).toBe(0);
    expect(operationsOf(outcome)).not.toContain('lambda UpdateAlias');
  });

  test.each([
    ['an update that Lambda refuses', [base, base, { LastUpdateStatus: 'Failed', LastUpdateStatusReason: 'Lambda does not have permission to access the ECR image.' }],
      `the function arn:f does not take the image ${IMAGE_URI}: Lambda does not have permission to access the ECR image.`],
    ['a version that cannot run', [base, base, base, { State: 'Failed', StateReason: 'ImageDeleted' }], 'version 8 of arn:f cannot run: ImageDeleted'],
    ['a version that is never ready', [base, base, base, { State: 'Pending' }], 'version 8 of arn:f has not ended after 50 seconds, its state is "Pending": look at the service, or raise "timeout" of the deployment'],
    ['a function of code', [{ PackageType: 'Zip' }], 'the function arn:f is no function of an image: its package is Zip'],
  ])('%s is a failure, and the alias stays', (_, configurations, error) => {
    const outcome = run(configurations);

    expect([outcome.status, outcome.error]).toEqual([1, error]);
    expect(operationsOf(outcome)).not.toContain('lambda UpdateAlias');
  });

  test.each(['lambda UpdateFunctionCode', 'lambda PublishVersion', 'lambda UpdateAlias'])('where %s is refused the words of AWS are the last', command => {
    const outcome = run([base, base, base, { State: 'Active' }], { [command]: ['!An error occurred (ResourceConflictException): busy'] });

    expect(outcome.status).toBe(1);
    expect(outcome.log.trimEnd().split('\n').at(-1)).toBe('nodejs-image: | An error occurred (ResourceConflictException): busy');
  });
});

describe('to App Runner', () => {
  const service = (Status: string, image = OLD_URI) => ({
    Service: { ServiceArn: 'arn:s', Status, ServiceName: 'api', SourceConfiguration: { AutoDeploymentsEnabled: false, AuthenticationConfiguration: { AccessRoleArn: ROLE }, ImageRepository: { ImageRepositoryType: 'ECR', ImageIdentifier: image, ImageConfiguration: { Port: '80' } } } },
  });
  const run = (services: object[], statuses: string[] = []) => runStep('deploy', { ...COMMON, TARGET: 'app-runner', SERVICE_ARN: 'arn:s' }, {
    'apprunner DescribeService': services,
    'apprunner UpdateService': [{ OperationId: 'o' }],
    'apprunner ListOperations': statuses.map(Status => ({ OperationSummaryList: [{ Id: 'earlier', Status: 'FAILED' }, { Id: 'o', Status }] })),
  });

  test('the service gets the image with the rest of its configuration, and it is waited for', () => {
    const outcome = run([service('OPERATION_IN_PROGRESS'), service('RUNNING')], ['PENDING', 'IN_PROGRESS', 'SUCCEEDED']);

    expect([outcome.status, outcome.error]).toEqual([0, undefined]);
    const { SourceConfiguration } = service('RUNNING', IMAGE_URI).Service;
    expect(inputOf(outcome, 'apprunner UpdateService')).toEqual({ ServiceArn: 'arn:s', SourceConfiguration });
  });

  test.each(['FAILED', 'ROLLBACK_IN_PROGRESS', 'ROLLBACK_FAILED', 'ROLLBACK_SUCCEEDED'])('%s is a failure', status => {
    expect(run([service('RUNNING')], ['IN_PROGRESS', status])).toMatchObject({
      status: 1, error: `the deployment to arn:s failed, it is ${status}: the reason is in its log group, in the stream "deployment/o"`,
    });
  });

  test.each([
    ['PAUSED', 'the service arn:s is paused: resume it'], ['DELETED', 'the service arn:s is DELETED and takes no image'],
    ['CREATE_FAILED', 'the service arn:s is CREATE_FAILED and takes no image'], ['DELETE_FAILED', 'the service arn:s is DELETE_FAILED and takes no image'],
    ['OPERATION_IN_PROGRESS', 'an earlier operation of arn:s has not ended after 50 seconds, its state is "OPERATION_IN_PROGRESS": look at the service, or raise "timeout" of the deployment'],
  ])('a service that is %s is an error, and is not asked for anything', (status, error) => {
    const outcome = run([service(status)]);

    expect([outcome.status, outcome.error]).toEqual([1, error]);
    expect(operationsOf(outcome)).not.toContain('apprunner UpdateService');
  });
});
