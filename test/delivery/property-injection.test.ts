import { App, IPropertyInjector, PropertyInjectors, Stack } from 'aws-cdk-lib';
import { Artifact, Pipeline, PipelineType } from 'aws-cdk-lib/aws-codepipeline';
import { S3SourceAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import * as library from '../../lib';
import { smallService } from '../temporary';

const {
  ImageRepository, NodejsImageAsset, NodejsImageBuild, NodejsImageDeployment, NodejsImagePipeline, NodejsImageProject, NodejsImageStages,
  NodejsMonorepoPipeline, PipelineSource,
} = library;

/** The constructs that somebody can make. */
const CONSTRUCTS = Object.entries(library).filter(([name, value]) =>
  typeof value === 'function' && value.prototype instanceof Construct && name !== 'NodejsImageBase') as [string, any][];

const directory = smallService();
const source = PipelineSource.gitHub('team/api', { connectionArn: 'arn:aws:codeconnections:eu-central-1:123456789012:connection/1' });

/** Each as an application makes it, and the label that its image has in the end. */
const LABELLED: Record<string, (stack: Stack) => void> = {
  NodejsImageAsset: stack => new NodejsImageAsset(stack, 'Api', { directory }),
  NodejsImageBuild: stack => new NodejsImageBuild(stack, 'Api', { directory }),
  NodejsImageDeployment: stack => new NodejsImageDeployment(stack, 'Api', { directory, repository: new Repository(stack, 'Images') }),
  NodejsImagePipeline: stack => new NodejsImagePipeline(stack, 'Api', { directory, source }),
  NodejsImageProject: stack => new NodejsImageProject(stack, 'Api', { directory, source }),
  NodejsImageStages: stack => {
    const input = new Artifact();
    const action = new S3SourceAction({ actionName: 'Source', bucket: new Bucket(stack, 'Sources'), bucketKey: 'api.zip', output: input });
    const pipeline = new Pipeline(stack, 'Pipeline', { pipelineType: PipelineType.V2, stages: [{ stageName: 'Source', actions: [action] }] });
    new NodejsImageStages(stack, 'Api', { directory, pipeline, input });
  },
};

function injector(constructUniqueId: string, seen: any[], more: object = {}): IPropertyInjector {
  return { constructUniqueId, inject: props => { seen.push(props); return { ...more, ...props }; } };
}

test.each(CONSTRUCTS)('%s has an id of its own', (name, construct) => {
  expect(construct.PROPERTY_INJECTION_ID).toBe(`cdk-nodejs-image.${name}`);
  expect(construct.name).toBe(name);
});

test('the constructs whose props are injected are all there are', () => {
  expect([...Object.keys(LABELLED), 'ImageAdmission', 'ImageRepository', 'ManagedSigning', 'NodejsMonorepoPipeline'].sort()).toEqual(CONSTRUCTS.map(([name]) => name).sort());
});

test.each(Object.keys(LABELLED))('%s is given what an organisation sets for all of its kind', name => {
  const app = new App();
  const seen: any[] = [];
  PropertyInjectors.of(app).add(injector(`cdk-nodejs-image.${name}`, seen, { port: 'http' }));

  // a prop that is wrong shows that it came through, and that it was checked as one that is given by hand
  expect(() => LABELLED[name](new Stack(app, 'Stack'))).toThrow(/port/);
  expect(seen).toEqual([expect.objectContaining({ directory })]);
});

test('a pipeline of a monorepo is given what an organisation sets for all of its kind', () => {
  const app = new App();
  const seen: any[] = [];
  PropertyInjectors.of(app).add(injector('cdk-nodejs-image.NodejsMonorepoPipeline', seen, { maximumConcurrency: 41 }));

  expect(() => new NodejsMonorepoPipeline(new Stack(app, 'Stack'), 'Services', { source, images: [{ name: 'api', directory }] })).toThrow(/maximumConcurrency/);
  expect(seen).toEqual([expect.objectContaining({ source })]);
});

test('an image has what was injected, unless it says otherwise itself', () => {
  const app = new App();
  PropertyInjectors.of(app).add(injector(NodejsImageAsset.PROPERTY_INJECTION_ID, [], { labels: { 'org.example.team': 'platform' } }));
  const stack = new Stack(app, 'Stack');
  const image = new NodejsImageAsset(stack, 'Api', { directory });
  const own = new NodejsImageAsset(stack, 'Own', { directory, labels: { 'org.example.team': 'api' } });

  expect(image.dockerfile.render()).toContain('org.example.team=platform');
  expect(own.dockerfile.render()).toContain('org.example.team=api');
});

test('a repository has what was injected for it, and for repositories of the CDK', () => {
  const app = new App();
  const seen: any[] = [];
  PropertyInjectors.of(app).add(injector(ImageRepository.PROPERTY_INJECTION_ID, seen), injector(Repository.PROPERTY_INJECTION_ID, seen));
  new ImageRepository(new Stack(app, 'Stack'), 'Images', { keepReleases: 7 });

  expect(seen).toEqual([{ keepReleases: 7 }, expect.objectContaining({ imageScanOnPush: true })]);
});

test('a construct that is built on one of these is still told from it', () => {
  class Own extends NodejsImageAsset {}
  const stack = new Stack(new App(), 'Stack');

  expect(new Own(stack, 'Own', { directory, team: 'api' } as any)).toBeInstanceOf(NodejsImageAsset);
  expect(() => new NodejsImageAsset(stack, 'Api', { directory, team: 'api' } as any)).toThrow(/team/);
});
