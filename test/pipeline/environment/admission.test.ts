import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Cluster, ContainerImage, FargateService, FargateTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { DockerImageCode, DockerImageFunction } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks } from 'cdk-nag';
import { AdmissionKey, DeploymentTarget, Gate, ImageAdmission, ImageEnvironment, ImageRepository, ImageSigning, NodejsImagePipeline, NodejsImagePipelineProps, OtherImages, PipelineSource, StartGate } from '../../../lib';
import { smallService, temporaryDirectory } from '../../temporary';

const directory = smallService();
const connectionArn = 'arn:aws:codeconnections:eu-central-1:123456789012:connection/1';

interface Made {
  readonly app: App;
  readonly stack: Stack;
  readonly template: Template;
  /** What the actions of an environment are told, by their names. */
  readonly told: { readonly [action: string]: { readonly [name: string]: string } };
}

function pipelineWith(environment: (stack: Stack) => Partial<ImageEnvironment>, signed = true, more: Partial<NodejsImagePipelineProps> = {}): Made {
  const app = new App({ outdir: temporaryDirectory() });
  const stack = new Stack(app, 'Stack', { env: { account: '123456789012', region: 'eu-central-1' } });
  new NodejsImagePipeline(stack, 'Api', {
    directory, source: PipelineSource.gitHub('team/api', { connectionArn }), sourceRoot: directory, pipelineName: 'api',
    ...signed ? { signing: ImageSigning.cosign(new Key(stack, 'Key', { keySpec: KeySpec.ECC_NIST_P256, keyUsage: KeyUsage.SIGN_VERIFY })) } : {},
    environments: [{ name: 'production', ...environment(stack) }],
    ...more,
  });
  const template = Template.fromStack(stack);
  const projects = template.findResources('AWS::CodeBuild::Project');
  const [{ Properties: { Stages } }] = Object.values<any>(template.findResources('AWS::CodePipeline::Pipeline'));
  const told = Stages.find(({ Name }: any) => Name === 'production').Actions.map(({ Name, Configuration: { ProjectName, EnvironmentVariables } }: any) => [Name, {
    ...Object.fromEntries((projects[ProjectName.Ref].Properties.Environment.EnvironmentVariables ?? [])
      .map(({ Name: name, Value }: any) => [name, textOf(Value)])),
    ...Object.fromEntries(JSON.parse(textOf(EnvironmentVariables)).map(({ name, value }: any) => [name, value])),
  }]);
  return { app, stack, template, told: Object.fromEntries(told) };
}

/** A value as text: what is known only while deploying by what it is taken from. */
function textOf(value: any): string {
  if (typeof value === 'string') return value;
  return value['Fn::Join'] ? value['Fn::Join'][1].map(textOf).join(value['Fn::Join'][0]) : `<${[Object.values<any>(value)[0]].flat().join('.')}>`;
}

const functionIn = (stack: Stack) => new DockerImageFunction(stack, 'Function', { code: DockerImageCode.fromEcr(ImageRepository.fromRepositoryName(stack, 'Other', 'other')) });

test('where a pipeline signs, promotion and deployment demand what it signs', () => {
  const { told, app } = pipelineWith(stack => ({ repository: new ImageRepository(stack, 'Production', { movingTags: ['production'] }), deployTo: [DeploymentTarget.lambda(functionIn(stack))] }));

  // it was released in the repository of the pipeline, wherever it is promoted to
  expect(told.Promote).toMatchObject({ KEY_ARN: expect.stringMatching(/^<Key[0-9A-F]+\.Arn>$/), SOURCE_REPOSITORY: expect.stringMatching(/^<Api.*\.RepositoryUri>$/) });
  expect(told.Promote).not.toHaveProperty('RELEASED_IN');
  expect(told['Deploy-Lambda-Function']).toMatchObject({ KEY_ARN: told.Promote.KEY_ARN, RELEASED_IN: told.Promote.SOURCE_REPOSITORY });
  expect(told['Deploy-Lambda-Function'].IMAGE_URI).toMatch(/^<Production/);
  const found = new AwsSolutionsChecks().validateScope(app).violations.flatMap(({ ruleName, violatingResources }) => violatingResources.map(({ resourceLogicalId }) => `${ruleName} ${resourceLogicalId}`));
  expect(found.filter(finding => /NodejsImageShared/.test(finding))).toEqual([]);
});

test('nothing is demanded where an environment says so, or where nothing is signed', () => {
  expect(pipelineWith(() => ({ admission: false })).told.Promote).not.toHaveProperty('KEY_ARN');
  expect(pipelineWith(() => ({}), false).told.Promote).not.toHaveProperty('KEY_ARN');
  expect(pipelineWith(() => ({ admission: false }), false).told.Promote).not.toHaveProperty('KEY_ARN');
});

test('what nobody signs cannot be demanded', () => {
  expect(() => pipelineWith(() => ({ admission: true }), false)).toThrow('environment "production": "admission" demands what is signed; set "signing" of the pipeline');
});

describe('an image that can never show that its gates have passed', () => {
  const warned = (made: Made) => Annotations.fromStack(made.stack).findWarning('*', Match.stringLikeRegexp('cdk-nodejs-image:never-admitted')).map(({ entry }) => String(entry.data));
  const without = { gates: [], startGate: StartGate.none() };

  test.each<[string, Partial<NodejsImagePipelineProps>, string]>([
    ['it has none', without, 'and it has no gate;'],
    ['one passes whatever its tests say', { gates: [Gate.command(['/bin/sh', '-c', 'npm test || true'], { name: 'test' })] }, 'and its gate "test" may pass without a test that passed;'],
  ])('is told of where an environment demands it: %s', (_, more, reason) => {
    expect(warned(pipelineWith(() => ({}), true, more))).toEqual([expect.stringContaining(`the environment "production" will not get the image, because what is signed has to show that its gates have passed, ${reason}`)]);
  });

  test('is no matter where nothing is demanded, or its gates can pass', () => {
    expect(warned(pipelineWith(() => ({ admission: false }), true, without))).toEqual([]);
    expect(warned(pipelineWith(() => ({}), false, without))).toEqual([]);
    expect(warned(pipelineWith(() => ({})))).toEqual([]);
  });
});

describe('a service of ECS that is deployed to', () => {
  const service = (stack: Stack): FargateService => {
    const taskDefinition = new FargateTaskDefinition(stack, 'Task');
    taskDefinition.addContainer('web', { image: ContainerImage.fromRegistry('example') });
    return new FargateService(stack, 'Service', { cluster: new Cluster(stack, 'Cluster'), taskDefinition, minHealthyPercent: 100 });
  };
  const admission = (stack: Stack) => new ImageAdmission(stack, 'Admission', {
    repositories: [ImageRepository.fromRepositoryName(stack, 'Images', 'api')], keys: [AdmissionKey.kms(stack.node.findChild('Key') as Key)], otherImages: OtherImages.REFUSE,
  });

  test('asks before it starts tasks, where it is given who to ask', () => {
    const { template } = pipelineWith(stack => ({ deployTo: [DeploymentTarget.ecs(service(stack), { admission: admission(stack) })] }));

    template.hasResourceProperties('AWS::ECS::Service', { DeploymentConfiguration: { LifecycleHooks: [{ LifecycleStages: ['PRE_SCALE_UP'] }] } });
  });

  test('asks nobody else', () => {
    const { template } = pipelineWith(stack => ({ deployTo: [DeploymentTarget.ecs(service(stack))] }));

    expect(Object.values(template.findResources('AWS::ECS::Service'))[0].Properties.DeploymentConfiguration).not.toHaveProperty('LifecycleHooks');
  });
});
