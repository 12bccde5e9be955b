import * as fs from 'fs';
import * as path from 'path';
import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Fleet } from 'aws-cdk-lib/aws-codebuild';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { AwsBuildSecret, ImageRepository, ImageSbom, ImageScan, ImageTag, NodejsMonorepoPipeline, NodejsMonorepoPipelineProps, PipelineSource } from '../../../lib';
import { ACCOUNT, decision, PlacedTemplate, REGION } from '../../aws/evaluate';
import { findings } from '../../delivery/delivery-stack';
import { temporaryDirectory } from '../../temporary';
import { imagesOf } from './simulated-monorepo';
import { workspace } from './workspace';

const source = workspace({ services: 3, packages: 1 });
const [A, B, C] = imagesOf(source, ['service-0', 'service-1', 'service-2']);
const connectionArn = `arn:aws:codeconnections:${REGION}:${ACCOUNT}:connection/0f0e0d0c`;
const FINDING = { id: 'CVE-2026-1234', expires: '2027-01-31', reason: 'the function is never called' };

type Given = Partial<NodejsMonorepoPipelineProps>;

function stackWith(props: (stack: Stack) => Given = () => ({}), app = new App({ outdir: temporaryDirectory() })): Stack {
  const stack = new Stack(app, 'Stack', { env: { account: ACCOUNT, region: REGION } });
  new NodejsMonorepoPipeline(stack, 'Services', {
    source: PipelineSource.gitHub('team/services', { connectionArn, pullRequests: false }),
    sourceRoot: source,
    images: [A, B],
    tags: [ImageTag.moving('main')],
    ...props(stack),
  });
  return stack;
}

const placed = (stack: Stack) => new PlacedTemplate(Template.fromStack(stack).toJSON());

/** The repository of an image, as the state machine knows it. */
function imagesIn(template: PlacedTemplate): Record<string, { role: string; repository: string; uri: string; variables: any[] }> {
  const [{ DefinitionString }] = Object.values<any>(template.resources('AWS::StepFunctions::StateMachine'));
  return JSON.parse(DefinitionString).States.Images.Assign.images;
}

