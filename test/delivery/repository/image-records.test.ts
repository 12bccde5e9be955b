import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { FargateTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { ImageRepository, ImageTag, NodejsImageBuild, NodejsImagePipeline, NodejsImageProject, PipelineSource } from '../../../lib';
import { smallService, temporaryDirectory } from '../../temporary';
import { deliveries, environments, findings, synthesize } from '../delivery-stack';

const directory = smallService();
const connectionArn = 'arn:aws:codeconnections:us-east-1:123456789012:connection/0f0e0d0c';
const source = PipelineSource.gitHub('team/api', { connectionArn });
const TABLES = 'AWS::DynamoDB::Table';

/** Who may do what with the records, and with which part of them: `images` or `tags`. */
function access({ template }: ReturnType<typeof synthesize>): Record<string, string[]> {
  const policies = Object.entries<any>(template.findResources('AWS::IAM::Policy')).map(([id, { Properties: { PolicyDocument: { Statement } } }]) => {
    const own = Statement.filter(({ Action }: any) => [Action].flat().some((action: string) => action.startsWith('dynamodb:')));
    return [id.replace(/(Role)?DefaultPolicy.*$/, '').replace(/^Api(Flow)?/, ''), own.flatMap(({ Action, Condition }: any) => {
      const [part] = [Condition['ForAllValues:StringEquals']['dynamodb:LeadingKeys']].flat();
      return [Action].flat().map((action: string) => `${action.slice('dynamodb:'.length)} ${JSON.stringify(part).includes(' tags') ? 'tags' : 'images'}`);
    })];
  });
  return Object.fromEntries(policies.filter(([, actions]) => actions.length > 0));
}

describe('who may read and write records', () => {
  test('of a pipeline are its builds, who record images, and the steps that publish, which have tags; builds of pull requests read, and no one else does anything', () => {
    const result = synthesize(stack => new NodejsImagePipeline(stack, 'Api', {
      source, directory, platforms: [Platform.LINUX_AMD64, Platform.LINUX_ARM64], tags: [ImageTag.gitCommit(), ImageTag.moving('main')], environments: [{ name: 'live' }],
    }));

    expect(access(result)).toEqual({
      // of both platforms
      Amd64Build: ['GetItem images', 'PutItem images'],
      // joins platforms, and has tags; it runs nothing of an image
      NodejsImageSharedPublish: ['GetItem images', 'PutItem images', 'GetItem tags', 'PutItem tags', 'DeleteItem tags'],
      PullRequestsBuild: ['GetItem images'],
    });
    expect(findings(result.app)).toEqual([]);
  });

  test('of a project are its builds', () => {
    const result = synthesize(stack => new NodejsImageProject(stack, 'Api', { source, directory, tags: [ImageTag.gitCommit()] }));

    expect(access(result)).toEqual({
      Build: ['GetItem images', 'PutItem images', 'GetItem tags', 'PutItem tags', 'DeleteItem tags'],
      PullRequestsBuild: ['GetItem images'],
    });
    expect(findings(result.app)).toEqual([]);
  });
});

describe('records', () => {
  const image = (stack: Stack, id: string, repository?: Repository | ReturnType<typeof Repository.fromRepositoryName>) =>
    new NodejsImageBuild(stack, id, { directory, repository, publishReports: false });

  test('are with a repository of this library, for all who push to it', () => {
    const app = new App({ outdir: temporaryDirectory() });
    const [first, second] = ['First', 'Second'].map(id => new Stack(app, id));
    const repository = new ImageRepository(first, 'Images');
    const [a, b] = [image(first, 'A', repository), image(second, 'B', repository)];

    expect([first, second].map(stack => Object.keys(Template.fromStack(stack).findResources(TABLES)).length)).toEqual([1, 0]);
    // so that one takes what the other has built
    expect(a.imageTag).toBe(b.imageTag);
  });

  test('are of each stack for another repository, and so is the tag of a content', () => {
    const app = new App({ outdir: temporaryDirectory() });
    const stacks = ['First', 'Second'].map(id => new Stack(app, id));
    const images = stacks.flatMap(stack => ['A', 'B'].map(id => image(stack, id, Repository.fromRepositoryName(stack, `Of${id}`, 'team/api'))));

    expect(stacks.map(stack => Object.keys(Template.fromStack(stack).findResources(TABLES)).length)).toEqual([1, 1]);
    expect(images.map(({ imageTag }) => imageTag === images[0].imageTag)).toEqual([true, true, false, false]);
  });

  test('hold nothing that is worth a price of its own, or outlives its stack', () => {
    const { template } = synthesize(stack => image(stack, 'A'));

    template.hasResource(TABLES, { Properties: { BillingMode: 'PAY_PER_REQUEST' }, DeletionPolicy: 'Delete' });
  });

  test('are named to the builds', () => {
    const result = synthesize(stack => image(stack, 'A'));
    const [[[environment]]] = deliveries(result).map(environments);

    expect(environment.RECORDS).toEqual({ Ref: Object.keys(result.template.findResources(TABLES))[0] });
  });
});

describe('where the tag of the content is all that somebody knows of the image', () => {
  const byContentTag = (use: (image: NodejsImageBuild, other: Stack) => unknown) => {
    const app = new App({ outdir: temporaryDirectory() });
    const [stack, other] = ['First', 'Second'].map(id => new Stack(app, id));
    const image = new NodejsImageBuild(stack, 'A', { directory, publishReports: false });
    use(image, other);
    const [{ Properties }] = Object.values<any>(Template.fromStack(stack).findResources('Custom::NodejsImage'));
    return environments(Properties)[0][0].BY_CONTENT_TAG;
  };

  test('the build is told, so that nobody else can have that tag', () => {
    expect(byContentTag((image, other) => new FargateTaskDefinition(other, 'Task').addContainer('app', { image: image.containerImage }))).toBe('true');
    expect(byContentTag(image => image.imageTag)).toBe('true');
  });

  test('and that it is not where the digest is known', () => {
    expect(byContentTag(() => undefined)).toBeUndefined();
    expect(byContentTag(image => new FargateTaskDefinition(Stack.of(image), 'Task').addContainer('app', { image: image.containerImage }))).toBeUndefined();
    expect(byContentTag(image => image.imageUri)).toBeUndefined();
  });
});
