import { App, CfnParameter, Size, Stack } from 'aws-cdk-lib';
import { EcsEc2ContainerDefinition, EcsFargateContainerDefinition } from 'aws-cdk-lib/aws-batch';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { CfnTaskDefinition, Compatibility, CpuArchitecture, FargateTaskDefinition, OperatingSystemFamily, TaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { Architecture, DockerImageFunction } from 'aws-cdk-lib/aws-lambda';
import { INodejsImage, NodejsImageAsset, NodejsImageBuild, NodejsImageDeployment } from '../../lib';
import { smallService, temporaryDirectory } from '../temporary';

const directory = smallService();
const { LINUX_AMD64, LINUX_ARM64 } = Platform;

/** What the synthesis of a stack says. */
function said(build: (stack: Stack) => void): string {
  const app = new App({ outdir: temporaryDirectory() });
  build(new Stack(app, 'Stack'));
  try {
    app.synth();
    return 'nothing';
  } catch (error) {
    return (error as Error).message;
  }
}

type Maker = (stack: Stack, ...platforms: Platform[]) => INodejsImage;

const MAKERS: Record<string, Maker> = {
  NodejsImageAsset: (stack, platform) => new NodejsImageAsset(stack, 'Image', { directory, platform }),
  NodejsImageBuild: (stack, ...platforms) => new NodejsImageBuild(stack, 'Image', { directory, platforms: platforms.length ? platforms : undefined }),
  NodejsImageDeployment: (stack, ...platforms) => new NodejsImageDeployment(stack, 'Image', { directory, platforms: platforms.length ? platforms : undefined }),
};

const fargate = (stack: Stack, image: INodejsImage, cpuArchitecture?: CpuArchitecture) => new FargateTaskDefinition(stack, 'Task', {
  runtimePlatform: cpuArchitecture && { cpuArchitecture, operatingSystemFamily: OperatingSystemFamily.LINUX },
}).addContainer('App', { image: image.containerImage });

const onInstances = (stack: Stack, image: INodejsImage) => new TaskDefinition(stack, 'Task', {
  compatibility: Compatibility.EC2, memoryMiB: '512',
}).addContainer('App', { image: image.containerImage, memoryLimitMiB: 256 });

const lambda = (stack: Stack, image: INodejsImage, architecture?: Architecture) => new DockerImageFunction(stack, 'Function', { code: image.lambdaCode(), architecture });

const batch = (stack: Stack, image: INodejsImage, fargateCpuArchitecture?: CpuArchitecture) => new EcsFargateContainerDefinition(stack, 'Job', {
  image: image.containerImage, cpu: 1, memory: Size.gibibytes(2), fargateCpuArchitecture,
});

describe.each(Object.entries(MAKERS))('the image of %s', (_, make) => {
  test('is built for what ECS and Lambda run by default', () => {
    expect(said(stack => fargate(stack, make(stack)))).toBe('nothing');
    expect(said(stack => lambda(stack, make(stack)))).toBe('nothing');
    expect(said(stack => batch(stack, make(stack)))).toBe('nothing');
  });

  test('is refused where the task or function is of another architecture', () => {
    expect(said(stack => fargate(stack, make(stack, LINUX_ARM64)))).toContain('[Stack/Task] the image of Stack/Image is built for arm64, but this runs X86_64, where it would end with "exec format error"; '
      + 'give Platform.LINUX_AMD64 to the image, or runtimePlatform: { cpuArchitecture: CpuArchitecture.ARM64 } to the task definition');
    expect(said(stack => fargate(stack, make(stack), CpuArchitecture.ARM64))).toContain('give Platform.LINUX_ARM64 to the image, or runtimePlatform: { cpuArchitecture: CpuArchitecture.X86_64 }');
    expect(said(stack => lambda(stack, make(stack, LINUX_ARM64)))).toContain('[Stack/Function] the image of Stack/Image is built for arm64, but this runs x86_64, where it would end with "exec format error"; '
      + 'give Platform.LINUX_AMD64 to the image, or architecture: Architecture.ARM_64 to the function');
    expect(said(stack => lambda(stack, make(stack), Architecture.ARM_64))).toContain('give Platform.LINUX_ARM64 to the image');
    expect(said(stack => batch(stack, make(stack, LINUX_ARM64)))).toContain('fargateCpuArchitecture: CpuArchitecture.ARM64 to the container');
  });

  test('is taken where both are of one', () => {
    expect(said(stack => fargate(stack, make(stack, LINUX_ARM64), CpuArchitecture.ARM64))).toBe('nothing');
    expect(said(stack => lambda(stack, make(stack, LINUX_ARM64), Architecture.ARM_64))).toBe('nothing');
    expect(said(stack => batch(stack, make(stack, LINUX_ARM64), CpuArchitecture.ARM64))).toBe('nothing');
  });

  test('may be of any architecture on instances of EC2, which have one themselves', () => {
    expect(said(stack => onInstances(stack, make(stack, LINUX_ARM64)))).toBe('nothing');
    expect(said(stack => new EcsEc2ContainerDefinition(stack, 'Job', { image: make(stack, LINUX_ARM64).containerImage, cpu: 1, memory: Size.gibibytes(2) }))).toBe('nothing');
  });
});

test('an image of several architectures runs on each of them', () => {
  for (const cpuArchitecture of [CpuArchitecture.X86_64, CpuArchitecture.ARM64]) {
    expect(said(stack => fargate(stack, MAKERS.NodejsImageBuild(stack, LINUX_AMD64, LINUX_ARM64), cpuArchitecture))).toBe('nothing');
  }
});

test('what is set on the resource itself has the last word', () => {
  expect(said(stack => {
    const { taskDefinition } = fargate(stack, MAKERS.NodejsImageAsset(stack, LINUX_ARM64));
    (taskDefinition.node.defaultChild as CfnTaskDefinition).runtimePlatform = { cpuArchitecture: 'ARM64' };
  })).toBe('nothing');
});

test('what is known only while deploying is left to it', () => {
  expect(said(stack => {
    const { taskDefinition } = fargate(stack, MAKERS.NodejsImageAsset(stack, LINUX_ARM64));
    (taskDefinition.node.defaultChild as CfnTaskDefinition).runtimePlatform = { cpuArchitecture: new CfnParameter(stack, 'Architecture').valueAsString };
  })).toBe('nothing');
});