describe('the roles of the images', () => {
  const stack = stackWith(scope => ({
    images: [{ ...A, buildSecrets: [AwsBuildSecret.secretsManager('TOKEN', Secret.fromSecretNameV2(scope, 'Token', 'token'))] } as any, B],
  }));
  const template = placed(stack);
  const resources = Template.fromStack(stack).toJSON().Resources;
  const images = imagesIn(template);
  const roleOf = (image: string) => template.ids('AWS::IAM::Role', 'ServicesBuildsRolesservice').find(id => images[image].role.endsWith(template.nameOf(id)))!;
  const tagsOf = (id: string): Record<string, string> => Object.fromEntries((resources[id].Properties.Tags ?? [])
    .map(({ Key: key, Value }: any) => [`aws:PrincipalTag/${key}`, template.resolve(Value)]));
  const base = template.projects().find(({ id }) => id.startsWith('ServicesBuildsImage'))!.role;
  const repositoryOf = (image: string) => `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/${images[image].repository}`;
  const asked = (role: string, action: string, resource: string, context = {}) =>
    decision(template.statementsOf(role), { action, resource, context: { ...tagsOf(role), ...context } });

  test('say which image it is, and hold one policy that says what may be done with it', () => {
    expect(Object.keys(tagsOf(roleOf('service-0')))).toEqual(['aws:PrincipalTag/nodejs-image-name', 'aws:PrincipalTag/nodejs-image-repository']);
    expect(tagsOf(roleOf('service-1'))).toEqual({ 'aws:PrincipalTag/nodejs-image-name': 'service-1', 'aws:PrincipalTag/nodejs-image-repository': images['service-1'].repository });
    expect(tagsOf(base)).toEqual({});
  });

  test('may push to the repository of their image, and to no other', async () => {
    const actions = ['ecr:PutImage', 'ecr:InitiateLayerUpload', 'ecr:BatchGetImage'];
    for (const action of actions) {
      expect([action, await asked(roleOf('service-0'), action, repositoryOf('service-0'))]).toEqual([action, 'Allowed']);
      expect([action, await asked(roleOf('service-0'), action, repositoryOf('service-1'))]).toEqual([action, 'ImplicitlyDenied']);
      expect([action, await asked(base, action, repositoryOf('service-0'))]).toEqual([action, 'ImplicitlyDenied']);
    }
  });

  test('may record what they built of their image, and put no tags', async () => {
    const [table] = template.ids('AWS::DynamoDB::Table').map(id => template.attribute(id, 'Arn'));
    const record = (role: string, part: string) => asked(role, 'dynamodb:PutItem', table, { 'dynamodb:LeadingKeys': [part] });
    const own = images['service-0'].repository;

    expect(await record(roleOf('service-0'), own)).toBe('Allowed');
    expect(await record(roleOf('service-0'), images['service-1'].repository)).toBe('ImplicitlyDenied');
    expect(await record(roleOf('service-0'), `${own} tags`)).toBe('ImplicitlyDenied');
    expect(await record(roleOf('service-0'), ' released')).toBe('ImplicitlyDenied');
    expect(await record(base, own)).toBe('ImplicitlyDenied');
  });

  test('may read the build context of their image, and its secrets', async () => {
    const [bucket] = template.ids('AWS::S3::Bucket').map(id => template.attribute(id, 'Arn'));
    const secret = `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:token-Ab12Cd`;

    expect(await asked(roleOf('service-0'), 's3:GetObject', `${bucket}/monorepo/contexts/service-0/c0ffee.zip`)).toBe('Allowed');
    expect(await asked(roleOf('service-0'), 's3:GetObject', `${bucket}/monorepo/contexts/service-1/c0ffee.zip`)).toBe('ImplicitlyDenied');
    expect(await asked(roleOf('service-0'), 'secretsmanager:GetSecretValue', secret)).toBe('Allowed');
    expect(await asked(roleOf('service-1'), 'secretsmanager:GetSecretValue', secret)).toBe('ImplicitlyDenied');
    expect(images['service-0'].variables.map(({ Name, Type }) => [Name, Type])).toEqual([['REPOSITORY', 'PLAINTEXT'], ['BUILD_SECRETS', 'PLAINTEXT'], ['BUILD_SECRET_0', 'SECRETS_MANAGER']]);
  });

  test('are handed to builds by the state machine, which starts two projects', async () => {
    const [machine] = template.ids('AWS::IAM::Role', 'ServicesBuildsMachine');
    const statements = template.statementsOf(machine);
    const pass = (resource: string, service: string) => decision(statements, { action: 'iam:PassRole', resource, context: { 'iam:PassedToService': service } });
    const { Path } = resources[roleOf('service-0')].Properties;

    expect(await pass(`arn:aws:iam::${ACCOUNT}:role${Path}any`, 'codebuild.amazonaws.com')).toBe('Allowed');
    expect(await pass(`arn:aws:iam::${ACCOUNT}:role${Path}any`, 'lambda.amazonaws.com')).toBe('ImplicitlyDenied');
    expect(await pass(`arn:aws:iam::${ACCOUNT}:role/admin`, 'codebuild.amazonaws.com')).toBe('ImplicitlyDenied');
    expect(statements.find(({ Action }) => [Action].flat().includes('codebuild:StartBuild')).Resource).toHaveLength(2);
  });

  test('are of the release alone where tags are put', async () => {
    const release = template.projects().find(({ id }) => id.startsWith('ServicesBuildsRelease'))!;
    const policies = resources[release.role].Properties.ManagedPolicyArns
      .flatMap((reference: any) => template.resolve(resources[reference.Ref].Properties.PolicyDocument.Statement));

    expect(await decision(policies, { action: 'ecr:PutImage', resource: repositoryOf('service-0') })).toBe('Allowed');
    expect(await decision(policies, { action: 'ecr:PutImage', resource: repositoryOf('service-1') })).toBe('Allowed');
    expect(await decision(policies, { action: 'ecr:PutImage', resource: `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/other` })).toBe('ImplicitlyDenied');
    const [table] = template.ids('AWS::DynamoDB::Table').map(id => template.attribute(id, 'Arn'));
    expect(await decision(template.statementsOf(release.role), { action: 'dynamodb:DeleteItem', resource: table })).toBe('Allowed');
  });
});

test('cdk-nag finds nothing', () => {
  expect(findings(stackWith().node.root as App)).toEqual([]);
});

test('has everything encrypted with a key that is given', async () => {
  const template = placed(stackWith(stack => ({ encryptionKey: new Key(stack, 'Key', { enableKeyRotation: true }) })));
  const [machine] = template.ids('AWS::IAM::Role', 'ServicesBuildsMachine');

  expect(template.statementsOf(machine).flatMap(({ Action }) => Action)).toEqual(expect.arrayContaining(['kms:Encrypt', 'kms:GenerateDataKey']));
});

test('plans and builds in one stage, so that an execution does not judge by what the one before is about to change', () => {
  const [{ Stages }] = Object.values<any>(placed(stackWith()).resources('AWS::CodePipeline::Pipeline'));
  expect(Stages.map(({ Actions }: any) => Actions.map(({ Name, RunOrder }: any) => [Name, RunOrder]))).toEqual([[['Source', 1]], [['Plan', 1], ['Build', 2]]]);
});

