import * as fc from 'fast-check';
import { WORK_DIRECTORY } from '../../../lib/delivery/buildspec/buildspecs';
import { holds } from '../../property';
import { runStep, Script, StepRun } from './run-step';

const IMAGE_URI = `123456789012.dkr.ecr.eu-central-1.amazonaws.com/api@sha256:${'a'.repeat(64)}`;
const OLD_URI = `123456789012.dkr.ecr.eu-central-1.amazonaws.com/api@sha256:${'b'.repeat(64)}`;
const ROLE = 'arn:aws:iam::210987654321:role/deploy';
const COMMON = { IMAGE_URI, REGION: 'eu-central-1', POLLS: '5', POLL_SECONDS: '10' };

const commandsOf = ({ calls }: StepRun): string[] => calls.map(([service, command]) => `${service} ${command}`);
const callOf = ({ calls }: StepRun, command: string): string[] | undefined => calls.find(call => call.slice(0, 2).join(' ') === command);

describe('the parts that all deployments share', () => {
  test.each(['', 'repository:tag', 'repository@sha256:abc'])('the image %j is refused: it is named by no digest', image => {
    const { status, error, calls } = runStep(['deploy', 'deploy-lambda'], { ...COMMON, IMAGE_URI: image, FUNCTION: 'f' });

    expect({ status, error, calls }).toEqual({ status: 1, error: `IMAGE_URI must name an image by its digest, received "${image}"`, calls: [] });
  });

  test('a role of another account is taken, and its key is in no file and no log', () => {
    const run = runStep(['deploy', 'deploy-app-runner'], { ...COMMON, SERVICE_ARN: 's', ASSUME_ROLE: ROLE }, {
      'sts assume-role': [{ Credentials: { AccessKeyId: 'id', SecretAccessKey: 'canary-secret', SessionToken: 'canary-token' } }],
      'apprunner describe-service': [{ Service: { Status: 'RUNNING', SourceConfiguration: { ImageRepository: { ImageRepositoryType: 'ECR', ImageIdentifier: IMAGE_URI } } } }],
    });

    expect(run.status).toBe(0);
    expect(run.calls[0]).toEqual(['sts', 'assume-role', `--role-arn=${ROLE}`, '--role-session-name', 'nodejs-image', '--duration-seconds', '3600']);
    expect(run.log).not.toContain('canary');
  });

  test('a role that cannot be taken is an error with the words of AWS', () => {
    const { status, error, log } = runStep(['deploy', 'deploy-app-runner'], { ...COMMON, SERVICE_ARN: 's', ASSUME_ROLE: ROLE }, { 'sts assume-role': ['!An error occurred (AccessDenied)'] });

    expect({ status, error }).toEqual({ status: 1, error: `cannot take the role ${ROLE}` });
    expect(log).toContain('nodejs-image: | An error occurred (AccessDenied)');
  });
});

/** A service of ECS with one container. */
function ecs(deployments: (object | string)[], over: { service?: object; containers?: object[]; tags?: object[] } = {}): Script {
  const containerDefinitions = over.containers ?? [{ name: 'api', image: OLD_URI, essential: true, environment: [{ name: 'A', value: 'ü $HOME "' }] }];
  return {
    'ecs describe-services': [{
      services: [{ status: 'ACTIVE', taskDefinition: 'arn:old', deployments: [{ rolloutState: 'COMPLETED' }], loadBalancers: [{ containerPort: 80 }], ...over.service }], failures: [],
    }],
    'ecs describe-task-definition': [{
      taskDefinition: {
        taskDefinitionArn: 'arn:old', family: 'api', revision: 7, status: 'ACTIVE', requiresAttributes: [], compatibilities: ['FARGATE'], registeredAt: 1, registeredBy: 'a',
        networkMode: 'awsvpc', cpu: '256', containerDefinitions,
      },
      tags: over.tags ?? [],
    }],
    'ecs register-task-definition': [{ taskDefinition: { taskDefinitionArn: 'arn:new' } }],
    'ecs update-service': [{}],
    'ecs list-service-deployments': deployments.map(deployment => typeof deployment === 'string' ? deployment : { serviceDeployments: [{ targetServiceRevisionArn: 'r2', createdAt: 2, ...deployment }, { targetServiceRevisionArn: 'r1', createdAt: 1, status: 'SUCCESSFUL' }] }),
    'ecs describe-service-revisions': [{ serviceRevisions: [{ serviceRevisionArn: 'r1', taskDefinition: 'arn:old' }, { serviceRevisionArn: 'r2', taskDefinition: 'arn:new' }] }],
    'deploy create-deployment': [{ deploymentId: 'd-1' }],
  };
}

