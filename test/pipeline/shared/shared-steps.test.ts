import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Repository as CodeCommitRepository } from 'aws-cdk-lib/aws-codecommit';
import { SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { ImageRepository, ImageSbom, ImageScan, ImageSigning, ImageTag, NodejsImagePipeline, NodejsImagePipelineProps, PipelineSource } from '../../../lib';
import { findings } from '../../delivery/delivery-stack';
import { smallService, temporaryDirectory } from '../../temporary';

const connectionArn = 'arn:aws:codeconnections:eu-central-1:123456789012:connection/0f0e0d0c';
const directory = smallService();

type Props = Partial<NodejsImagePipelineProps>;

/** A stack with these pipelines, made in this order. */
function stackOf(pipelines: { [id: string]: (stack: Stack) => Props }) {
  const app = new App({ outdir: temporaryDirectory() });
  const stack = new Stack(app, 'Stack', { env: { account: '123456789012', region: 'eu-central-1' } });
  for (const [id, props] of Object.entries(pipelines)) {
    new NodejsImagePipeline(stack, id, { directory, sourceRoot: directory, source: PipelineSource.gitHub(`team/${id}`, { connectionArn }), ...props(stack) });
  }
  const template = Template.fromStack(stack);
  const ids = (type: string) => Object.keys(template.findResources(type));
  const shared = (type: string) => ids(type).filter(id => id.startsWith('NodejsImage')).sort();
  return { app, stack, template, ids, shared };
}

const once = <T>(stack: Stack, id: string, create: () => T): T => stack.node.tryFindChild(id) as T | undefined ?? create();
const signingKey = (stack: Stack, id = 'Key') => once(stack, id, () => new Key(stack, id, { keySpec: KeySpec.ECC_NIST_P256, keyUsage: KeyUsage.SIGN_VERIFY }));
const full = (stack: Stack): Props => ({
  platforms: [Platform.LINUX_AMD64, Platform.LINUX_ARM64],
  scan: ImageScan.inspector(),
  signing: ImageSigning.cosign(signingKey(stack)),
  sbom: ImageSbom.cycloneDx(),
  environments: [{ name: 'staging' }],
  baseImageSchedule: Schedule.expression('rate(1 day)'),
  notificationTargets: [once(stack, 'Topic', () => new Topic(stack, 'Topic', { enforceSSL: true }))],
  dashboard: true,
  alarms: {},
});

/** What CloudFormation would replace or delete if one template came after another: what is not there, or is of another type. */
const gone = (before: Template, after: Template, of: RegExp): string[] => Object.entries<any>(before.toJSON().Resources)
  .filter(([id, { Type }]) => of.test(id) && after.toJSON().Resources[id]?.Type !== Type).map(([id]) => id);

describe('pipelines of a stack', () => {
  const one = stackOf({ One: full });
  const two = stackOf({ One: full, Two: full });

  test('share the steps, the roles of these, the bucket, the rules, the dashboard and the records', () => {
    const kinds = ['Index', 'Scan', 'Attest', 'Release', 'Promote', 'BaseImages'];
    const nameOf = (id: string) => kinds.find(kind => id.startsWith(`NodejsImageShared${kind}`));

    expect(two.shared('AWS::CodeBuild::Project').map(nameOf).sort()).toEqual([...kinds].sort());
    for (const type of ['AWS::CodeBuild::Project', 'AWS::IAM::Role', 'AWS::S3::Bucket', 'AWS::Events::Rule', 'AWS::CloudWatch::Dashboard', 'AWS::DynamoDB::Table', 'AWS::Logs::MetricFilter']) {
      expect([type, two.shared(type)]).toEqual([type, one.shared(type)]);
    }
    expect(two.ids('AWS::S3::Bucket')).toHaveLength(1);
    expect(two.ids('AWS::CloudWatch::Dashboard')).toHaveLength(1);
  });

  test('are told apart by what their actions say', () => {
    const projects = (id: string) => {
      const [pipeline] = Object.entries<any>(two.template.findResources('AWS::CodePipeline::Pipeline')).filter(([name]) => name.startsWith(id)).map(([, { Properties }]) => Properties);
      return pipeline.Stages.flatMap(({ Actions }: any) => Actions).filter(({ Name }: any) => Name === 'Release')
        .map(({ Configuration: { ProjectName, EnvironmentVariables } }: any) => [ProjectName.Ref, JSON.stringify(EnvironmentVariables)])[0];
    };
    const [[first, told], [second, other]] = [projects('One'), projects('Two')];

    expect(first).toBe(second);
    expect(told).toContain('OneFlowRepository');
    expect(told).not.toContain('TwoFlowRepository');
    expect(other).toBe(told.replaceAll('OneFlowRepository', 'TwoFlowRepository').replace(/OneFlowRepository\w{8}|One-\w{8}/g, '').replaceAll(/(TwoFlowRepository)\w{8}/g, other.match(/TwoFlowRepository\w{8}/)![0]).replace(/("METRICS_IMAGE\\",\\"value\\":\\")/, `$1${other.match(/Two-\w{8}/)![0]}`));
  });

  test('take away nothing of others when one goes, whichever it is, in whatever order they were made', () => {
    const reversed = stackOf({ Two: full, One: full });
    const other = stackOf({ Two: full });

    expect(gone(two.template, one.template, /^(One|NodejsImage)/)).toEqual([]);
    expect(gone(two.template, other.template, /^(Two|NodejsImage)/)).toEqual([]);
    expect(gone(two.template, reversed.template, /^/)).toEqual([]);
    expect(gone(reversed.template, two.template, /^/)).toEqual([]);
  });

  test('have cdk-nag nothing to say of what they share', () => {
    expect(findings(two.app)).toEqual([]);
  });

  test('each say in a shared project what the step is, and none what it is of another step', () => {
    const descriptions = Object.entries<any>(two.template.findResources('AWS::CodeBuild::Project')).filter(([id]) => id.startsWith('NodejsImage'))
      .map(([, { Properties: { Description, TimeoutInMinutes } }]) => [Description, TimeoutInMinutes]);
    expect(new Set(descriptions.map(([description]) => description)).size).toBe(6);
    expect(descriptions).toContainEqual(['Looks at the findings of a container image', 40]);
    expect(descriptions).toContainEqual(['Puts the tags of a release on an image', 30]);
  });
});

describe('apart are', () => {
  const vpcOf = (stack: Stack, vpcId: string) => Vpc.fromVpcAttributes(stack, vpcId, { vpcId, availabilityZones: ['eu-central-1a'], privateSubnetIds: [`subnet-of-${vpcId}`] });

  const repositoryOf = (stack: Stack, id: string) => new ImageRepository(new Stack(stack.node.root as App, `Other${id}`, { env: stack }), 'Images');

  /** How many projects and roles for releases there are. */
  const releases = (pipelines: Parameters<typeof stackOf>[0]) => {
    const { shared } = stackOf(pipelines);
    return [shared('AWS::CodeBuild::Project').filter(id => /Release/.test(id)).length, shared('AWS::IAM::Role').filter(id => /Publish/.test(id)).length];
  };

  test.each<[string, (stack: Stack, id: string) => Props, number[]]>([
    ['not those in one network, however often it was looked up', (stack, id) => ({ vpc: Vpc.fromVpcAttributes(stack, `Vpc${id}`, { vpcId: 'vpc-1', availabilityZones: ['eu-central-1a'], privateSubnetIds: ['subnet-1'] }) }), [1, 1]],
    ['those of other networks', (stack, id) => ({ vpc: vpcOf(stack, `vpc-${id}`) }), [2, 2]],
    ['those with other security groups', (stack, id) => ({ vpc: once(stack, 'vpc-1', () => vpcOf(stack, 'vpc-1')), securityGroups: [SecurityGroup.fromSecurityGroupId(stack, `Group${id}`, `sg-${id}`)] }), [2, 2]],
    ['those with other keys', (stack, id) => ({ encryptionKey: new Key(stack, `Encryption${id}`) }), [2, 2]],
    ['not those with one key', stack => ({ encryptionKey: once(stack, 'Encryption', () => new Key(stack, 'Encryption')) }), [1, 1]],
    ['not those whose repositories are of another stack', (stack, id) => ({ repository: repositoryOf(stack, id) }), [1, 1]],
    ['those with records of their own from those that share a table, by the project alone', (stack, id) => id === 'One' ? {} : { repository: repositoryOf(stack, id) }, [2, 1]],
  ])('%s', (_, props, expected) => {
    expect(releases(Object.fromEntries(['One', 'Two'].map(id => [id, (stack: Stack) => props(stack, id)])))).toEqual(expected);
  });

  test('those that sign with another key, by the role that signs', () => {
    const { shared } = stackOf(Object.fromEntries(['One', 'Two'].map(id => [id, (stack: Stack) => ({ signing: ImageSigning.cosign(signingKey(stack, `Key${id}`)) })])));
    expect(shared('AWS::IAM::Role').filter(id => /Attest/.test(id))).toHaveLength(2);
    expect(shared('AWS::CodeBuild::Project').filter(id => /Attest/.test(id))).toHaveLength(2);
  });

  test('those that wait longer for a scan, by the project alone', () => {
    const { shared } = stackOf({
      One: () => ({ scan: ImageScan.basic() }),
      Two: () => ({ scan: ImageScan.basic({ timeout: Duration.minutes(30) }) }),
    });
    expect(shared('AWS::CodeBuild::Project').filter(id => /Scan/.test(id))).toHaveLength(2);
    expect(shared('AWS::IAM::Role').filter(id => /Scan/.test(id))).toHaveLength(1);
  });

  test('keys of two stacks that have the same logical id', () => {
    const app = new App({ outdir: temporaryDirectory() });
    const env = { account: '123456789012', region: 'eu-central-1' };
    const keys = ['A', 'B'].map(id => signingKey(new Stack(app, id, { env })));
    const stack = new Stack(app, 'Stack', { env });
    keys.forEach((key, index) => new NodejsImagePipeline(stack, `P${index}`, {
      directory, sourceRoot: directory, source: PipelineSource.gitHub('team/api', { connectionArn }), signing: ImageSigning.cosign(key),
    }));
    expect(Object.keys(Template.fromStack(stack).findResources('AWS::CodeBuild::Project')).filter(id => /Attest/.test(id))).toHaveLength(2);
  });
});

describe('the bucket', () => {
  const buckets = (...names: (string | undefined)[]) => stackOf(Object.fromEntries(names.map((pipelineName, index) => [`P${index}`, () => ({ pipelineName })]))).ids('AWS::S3::Bucket')
    .map(id => id.replace(/[0-9A-F]{8}$/, ''));

  test('is shared by pipelines whose folders in it cannot be the same', () => {
    expect(buckets(undefined, undefined, 'api', 'exactly-twenty-chars')).toEqual(['NodejsImageArtifacts']);
  });

  test('is its own for a pipeline of whose name CodePipeline drops a part', () => {
    expect(buckets('api', 'team-payments-service-api', 'team-payments-service-web').sort()).toEqual(['NodejsImageArtifacts', 'P1Artifacts', 'P2Artifacts']);
  });

  test('lets a build into the folder of its own pipeline, and steps into all', () => {
    const { template } = stackOf({ One: () => ({ pipelineName: 'one' }), Two: () => ({ pipelineName: 'two' }) });
    const reach = (role: string) => Object.entries<any>(template.findResources('AWS::IAM::Policy')).filter(([id]) => id.startsWith(role))
      .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement).filter(({ Action }: any) => [Action].flat().includes('s3:GetObjectVersion'))
      .map(({ Action, Resource }: any) => [Action, Resource['Fn::Join'][1].at(-1)]);
    expect(reach('OneFlowAmd64')).toEqual([[['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'], '/one/*']]);
    expect(reach('TwoFlowAmd64')).toEqual([[['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'], '/two/*']]);
    expect(reach('NodejsImageSharedPublish')).toEqual([[['s3:GetObject', 's3:GetObjectVersion'], '/*']]);
  });
});

describe('the variables of an action', () => {
  test('that do not fit go to a project of its own', () => {
    const tags = Array.from({ length: 20 }, (_, index) => ImageTag.fixed(`${'tag'.repeat(20)}-${index}`));
    const { shared, template } = stackOf({ One: () => ({ environments: [{ name: 'a' }] }), Two: () => ({ environments: [{ name: 'b', tags }] }) });
    const promotes = shared('AWS::CodeBuild::Project').filter(id => /Promote/.test(id));

    expect(promotes).toHaveLength(2);
    expect(promotes.map(id => (template.findResources('AWS::CodeBuild::Project')[id].Properties.Environment.EnvironmentVariables ?? []).filter(({ Name }: any) => Name === 'TAGS').length).sort()).toEqual([0, 1]);
  });

  test('have what a run knows in the action, whatever else is there', () => {
    const { template } = stackOf({ One: full });
    const [{ Properties: { Stages } }] = Object.values<any>(template.findResources('AWS::CodePipeline::Pipeline'));
    const sizes = Stages.flatMap(({ Actions }: any) => Actions).map(({ Configuration: { EnvironmentVariables = '' } }: any) => JSON.stringify(EnvironmentVariables).length);
    expect(Math.max(...sizes)).toBeLessThan(2_000);
  });
});

test('events of CodeCommit start what they start by one role', () => {
  const { ids } = stackOf(Object.fromEntries(['One', 'Two'].map(id => [id, (stack: Stack) => ({ source: PipelineSource.codeCommit(CodeCommitRepository.fromRepositoryName(stack, `Sources${id}`, id)) })])));
  expect(ids('AWS::IAM::Role').filter(id => /Events/.test(id))).toEqual([expect.stringMatching(/^NodejsImagePipelinesEventsRole/)]);
});
