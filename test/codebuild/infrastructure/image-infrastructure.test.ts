import { App, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ImageInfrastructure, ImageInfrastructureOptions, NodejsImageBuild, NodejsImagePipeline, NodejsImageProject, PipelineSource } from '../../../lib';
import { smallService, temporaryDirectory } from '../../temporary';

const connectionArn = 'arn:aws:codeconnections:eu-central-1:123456789012:connection/0f0e0d0c';

function newStack(scope: Construct = new App({ outdir: temporaryDirectory() }), id = 'Stack'): Stack {
  return new Stack(scope, id);
}

function build(stack: Stack): NodejsImageBuild {
  return new NodejsImageBuild(stack, 'Image', { directory: smallService() });
}

function pipeline(stack: Stack, notified = false): NodejsImagePipeline {
  const directory = smallService();
  return new NodejsImagePipeline(stack, 'Pipeline', {
    directory, sourceRoot: directory, source: PipelineSource.gitHub('team/api', { connectionArn }), baseImageSchedule: Schedule.expression('rate(1 day)'),
    dashboard: true, notificationTargets: notified ? [new Topic(stack, 'Topic')] : [],
  });
}

/** The properties of all resources of a type. */
function resources(stack: Stack, type: string): any[] {
  return Object.values<any>(Template.fromStack(stack).findResources(type)).map(({ Properties }) => Properties);
}

function configured(options: (stack: Stack) => ImageInfrastructureOptions, make: (stack: Stack) => Construct = build): Stack {
  const stack = newStack();
  ImageInfrastructure.of(stack).configure(options(stack));
  make(stack);
  return stack;
}

describe('log groups', () => {
  const stack = configured(scope => ({ logEncryptionKey: new Key(scope, 'Key'), logRetention: RetentionDays.ONE_YEAR }), scope => {
    build(scope);
    return pipeline(scope);
  });

  test('are all encrypted by the key, and kept as long as is asked for', () => {
    const groups = resources(stack, 'AWS::Logs::LogGroup');
    expect(groups.length).toBeGreaterThanOrEqual(6);
    expect(groups.filter(({ KmsKeyId, RetentionInDays }) => KmsKeyId === undefined || RetentionInDays !== 365)).toEqual([]);
  });

  test('may use the key: CloudWatch Logs is allowed to in its policy, once, for groups of this account', () => {
    const [{ KeyPolicy: { Statement } }] = resources(stack, 'AWS::KMS::Key');
    expect(Statement.slice(1)).toEqual([{
      Effect: 'Allow',
      Principal: { Service: { 'Fn::Join': ['', ['logs.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]] } },
      Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
      Resource: '*',
      Condition: {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': {
            'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':logs:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':log-group:*']],
          },
        },
      },
    }]);
  });

  test('of a key that was made elsewhere come with a warning, once', () => {
    const { node } = configured(scope => ({ logEncryptionKey: Key.fromKeyArn(scope, 'Key', 'arn:aws:kms:eu-central-1:123456789012:key/0f0e0d0c') }));
    const warnings = node.findAll().flatMap(({ node: { metadata } }) => metadata.filter(({ type }) => type === 'aws:cdk:warning').map(({ data }) => data as string));
    expect(warnings).toEqual([expect.stringContaining('nothing can be written into the policy of the key Stack/Key')]);
    expect(warnings[0]).toContain('cdk-nodejs-image:log-key-policy');
  });
});

