import { Stack, Stage } from 'aws-cdk-lib';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { Compatibility, TaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { DockerImageFunction } from 'aws-cdk-lib/aws-lambda';
import { Destination } from 'cdk-docker-image-deployment';
import { ImageRepository, ImageTag, NodejsImageDeployment, NodejsImageDeploymentProps } from '../../lib';
import { smallService, temporaryDirectory } from '../temporary';
import { deliveries, environments, findings, statements, synthesize } from './delivery-stack';

function deployed(props: (stack: Stack) => Partial<NodejsImageDeploymentProps> = () => ({}), outdir?: string) {
  let image!: NodejsImageDeployment;
  const result = synthesize(stack => {
    image = new NodejsImageDeployment(stack, 'Image', { directory: smallService(), ...props(stack) });
  }, outdir);
  const [delivery] = deliveries(result);
  const [[environment]] = environments(delivery);
  return { ...result, image, delivery, environment, tags: JSON.parse(environment.TAGS) };
}

test('the image moves from the asset to a repository of its own, under the tag of its content', () => {
  const { image, stack, delivery, environment, tags, template } = deployed();

  expect(delivery.ContentTag).toMatch(/^[0-9a-f]{32}$/);
  expect(image.imageTag).toBe(delivery.ContentTag);
  expect(JSON.stringify(environment.SOURCES)).toContain('container-assets');
  expect(stack.resolve(image.repository.repositoryUri)).toEqual(environment.REPOSITORY);
  expect(tags).toEqual([{ tag: expect.stringMatching(/^deployed-Stack-Image-/), moving: true }]);
  template.resourceCountIs('AWS::ECR::Repository', 1);
});

test('tags are those that are asked for, in a repository that exists', () => {
  const { image, tags, template } = deployed(stack => ({
    repository: Repository.fromRepositoryName(stack, 'Repository', 'team/api'),
    tags: [ImageTag.packageVersion({ prefix: 'v' }), ImageTag.moving('latest'), ImageTag.contentHash()],
  }));

  expect(tags).toEqual([{ tag: 'v1.0.0', moving: false }, { tag: 'latest', moving: true }]);
  expect(image.imageTag).toBe('v1.0.0');
  template.resourceCountIs('AWS::ECR::Repository', 0);
});

describe('a tag that moves', () => {
  test('may do so in the repository that is made for the image', () => {
    const { resources } = deployed(() => ({ tags: [ImageTag.moving('latest')] }));

    expect(JSON.stringify(resources('AWS::ECR::Repository')[0].ImageTagMutabilityExclusionFilters)).toContain('"latest"');
  });

  test('is refused in one that does not let it', () => {
    const of = (movingTags?: string[]) => deployed(stack => ({ repository: new ImageRepository(stack, 'Mine', { movingTags }), tags: [ImageTag.moving('latest')] }));

    expect(() => of()).toThrow(/Stack\/Mine lets no tag "latest" move; name it in "movingTags"/);
    expect(of(['latest']).tags[0]).toEqual({ tag: 'latest', moving: true });
  });
});

describe('a destination of cdk-docker-image-deployment', () => {
  test('gives repository and tag', () => {
    const { tags, environment, stack, image } = deployed(scope => ({
      destination: Destination.ecr(new Repository(scope, 'Mine'), { tag: 'v7' }), tags: [ImageTag.moving('latest')],
    }));

    expect(tags).toEqual([{ tag: 'v7', moving: false }, { tag: 'latest', moving: true }]);
    expect(JSON.stringify(environment.REPOSITORY)).toContain('Mine');
    expect(stack.resolve(image.repository.repositoryName)).toEqual({ Ref: expect.stringMatching(/^Mine/) });
  });

  test('without a tag has the one of the content', () => {
    const { image, delivery } = deployed(scope => ({ destination: Destination.ecr(new Repository(scope, 'Mine')) }));

    expect(image.imageTag).toBe(delivery.ContentTag);
  });

  test('goes with no other repository, and must be one of ECR', () => {
    expect(() => deployed(scope => ({ repository: new Repository(scope, 'A'), destination: Destination.ecr(new Repository(scope, 'B')) })))
      .toThrow(/"repository" and "destination" both say/);
    class Elsewhere extends Destination {
      public bind() { return { destinationUri: 'x', loginConfig: { loginCommand: 'true' } }; }
    }
    expect(() => deployed(() => ({ destination: new Elsewhere() }))).toThrow(/must be one of Destination.ecr\(\), received Elsewhere/);
  });

  test('with a tag that is none is refused', () => {
    expect(() => deployed(scope => ({ destination: Destination.ecr(new Repository(scope, 'Mine'), { tag: 'a b' }) }))).toThrow(/"a b"/);
  });
});

test('several platforms are several assets, and one image', () => {
  const { environment, image, resources } = deployed(() => ({ platforms: [Platform.LINUX_ARM64, Platform.LINUX_AMD64] }));

  const sources = JSON.stringify(environment.SOURCES).match(/[0-9a-f]{64}/g)!;
  expect(new Set(sources).size).toBe(2);
  expect(() => image.lambdaCode()).toThrow(/Lambda runs images of one architecture/);
  expect(resources('AWS::CodeBuild::Project')).toHaveLength(1);
});

test.each([[[]], [[Platform.LINUX_AMD64, Platform.LINUX_AMD64]], [[Platform.custom('linux/s390x')]]])('platforms %j are refused', platforms => {
  expect(() => deployed(() => ({ platforms }))).toThrow(/platforms must .*received/);
});

test('many images of a stack have one set of functions and one project', () => {
  const { resources } = synthesize(stack => {
    const repository = new ImageRepository(stack, 'Repository');
    ['A', 'B', 'C'].forEach(id => new NodejsImageDeployment(stack, id, { directory: smallService(), repository, labels: { id } }));
  });

  expect(resources('AWS::CodeBuild::Project')).toHaveLength(1);
  expect(resources('AWS::Lambda::Function')).toHaveLength(5);
  expect(resources('Custom::NodejsImage')).toHaveLength(3);
});

test('what takes the image takes it by its digest, after it is there', () => {
  const { stack, image, template } = (() => {
    let made!: NodejsImageDeployment;
    const result = synthesize(scope => {
      made = new NodejsImageDeployment(scope, 'Image', { directory: smallService() });
      const task = new TaskDefinition(scope, 'Task', { compatibility: Compatibility.FARGATE, cpu: '256', memoryMiB: '512' });
      task.addContainer('app', { image: made.containerImage });
      new DockerImageFunction(scope, 'Function', { code: made.lambdaCode() });
    });
    return { ...result, image: made };
  })();

  const digest = /@sha256:"?,?\{"Fn::GetAtt":\["ImageDelivery[0-9A-F]+","DigestHex"\]\}/;
  expect(JSON.stringify(stack.resolve(image.imageUri))).toMatch(digest);
  const [task] = Object.values<any>(template.findResources('AWS::ECS::TaskDefinition'));
  expect(JSON.stringify(task.Properties.ContainerDefinitions[0].Image)).toMatch(digest);
  const [code] = Object.values<any>(template.findResources('AWS::Lambda::Function')).map(({ Properties }) => Properties).filter(({ PackageType }) => PackageType === 'Image');
  expect(JSON.stringify(code.Code.ImageUri)).toMatch(digest);
});

describe('the custom resource', () => {
  test('is the same in two syntheses, elsewhere', () => {
    expect(JSON.stringify(deployed().template.toJSON())).toBe(JSON.stringify(deployed().template.toJSON()));
  });

  test('changes with the image and with a tag, and not otherwise', () => {
    const of = (props: Partial<NodejsImageDeploymentProps>) => JSON.stringify(deployed(() => props).delivery);

    expect(of({ displayName: 'other' })).toBe(of({}));
    expect(of({ port: 9 })).not.toBe(of({}));
    expect(of({ tags: [ImageTag.fixed('v2')] })).not.toBe(of({}));
  });
});

test('who moves the image may pull there, push here, and nothing else', () => {
  const result = deployed();
  const ecr = statements(result).filter(({ Action }) => JSON.stringify(Action).includes('ecr:'));

  const pushed = ecr.filter(({ Action }) => JSON.stringify(Action).includes('ecr:PutImage'));
  expect(pushed).toHaveLength(1);
  expect(JSON.stringify(pushed[0].Resource)).toMatch(/^\{"Fn::GetAtt":\["ImageRepository[0-9A-F]+","Arn"\]\}$/);
  expect(ecr.filter(({ Resource }) => Resource === '*').map(({ Action }) => Action)).toEqual(['ecr:GetAuthorizationToken']);
  expect(JSON.stringify(result.template.toJSON())).not.toMatch(/arn:aws:(?!iam::aws)/);
});

test('cdk-nag finds nothing', () => {
  expect(findings(deployed().app)).toEqual([]);
});

test('stages of an app are deployments of their own', () => {
  const { app } = synthesize(() => {});
  const tags = ['Test', 'Live'].map(id => {
    const stack = new Stack(new Stage(app, id), 'Stack');
    new NodejsImageDeployment(stack, 'Image', { directory: smallService() });
    return stack;
  });

  expect(tags.map(({ node }) => node.path)).toEqual(['Test/Stack', 'Live/Stack']);
  app.synth();
});

test('no name of a machine or of a directory is in the template', () => {
  const outdir = temporaryDirectory();
  const { template } = deployed(undefined, outdir);

  expect(JSON.stringify(template.toJSON())).not.toContain(outdir);
});
