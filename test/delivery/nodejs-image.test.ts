import * as fs from 'fs';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Compatibility, TaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { DockerImageFunction } from 'aws-cdk-lib/aws-lambda';
import { HealthCheck, INodejsImage, NodejsImageAsset, NodejsImageOptions } from '../../lib';
import { smallService, temporaryDirectory } from '../temporary';

function imageOf(props: Partial<NodejsImageOptions> = {}): { image: INodejsImage; stack: Stack } {
  const stack = new Stack(new App({ outdir: temporaryDirectory() }), 'Stack');
  return { image: new NodejsImageAsset(stack, 'Image', { directory: smallService(), ...props }), stack };
}

/** The health check that a task definition gets from an image. */
function healthCheckOf(props: Partial<NodejsImageOptions>): any {
  const { image, stack } = imageOf(props);
  const task = new TaskDefinition(stack, 'Task', { compatibility: Compatibility.FARGATE, cpu: '256', memoryMiB: '512' });
  task.addContainer('app', { image: image.containerImage, healthCheck: image.healthCheck });
  const [definition] = Object.values<any>(Template.fromStack(stack).findResources('AWS::ECS::TaskDefinition'));
  return definition.Properties.ContainerDefinitions[0].HealthCheck;
}

describe('the health check for ECS', () => {
  test('asks for the path that the image declares, by Node.js itself', () => {
    const { Command, ...timing } = healthCheckOf({ port: 3000, healthCheck: HealthCheck.http('/health', { interval: Duration.seconds(7), startPeriod: Duration.seconds(20), retries: 5 }) });

    expect(Command.slice(0, 3)).toEqual(['CMD', 'node', '-e']);
    expect(Command[3]).toContain('"/health"');
    expect(timing).toEqual({ Interval: 7, Timeout: 5, StartPeriod: 20, Retries: 5 });
  });

  test('is the one of the port where no path is declared, and none where there is no port', () => {
    expect(healthCheckOf({ port: 3000 }).Command[3]).toContain('connect(process.env.PORT||3000');
    expect(healthCheckOf({})).toBeUndefined();
    expect(healthCheckOf({ port: 3000, healthCheck: HealthCheck.none() })).toBeUndefined();
  });

  test('keeps within what ECS takes', () => {
    const { Interval, Timeout, StartPeriod, Retries } = healthCheckOf({
      port: 3000,
      healthCheck: HealthCheck.tcp({ interval: Duration.seconds(1), timeout: Duration.seconds(1), startPeriod: Duration.seconds(1000), retries: 50 }),
    });

    expect([Interval, Timeout, StartPeriod, Retries]).toEqual([5, 2, 300, 10]);
  });
});

test('an init of ECS is advised where the image brings none', () => {
  expect(imageOf().image.initProcessEnabled).toBe(false);
  expect(imageOf({ init: false }).image.initProcessEnabled).toBe(true);
});

test('the port is there for the container, and the digest where it is known', () => {
  const { image } = imageOf({ port: 4000 });

  expect(image.dockerfile.port).toBe(4000);
  expect(image.imageDigest).toBeUndefined();
  expect(image.imageUri).toContain(`:${image.imageTag}`);
});

test('an image that two consumers use is one asset', () => {
  const { image, stack } = imageOf();
  const task = new TaskDefinition(stack, 'Task', { compatibility: Compatibility.FARGATE, cpu: '256', memoryMiB: '512' });
  task.addContainer('web', { image: image.containerImage });
  task.addContainer('worker', { image: image.containerImage });
  new DockerImageFunction(stack, 'Function', { code: image.lambdaCode({ cmd: ['worker.js'] }) });
  const { directory } = (stack.node.root as App).synth();

  const { dockerImages } = JSON.parse(fs.readFileSync(`${directory}/Stack.assets.json`, 'utf8'));
  expect(Object.keys(dockerImages)).toEqual([image.imageTag]);
});