describe('functions that deployments wait for', () => {
  const functions = (stack: Stack) => resources(stack, 'AWS::Lambda::Function').filter(({ Runtime }) => Runtime);

  test('are neither traced, nor limited, nor in a network by default', () => {
    const stack = newStack();
    build(stack);
    const keys = functions(stack).flatMap(Object.keys);
    expect(functions(stack)).toHaveLength(5);
    expect(keys).not.toContain('TracingConfig');
    expect(keys).not.toContain('DeadLetterConfig');
    expect(keys).not.toContain('ReservedConcurrentExecutions');
    expect(keys).not.toContain('VpcConfig');
  });

  test('are all as is asked for, those of aws-cdk-lib too', () => {
    const stack = configured(scope => ({
      tracing: true, deadLetterQueue: new Queue(scope, 'Queue'), functionConcurrency: 3,
      functionVpc: Vpc.fromVpcAttributes(scope, 'Vpc', { vpcId: 'vpc-0a', availabilityZones: ['a'], privateSubnetIds: ['subnet-0a'] }),
    }));
    expect(functions(stack)).toHaveLength(5);
    for (const properties of functions(stack)) {
      expect(properties).toMatchObject({
        TracingConfig: { Mode: 'Active' },
        DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': [expect.stringContaining('Queue'), 'Arn'] } },
        ReservedConcurrentExecutions: 3,
        VpcConfig: { SubnetIds: ['subnet-0a'], SecurityGroupIds: [{ 'Fn::GetAtt': [expect.stringContaining('SecurityGroup'), 'GroupId'] }] },
      });
    }
    expect(resources(stack, 'AWS::StepFunctions::StateMachine')).toMatchObject([{ TracingConfiguration: { Enabled: true } }]);
    expect(resources(stack, 'AWS::EC2::SecurityGroup')).toHaveLength(1);
  });

  test('may do what that takes, by each of their roles', () => {
    const stack = configured(scope => ({
      tracing: true, deadLetterQueue: new Queue(scope, 'Queue', { encryptionMasterKey: new Key(scope, 'Key') }),
      functionVpc: Vpc.fromVpcAttributes(scope, 'Vpc', { vpcId: 'vpc-0a', availabilityZones: ['a'], privateSubnetIds: ['subnet-0a'] }),
    }));
    const roles = [...new Set(functions(stack).map(({ Role }) => Role['Fn::GetAtt'][0]))];
    expect(roles).toHaveLength(4);
    const actionsOf = (role: string) => resources(stack, 'AWS::IAM::Policy').filter(({ Roles }) => Roles.some(({ Ref }: any) => Ref === role))
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement).flatMap(({ Action }: any) => Action);
    const [{ RoleArn }] = resources(stack, 'AWS::StepFunctions::StateMachine');
    expect(actionsOf(RoleArn['Fn::GetAtt'][0])).toContain('xray:PutTraceSegments');
    for (const role of roles) {
      expect(actionsOf(role)).toEqual(expect.arrayContaining(['xray:PutTraceSegments', 'sqs:SendMessage', 'kms:GenerateDataKey', 'ec2:CreateNetworkInterface']));
    }
  });

  test('are in the security groups and subnets that are given', () => {
    const stack = configured(scope => ({
      functionVpc: Vpc.fromVpcAttributes(scope, 'Vpc', { vpcId: 'vpc-0a', availabilityZones: ['a'], isolatedSubnetIds: ['subnet-0b'] }),
      functionSubnets: { subnetType: 'Isolated' as any },
      functionSecurityGroups: [SecurityGroup.fromSecurityGroupId(scope, 'Group', 'sg-0a')],
    }));
    expect(functions(stack).map(({ VpcConfig }) => VpcConfig)).toEqual(Array(5).fill({ SubnetIds: ['subnet-0b'], SecurityGroupIds: ['sg-0a'] }));
  });
});