test('takes repositories of another stack by their names', () => {
  const app = new App({ outdir: temporaryDirectory() });
  const beside = new Stack(app, 'Beside', { env: { account: ACCOUNT, region: REGION } });
  const stack = stackWith(() => ({ images: [{ ...A, repository: new ImageRepository(beside, 'A', { repositoryName: 'team/a', movingTags: ['main'] }) }] }), app);
  app.synth();

  expect(imagesIn(placed(stack))['service-0']).toMatchObject({ repository: 'team/a', uri: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/team/a` });
  expect(Object.keys(Template.fromStack(beside).toJSON().Outputs ?? {})).toEqual([]);
  expect(stack.dependencies.map(({ node }) => node.id)).toEqual(['Beside']);
});

test('has one plan of all images, with what they share once', () => {
  const outdir = temporaryDirectory();
  const app = new App({ outdir });
  stackWith(() => ({ images: [A, B, C] }), app);
  app.synth();
  const [plan] = fs.readdirSync(outdir).map(name => path.join(outdir, name, 'plan.json')).filter(file => fs.existsSync(file));
  const { images, contents } = JSON.parse(fs.readFileSync(plan, 'utf8'));

  expect(images.map(({ name }: any) => name)).toEqual(['service-0', 'service-1', 'service-2']);
  // of each its Dockerfile and .dockerignore, and the programs once
  expect(Object.keys(contents).length).toBeLessThan(3 * 2 + 10);
});

describe('refuses', () => {
  test.each<[string, (stack: Stack) => Partial<NodejsMonorepoPipelineProps>, RegExp]>([
    ['no images', () => ({ images: [] }), /images must hold at least one image, received none/],
    ['a name that is none', () => ({ images: [{ ...A, name: 'a/b' }] }), /the name of an image must be .*, received "a\/b"/],
    ['one name for two images', () => ({ images: [A, { ...B, name: A.name }] }), /names of images must be different from one another, received "service-0" twice/],
    ['one repository for two images', stack => {
      const repository = Repository.fromRepositoryName(stack, 'One', 'one');
      return { images: [{ ...A, repository }, { ...B, repository }] };
    }, /each image must have a repository of its own, received one for service-0 and service-1/],
    ['a repository of another account', stack => ({
      images: [{ ...A, repository: Repository.fromRepositoryArn(stack, 'Other', `arn:aws:ecr:${REGION}:210987654321:repository/o`) }],
    }), /the repository of the image "service-0" must be in the account and region of the pipeline/],
    ['a build argument that is not known', stack => ({ images: [{ ...A, buildArgs: { ID: new CfnParameter(stack, 'Id').valueAsString } }] }), /service-0: buildArgs\.ID must be known at synthesis/],
    ['more at once than Step Functions has', () => ({ maximumConcurrency: 41 }), /maximumConcurrency must be a whole number from 1 to 40, received 41/],
    ['a prop that there is none of', () => ({ scanned: true }) as any, /there is no prop "scanned" in NodejsMonorepoPipelineProps/],
    ['findings that are accepted of no scan', () => ({ images: [{ ...A, acceptedFindings: [FINDING] }] }), /the image "service-0" has "acceptedFindings", and the pipeline no "scan"/],
    ['a finding that is accepted twice', () => ({ scan: ImageScan.basic({ accepted: [FINDING] }), images: [{ ...A, acceptedFindings: [FINDING] }] }), /accepted holds CVE-2026-1234 twice/],
    ['one fleet for two platforms', stack => ({
      platforms: [Platform.LINUX_AMD64, Platform.LINUX_ARM64],
      fleet: Fleet.fromFleetArn(stack, 'Fleet', `arn:aws:codebuild:${REGION}:${ACCOUNT}:fleet/amd:1`),
    }), /"fleet" is for one platform, received 2 "platforms"/],
    ['a list of parts that nobody signs', () => ({ sbom: ImageSbom.cycloneDx() }), /"sbom" is attached together with a signature/],
    ['a directory that is none', () => ({ images: [{ ...A, directory: path.join(source, 'nowhere') }] }), /service-0: /],
    ['more images than a stack has room for', () => ({ images: Array.from({ length: 221 }, (_, index) => ({ ...A, name: `image-${index}` })) }), /221 images, of which 221 have no "repository", take 442 resources/],
    ['more than a state machine can be told', () => ({ images: [{ ...A, buildArgs: { LONG: 'x'.repeat(4_000) } }, ...Array.from({ length: 60 }, (_, index) => ({
      ...B, name: `image-${index}`, buildArgs: { LONG: 'x'.repeat(4_000) },
    }))] }), /the variables of the builds of 61 images have \d+ characters/],
    ['tags of commits from a source without any', stack => ({
      source: PipelineSource.s3(Bucket.fromBucketName(stack, 'Sources', 'sources'), 'source.zip'), tags: [ImageTag.gitCommit()],
    }), /a source in S3 has no commits/],
  ])('%s', (_, props, message) => {
    expect(() => stackWith(props)).toThrow(message);
  });
});