describe('to ECS', () => {
  const run = (script: Script, environment: Record<string, string> = {}) => runStep(['deploy', 'task-definition', 'deploy-ecs'], { ...COMMON, CLUSTER: 'c', SERVICE: 's', ...environment }, script);

  test('the service gets a revision of which only the image is another, and it is waited for', () => {
    const outcome = run(ecs([{ status: 'PENDING' }, { status: 'IN_PROGRESS' }, { status: 'SUCCESSFUL' }], {
      tags: [{ key: 'a', value: 'b' }, { key: 'aws:cloudformation:stack-name', value: 's' }, { key: 'AWS:other', value: 's' }],
    }));

    expect([outcome.status, outcome.error]).toEqual([0, undefined]);
    expect(outcome.inputs).toEqual([{
      family: 'api', networkMode: 'awsvpc', cpu: '256', tags: [{ key: 'a', value: 'b' }],
      containerDefinitions: [{ name: 'api', image: IMAGE_URI, essential: true, environment: [{ name: 'A', value: 'ü $HOME "' }] }],
    }]);
    expect(callOf(outcome, 'ecs update-service')).toEqual(['ecs', 'update-service', '--cluster=c', '--service=s', '--task-definition', 'arn:new']);
    expect(commandsOf(outcome).filter(command => command === 'ecs list-service-deployments')).toHaveLength(3);
    expect(outcome.log).toContain(`c/s runs ${IMAGE_URI} as arn:new`);
  });

  test('a deployment that is not listed yet is waited for, and the one before does not count', () => {
    const script = ecs([{ status: 'SUCCESSFUL' }]);
    const early = { serviceDeployments: [{ targetServiceRevisionArn: 'r1', createdAt: 1, status: 'SUCCESSFUL' }] };
    const outcome = run({ ...script, 'ecs list-service-deployments': [{ serviceDeployments: [] }, early, ...script['ecs list-service-deployments']] });

    expect(outcome.status).toBe(0);
    expect(outcome.log).toContain('not begun');
    expect(commandsOf(outcome).filter(command => command === 'ecs list-service-deployments')).toHaveLength(3);
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
    expect(commandsOf(outcome)).toEqual(['ecs describe-services', 'ecs describe-task-definition']);
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
    expect(named.inputs[0].containerDefinitions).toEqual([containers[0], { name: 'api', image: IMAGE_URI }]);
  });

  test.each([
    ['is not there', { services: [], failures: [{ reason: 'MISSING' }] }, 'there is no service c/s: MISSING'],
    ['is draining', { services: [{ status: 'DRAINING' }] }, 'the service c/s is DRAINING, not ACTIVE'],
    ['is deployed by another', { services: [{ status: 'ACTIVE', taskDefinition: 'a', deploymentController: { type: 'CODE_DEPLOY' } }] },
      'the service c/s is deployed by CODE_DEPLOY, not by ECS: use DeploymentTarget.ecsCodeDeploy for CODE_DEPLOY'],
  ])('a service that %s is an error, and nothing is registered', (_, answer, error) => {
    const outcome = run({ ...ecs([]), 'ecs describe-services': [answer] });

    expect([outcome.status, outcome.error, commandsOf(outcome)]).toEqual([1, error, ['ecs describe-services']]);
  });

  test.each(['ecs describe-services', 'ecs describe-task-definition', 'ecs register-task-definition', 'ecs update-service', 'ecs list-service-deployments', 'ecs describe-service-revisions'])(
    'where %s is refused the words of AWS are the last', command => {
      const outcome = run({ ...ecs([{ status: 'SUCCESSFUL' }]), [command]: ['!An error occurred (AccessDeniedException): not you'] });

      expect(outcome.status).toBe(1);
      expect(outcome.log.trimEnd().split('\n').at(-1)).toBe('nodejs-image: | An error occurred (AccessDeniedException): not you');
      expect(commandsOf(outcome).at(-1)).toBe(command);
    });

  test('whatever is in the names and in the task definition, each is one word or one value', () => {
    const hostile = fc.array(fc.constantFrom('$(touch pwned)', '`touch pwned`', '; touch pwned', '"', '\'', '\\', ' ', '\n', '*', '--x', '$HOME', 'é', '%s', 'a'), { minLength: 1, maxLength: 6 }).map(pieces => `--${pieces.join('')}n`);
    const values = fc.record({ cluster: hostile, service: hostile, container: hostile, value: hostile });
    holds(fc.property(values, ({ cluster, service, container, value }) => {
      const containers = [{ name: container, image: value }, { name: 'other', image: value }];
      const outcome = run(ecs([{ status: 'SUCCESSFUL' }], { containers }), { CLUSTER: cluster, SERVICE: service, CONTAINER: container });

      expect([outcome.status, outcome.files]).toEqual([0, [WORK_DIRECTORY]]);
      expect(callOf(outcome, 'ecs update-service')).toEqual(['ecs', 'update-service', `--cluster=${cluster}`, `--service=${service}`, '--task-definition', 'arn:new']);
      expect(outcome.inputs[0].containerDefinitions).toEqual([{ name: container, image: IMAGE_URI }, { name: 'other', image: value }]);
    }), 5);
  });
});