test('what EventBridge starts and tells leaves in the queue what is not taken, whichever stack it is in', () => {
  const app = new App({ outdir: temporaryDirectory() });
  const shared = newStack(app, 'Shared');
  ImageInfrastructure.of(app).configure({ deadLetterQueue: new Queue(shared, 'Queue', { encryptionMasterKey: new Key(shared, 'Key') }) });
  const stack = newStack(app);
  pipeline(stack, true);
  const targets = [...resources(stack, 'AWS::Events::Rule').flatMap(({ Targets }) => Targets), ...resources(stack, 'AWS::Scheduler::Schedule').map(({ Target }) => Target)];

  expect(targets).toHaveLength(3);
  expect(targets.filter(({ DeadLetterConfig }) => !DeadLetterConfig?.Arn)).toEqual([]);
  const [{ PolicyDocument: { Statement } }] = resources(shared, 'AWS::SQS::QueuePolicy');
  expect(Statement).toMatchObject([{ Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage', Condition: { ArnLike: { 'aws:SourceArn': expect.anything() } } }]);
});

test('rules that run a project for CodeCommit have the queue, too', () => {
  const directory = smallService();
  const stack = configured(scope => ({ deadLetterQueue: new Queue(scope, 'Queue') }), scope => new NodejsImageProject(scope, 'Project', {
    directory, sourceRoot: directory, source: PipelineSource.codeCommit(Repository.fromRepositoryName(scope, 'Sources', 'api')),
  }));
  const targets = resources(stack, 'AWS::Events::Rule').flatMap(({ Targets }) => Targets);

  expect(targets).toHaveLength(2);
  expect(targets.map(({ DeadLetterConfig }) => DeadLetterConfig)).toEqual(Array(2).fill({ Arn: { 'Fn::GetAtt': [expect.stringContaining('Queue'), 'Arn'] } }));
  expect(resources(stack, 'AWS::SQS::QueuePolicy')).toHaveLength(1);
});

test('what a pipeline hands on is logged and kept as is asked for, by buckets of other stacks, too', () => {
  const app = new App({ outdir: temporaryDirectory() });
  const logs = new Bucket(newStack(app, 'Shared'), 'Logs');
  ImageInfrastructure.of(app).configure({ accessLogBucket: logs, artifactVersions: true, pointInTimeRecovery: true });
  const stack = newStack(app);
  pipeline(stack);

  expect(resources(stack, 'AWS::S3::Bucket')).toMatchObject([{
    LoggingConfiguration: { DestinationBucketName: expect.anything(), LogFilePrefix: 'Stack/NodejsImageArtifacts/' },
    VersioningConfiguration: { Status: 'Enabled' },
    LifecycleConfiguration: { Rules: [{ Id: 'Sources' }, { Id: 'All', NoncurrentVersionExpiration: { NoncurrentDays: 30 } }] },
  }]);
  expect(resources(stack, 'AWS::DynamoDB::Table')).toMatchObject([{ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }]);
});

describe('what is asked for', () => {
  test('nearer to an image goes before what is asked for further out, and the rest holds', () => {
    const app = new App({ outdir: temporaryDirectory() });
    ImageInfrastructure.of(app).configure({ logRetention: RetentionDays.ONE_WEEK, functionConcurrency: 2 });
    const stage = new Stage(app, 'Stage');
    ImageInfrastructure.of(stage).configure({ logRetention: RetentionDays.ONE_DAY });
    const [near, far] = [newStack(stage), newStack(app)];
    [near, far].forEach(build);

    const retentions = (stack: Stack) => [...new Set(resources(stack, 'AWS::Logs::LogGroup').map(({ RetentionInDays }) => RetentionInDays))];
    expect([retentions(near), retentions(far)]).toEqual([[1], [7]]);
    expect(resources(near, 'AWS::Lambda::Function').map(({ ReservedConcurrentExecutions }) => ReservedConcurrentExecutions)).toEqual([2, 2, 2, 2, 2]);
  });

  test('in several calls adds up, and what is not given stays', () => {
    const stack = newStack();
    ImageInfrastructure.of(stack).configure({ logRetention: RetentionDays.ONE_WEEK });
    ImageInfrastructure.of(stack).configure({ logRetention: undefined, tracing: true });
    build(stack);
    expect(resources(stack, 'AWS::Logs::LogGroup')[0].RetentionInDays).toBe(7);
  });

  test('after an image is refused, at whatever scope around it', () => {
    const stack = newStack();
    build(stack);
    for (const scope of [stack, stack.node.root]) {
      expect(() => ImageInfrastructure.of(scope).configure({ tracing: true })).toThrow('configure() has to come before the first image');
    }
    expect(() => ImageInfrastructure.of(newStack(stack.node.root as App, 'Other')).configure({ tracing: true })).not.toThrow();
  });

  test.each<[string, any, string]>([
    ['a number that is none', { functionConcurrency: 0 }, 'functionConcurrency must be a whole number of 1 or more, received 0'],
    ['half a network', { functionSubnets: {} }, 'functionSubnets and functionSecurityGroups are of "functionVpc", which is missing'],
    ['an unknown prop', { logKey: 1 }, 'there is no prop "logKey" in ImageInfrastructureOptions'],
    ['a retention that is none', { logRetention: '30' }, 'logRetention'],
  ])('%s is refused', (_, options, message) => {
    expect(() => ImageInfrastructure.of(newStack()).configure(options)).toThrow(message);
  });

  test('is not for a single construct, nor for nothing', () => {
    const image = build(newStack());
    expect(() => ImageInfrastructure.of(image)).toThrow('ImageInfrastructure.of takes an app, a stage or a stack, received Stack/Image');
    expect(() => ImageInfrastructure.of(undefined as any)).toThrow('received undefined');
  });
});
