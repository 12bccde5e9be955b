import { progressOfOperation, progressOfService, updateOf } from '../../../lib/steps/deploy/app-runner';
import { isSettled, oursAmong, progressOfOurs, revisionsOf } from '../../../lib/steps/deploy/ecs';
import { portOf, progressOfDeployment, specificationOf } from '../../../lib/steps/deploy/ecs-code-deploy';
import { serviceOf } from '../../../lib/steps/deploy/ecs-service';
import { progressBefore, progressOfUpdate, progressOfVersion } from '../../../lib/steps/deploy/lambda';
import { at, ENDED, failed } from '../../../lib/steps/deploy/progress';

describe('a service of ECS', () => {
  test.each([
    ['has a task definition', { status: 'ACTIVE', taskDefinition: 'arn:1' }, ['ECS', 'arn:1']],
    ['has task sets', {
      status: 'ACTIVE', taskDefinition: 'arn:1', deploymentController: { type: 'CODE_DEPLOY' },
      taskSets: [{ status: 'ACTIVE', taskDefinition: 'arn:2' }, { status: 'PRIMARY', taskDefinition: 'arn:3' }],
    }, ['CODE_DEPLOY', 'arn:3']],
    ['has no primary task set yet', { status: 'ACTIVE', taskDefinition: 'arn:1', taskSets: [] }, ['ECS', 'arn:1']],
  ])('that %s runs it', (_, service, expected) => {
    const { controller, current } = serviceOf('c/s', { services: [service] });

    expect([controller, current]).toEqual(expected);
  });

  test.each([
    [{ failures: [{ reason: 'MISSING' }] }, 'there is no service c/s: MISSING'],
    [{ services: [{ status: 'INACTIVE' }] }, 'the service c/s is INACTIVE, not ACTIVE'],
    [{ services: [], failures: [] }, 'the service c/s is , not ACTIVE'],
  ])('that is not there is told: %j', (answer, error) => {
    expect(() => serviceOf('c/s', answer)).toThrow(error);
  });

  test('is at rest with one deployment that is complete', () => {
    const [complete, going] = ['COMPLETED', 'IN_PROGRESS'].map(rolloutState => ({ rolloutState }));

    const settled = [[complete], [going], [going, complete], [complete, complete], [], undefined].filter(deployments => isSettled({ deployments }));

    expect(settled).toEqual([[complete]]);
  });
});

describe('a deployment of ECS', () => {
  const revisions = [{ serviceRevisionArn: 'r1', taskDefinition: 'old' }, { serviceRevisionArn: 'r2', taskDefinition: 'new' }, { serviceRevisionArn: 'r3', taskDefinition: 'new' }];
  const deployment = (targetServiceRevisionArn: string | undefined, createdAt: unknown) => ({ targetServiceRevisionArn, createdAt });

  test('is looked for by the revisions that are to come about, each once', () => {
    expect(revisionsOf([deployment('r2', 2), deployment('r1', 1), deployment('r2', 0), deployment(undefined, 3)])).toEqual(['r1', 'r2']);
  });

  test('is ours where it brings about our task definition, and the newest of those', () => {
    const newest = deployment('r2', new Date(3));

    expect(oursAmong([deployment('r1', new Date(9)), deployment('r2', new Date(1)), newest, deployment('r3', new Date(2)), deployment('r2', undefined)], revisions, 'new')).toBe(newest);
    expect(oursAmong([deployment('r1', new Date(9))], revisions, 'new')).toBeUndefined();
    expect(oursAmong([], [], 'new')).toBeUndefined();
  });

  test.each([
    [undefined, at('not begun')],
    [{}, at('not begun')],
    [{ status: 'PENDING' }, at('PENDING')],
    [{ status: 'IN_PROGRESS', statusReason: 'tasks start' }, at('IN_PROGRESS, tasks start')],
    [{ status: 'SUCCESSFUL' }, ENDED],
    [{ status: 'ROLLBACK_SUCCESSFUL', statusReason: 'alarm' }, failed('the deployment to c/s failed, it is ROLLBACK_SUCCESSFUL: alarm')],
    [{ status: 'STOPPED' }, failed('the deployment to c/s failed, it is STOPPED: ECS gives no reason, look at the events of the service')],
  ])('that is %j is that far', (ours, expected) => {
    expect(progressOfOurs('c/s', ours)).toEqual(expected);
  });
});