describe('to ECS by CodeDeploy', () => {
  const controller = { deploymentController: { type: 'CODE_DEPLOY' }, taskSets: [{ status: 'PRIMARY', taskDefinition: 'arn:old', loadBalancers: [{ containerPort: 8080 }] }] };
  const run = (statuses: object[], service: object = controller, containers?: object[]) => runStep(['deploy', 'task-definition', 'deploy-ecs-code-deploy'],
    { ...COMMON, CLUSTER: 'c', SERVICE: 's', APPLICATION: 'app', DEPLOYMENT_GROUP: 'group' },
    { ...ecs([], { service, containers }), 'deploy get-deployment': statuses.map(deploymentInfo => ({ deploymentInfo })) });

  test('the group deploys the revision behind the port of the service, and it is waited for', () => {
    const outcome = run(['Created', 'Queued', 'InProgress', 'Ready', 'Succeeded'].map(status => ({ status })));

    expect([outcome.status, outcome.error]).toEqual([0, undefined]);
    const { applicationName, deploymentGroupName, revision } = outcome.inputs[1];
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

    expect([outcome.status, commandsOf(outcome)]).toEqual([0, ['ecs describe-services', 'ecs describe-task-definition']]);
  });
});

describe('to Lambda', () => {
  const base = { PackageType: 'Image', LastUpdateStatus: 'Successful' };
  const run = (configurations: (object | string)[], script: Script = {}, alias = 'live') => runStep(['deploy', 'deploy-lambda'], { ...COMMON, FUNCTION: 'arn:f', ALIAS: alias }, {
    'lambda get-function-configuration': configurations,
    'lambda update-function-code': [{ CodeSha256: 'hash' }],
    'lambda publish-version': [{ Version: '8' }],
    'lambda update-alias': [{}],
    ...script,
  });

  test('the function gets the image, a version of exactly it is published, and the alias moves last', () => {
    const outcome = run([base, base, { LastUpdateStatus: 'InProgress' }, base, { State: 'Pending' }, { State: 'Active' }]);

    expect([outcome.status, outcome.error]).toEqual([0, undefined]);
    expect(outcome.calls.filter(([, command]) => command !== 'get-function-configuration')).toEqual([
      ['lambda', 'update-function-code', '--function-name=arn:f', '--image-uri', IMAGE_URI],
      ['lambda', 'publish-version', '--function-name=arn:f', '--code-sha256', 'hash'],
      ['lambda', 'update-alias', '--function-name=arn:f', '--name=live', '--function-version', '8', '--routing-config', '{"AdditionalVersionWeights":{}}'],
    ]);
    expect(outcome.calls.at(-2)).toEqual(['lambda', 'get-function-configuration', '--function-name=arn:f', '--qualifier', '8']);
  });

  test('a function whose update before failed takes this one', () => {
    const outcome = run([base, { ...base, LastUpdateStatus: 'Failed', LastUpdateStatusReason: 'of before' }, base, { State: 'Active' }]);

    expect([outcome.status, outcome.error]).toEqual([0, undefined]);
    expect(commandsOf(outcome)).toContain('lambda update-alias');
  });

  test('without an alias none is moved', () => {
    const outcome = run([base, base, base, { State: 'Inactive' }], {}, '');

    expect(outcome.status).toBe(0);
    expect(commandsOf(outcome)).not.toContain('lambda update-alias');
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
    expect(commandsOf(outcome)).not.toContain('lambda update-alias');
  });

  test.each(['lambda update-function-code', 'lambda publish-version', 'lambda update-alias'])('where %s is refused the words of AWS are the last', command => {
    const outcome = run([base, base, base, { State: 'Active' }], { [command]: ['!An error occurred (ResourceConflictException): busy'] });

    expect(outcome.status).toBe(1);
    expect(outcome.log.trimEnd().split('\n').at(-1)).toBe('nodejs-image: | An error occurred (ResourceConflictException): busy');
  });
});

describe('to App Runner', () => {
  const service = (Status: string, image = OLD_URI) => ({
    Service: { ServiceArn: 'arn:s', Status, ServiceName: 'api', SourceConfiguration: { AutoDeploymentsEnabled: false, AuthenticationConfiguration: { AccessRoleArn: ROLE }, ImageRepository: { ImageRepositoryType: 'ECR', ImageIdentifier: image, ImageConfiguration: { Port: '80' } } } },
  });
  const run = (services: object[], statuses: string[] = []) => runStep(['deploy', 'deploy-app-runner'], { ...COMMON, SERVICE_ARN: 'arn:s' }, {
    'apprunner describe-service': services,
    'apprunner update-service': [{ OperationId: 'o' }],
    'apprunner list-operations': statuses.map(Status => ({ OperationSummaryList: [{ Id: 'earlier', Status: 'FAILED' }, { Id: 'o', Status }] })),
  });

  test('the service gets the image with the rest of its configuration, and it is waited for', () => {
    const outcome = run([service('OPERATION_IN_PROGRESS'), service('RUNNING')], ['PENDING', 'IN_PROGRESS', 'SUCCEEDED']);

    expect([outcome.status, outcome.error]).toEqual([0, undefined]);
    const { SourceConfiguration } = service('RUNNING', IMAGE_URI).Service;
    expect(outcome.inputs).toEqual([{ ServiceArn: 'arn:s', SourceConfiguration }]);
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
    expect(commandsOf(outcome)).not.toContain('apprunner update-service');
  });
});