describe('a deployment of CodeDeploy', () => {
  test.each([
    [undefined, at('not begun')],
    [{ status: 'Baking' }, at('Baking')],
    [{ status: 'Succeeded' }, ENDED],
    [{ status: 'Failed', errorInformation: { code: 'ALARM_ACTIVE', message: 'an alarm' } }, failed('d is Failed: ALARM_ACTIVE: an alarm')],
    [{ status: 'Stopped' }, failed('d is Stopped: CodeDeploy gives no reason, look at the events of the deployment')],
  ])('that is %j is that far', (info, expected) => {
    expect(progressOfDeployment('d', info)).toEqual(expected);
  });

  test('goes to the port of the primary task set, or that of the service', () => {
    const [first, second] = [[{ containerPort: 80 }], [{ containerPort: 8080 }]];

    expect(portOf({ loadBalancers: first, taskSets: [{ status: 'ACTIVE', loadBalancers: first }, { status: 'PRIMARY', loadBalancers: second }] })).toBe(8080);
    expect(portOf({ loadBalancers: first, taskSets: [{ status: 'PRIMARY', loadBalancers: [] }] })).toBe(80);
    expect(portOf({})).toBeUndefined();
  });

  test('is specified by the task definition, the container and the port', () => {
    expect(specificationOf({ definition: 'arn:2', container: 'api' }, 80)).toEqual({
      version: 1,
      Resources: [{ TargetService: { Type: 'AWS::ECS::Service', Properties: { TaskDefinition: 'arn:2', LoadBalancerInfo: { ContainerName: 'api', ContainerPort: 80 } } } }],
    });
  });
});

describe('an update of Lambda', () => {
  test('of before has ended where it failed, since the function takes another', () => {
    expect(['Successful', 'Failed', 'InProgress', undefined].map(LastUpdateStatus => progressBefore({ LastUpdateStatus }))).toEqual([ENDED, ENDED, at('InProgress'), at('not begun')]);
  });

  test('of ours has not', () => {
    expect(['Successful', 'Failed', 'InProgress', undefined].map(LastUpdateStatus => progressOfUpdate('f', 'image', { LastUpdateStatus })))
      .toEqual([ENDED, failed('the function f does not take the image image: Lambda gives no reason'), at('InProgress'), at('not begun')]);
    expect(progressOfUpdate('f', 'image', { LastUpdateStatus: 'Failed', LastUpdateStatusReason: 'no' })).toEqual(failed('the function f does not take the image image: no'));
  });

  test('is followed by a version, which may be idle', () => {
    expect(['Active', 'Inactive', 'Pending', undefined].map(State => progressOfVersion('f', '8', { State }))).toEqual([ENDED, ENDED, at('Pending'), at('not begun')]);
    expect(progressOfVersion('f', '8', { State: 'Failed', StateReason: 'no' })).toEqual(failed('version 8 of f cannot run: no'));
    expect(progressOfVersion('f', '8', { State: 'Failed' })).toEqual(failed('version 8 of f cannot run: Lambda gives no reason'));
  });
});

describe('a service of App Runner', () => {
  test.each([
    ['RUNNING', ENDED], ['OPERATION_IN_PROGRESS', at('OPERATION_IN_PROGRESS')], ['PAUSED', failed('the service s is paused: resume it')],
    ['DELETED', failed('the service s is DELETED and takes no image')], [undefined, failed('the service s is  and takes no image')],
  ])('that is %s', (Status, expected) => {
    expect(progressOfService('s', { Status })).toEqual(expected);
  });

  test('is at its operation, among others', () => {
    const operations = [{ Id: 'p', Status: 'FAILED' }, { Id: 'o', Status: 'SUCCEEDED' }];

    expect(['o', 'p', 'q'].map(operation => progressOfOperation('s', operation, operations))).toEqual([
      ENDED, failed('the deployment to s failed, it is FAILED: the reason is in its log group, in the stream "deployment/p"'), at('not begun'),
    ]);
  });

  test('is updated by its image alone', () => {
    const service = { ServiceArn: 'arn:s', ServiceName: 'api', SourceConfiguration: { AutoDeploymentsEnabled: false, ImageRepository: { ImageIdentifier: 'old', ImageRepositoryType: 'ECR' } } };

    expect(updateOf(service, 'new')).toEqual({
      ServiceArn: 'arn:s', SourceConfiguration: { AutoDeploymentsEnabled: false, ImageRepository: { ImageIdentifier: 'new', ImageRepositoryType: 'ECR' } },
    });
  });
});
