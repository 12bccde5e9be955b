import { CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import { SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import {
  AwsBuildSecret, BaseImage, BuildSecret, Gate, ImageSbom, ImageSigning, ImageTag, NodejsImageBuild, NodejsImageBuildProps, StartGate, TestReport,
} from '../../lib';
import { smallService, temporaryDirectory } from '../temporary';
import { buildspecs, deliveries, environments, findings, statements, synthesize } from './delivery-stack';

const directory = smallService();

function built(props: (stack: Stack) => Partial<NodejsImageBuildProps> = () => ({}), outdir?: string) {
  let image!: NodejsImageBuild;
  const result = synthesize(stack => {
    image = new NodejsImageBuild(stack, 'Image', { directory, ...props(stack) });
  }, outdir);
  const [delivery] = deliveries(result);
  return { ...result, image, delivery, environments: environments(delivery), project: result.resources('AWS::CodeBuild::Project')[0] };
}

const BOTH = [Platform.LINUX_AMD64, Platform.LINUX_ARM64];

describe('one platform', () => {
  test('is one build, which puts the tags', () => {
    const { delivery, environments: [[environment], ...more], image } = built(() => ({ tags: [ImageTag.fixed('v1'), ImageTag.contentHash()] }));

    expect(more).toEqual([]);
    expect(environment).toMatchObject({
      PLATFORM: 'linux/amd64', BUILD_SECRETS: '[]', GATES: '["test","start"]', CACHE_TAG: 'cache-amd64', CACHE_STAGES: '["deps","prod-deps"]', BASE_IMAGES: '["public.ecr.aws/docker/library/node:24-trixie-slim"]',
    });
    expect(Object.values(environment)).not.toContain('');
    expect(JSON.parse(environment.TAGS).map(({ tag }: any) => tag)).toEqual(['v1', expect.stringMatching(/^deployed-/)]);
    expect(image.imageTag).toBe('v1');
    expect(delivery.ContentTag).toMatch(/^[0-9a-f]{32}$/);
    expect(delivery.BuildArgs).toBeUndefined();
  });

  test('is built on machines of its kind', () => {
    const environment = (platform: Platform) => built(() => ({ platforms: [platform] })).project.Environment;

    expect(environment(Platform.LINUX_AMD64)).toMatchObject({ Type: 'LINUX_CONTAINER', PrivilegedMode: true, ComputeType: 'BUILD_GENERAL1_MEDIUM' });
    expect(environment(Platform.LINUX_ARM64)).toMatchObject({ Type: 'ARM_CONTAINER', Image: expect.stringContaining('aarch64') });
  });
});

test('several platforms are builds side by side and one that joins them, whatever their order', () => {
  const { delivery, environments: [builds, [publish]], image } = built(() => ({ platforms: [...BOTH].reverse(), tags: [ImageTag.fixed('v1')] }));

  expect(builds.map(({ TAG_SUFFIX, PLATFORM, TAGS }) => [TAG_SUFFIX, PLATFORM, TAGS])).toEqual([['-amd64', 'linux/amd64', undefined], ['-arm64', 'linux/arm64', undefined]]);
  expect(publish.SOURCE_SUFFIXES).toBe('["-amd64","-arm64"]');
  expect(publish.TAGS).toContain('"v1"');
  expect(() => image.lambdaCode()).toThrow(/Lambda runs images of one architecture/);
  expect(JSON.stringify(delivery)).toBe(JSON.stringify(built(() => ({ platforms: BOTH, tags: [ImageTag.fixed('v1')] })).delivery));
});

test('what explains a failure outlives the stack that is rolled back for it', () => {
  const { template } = built(() => ({ platforms: BOTH }));
  const policies = (type: string) => Object.entries<any>(template.findResources(type)).filter(([id]) => !id.startsWith('NodejsImageBuilds')).map(([, { DeletionPolicy }]) => DeletionPolicy);

  expect(policies('AWS::Logs::LogGroup')).toEqual(['Retain', 'Retain', 'Retain']);
  expect(policies('AWS::CodeBuild::ReportGroup')).toEqual(['Retain', 'Retain']);
  // nothing that is left behind has a name that the next attempt would take again
  const names = ['AWS::Logs::LogGroup', 'AWS::CodeBuild::ReportGroup'].flatMap(type => Object.values<any>(template.findResources(type)).map(({ Properties }) => Properties.LogGroupName ?? Properties.Name));
  expect(names).toEqual(names.map(() => undefined));
});

test('more variables than CodeBuild takes are refused at synthesis', () => {
  const environmentVariables = { SHORT: { value: 'x' }, LONG: { value: 'x'.repeat(5_500) } };

  expect(() => built(() => ({ environmentVariables }))).toThrow(/the variables of the build Stack\/Image\/.* must have at most 5500 characters .* received 55\d\d, of which LONG has 5504; /);
});

describe('the content tag', () => {
  const tagOf = (props: Partial<NodejsImageBuildProps>) => built(() => props).delivery.ContentTag;

  test('changes with what is built', () => {
    const tags = [{}, { port: 9 }, { buildArgs: { A: '1' } }, { buildArgs: { A: '2' } }, { platforms: BOTH }, { platforms: [Platform.LINUX_ARM64] }].map(tagOf);

    expect(new Set(tags).size).toBe(tags.length);
  });

  test('does not change with how it is built', () => {
    const changes: Partial<NodejsImageBuildProps>[] = [
      { computeType: codebuild.ComputeType.LARGE }, { timeout: Duration.minutes(20) }, { publishReports: false }, { registryCache: false }, { tags: [ImageTag.fixed('a')] },
    ];

    expect(changes.map(tagOf)).toEqual(changes.map(() => tagOf({})));
  });

  test('is derived while deploying where a build argument is known only then, and no token decides', () => {
    const of = (before: number) => built(stack => {
      for (let number = 0; number < before; number++) {
        new CfnParameter(stack, `Other${number}`).valueAsString; // tokens have numbers
      }
      return { buildArgs: { COMMIT: new CfnParameter(stack, 'Commit').valueAsString, KNOWN: 'x' } };
    });
    const { delivery, image, stack } = of(0);

    expect(delivery).toMatchObject({ DeriveTag: 'true', BuildArgs: { COMMIT: { Ref: 'Commit' }, KNOWN: 'x' } });
    expect(stack.resolve(image.imageTag)).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^ImageDelivery/), 'ContentTag'] });
    expect(of(3).delivery).toEqual(delivery);
  });

  test('is given no token in a name', () => {
    expect(() => built(stack => ({ buildArgs: { [new CfnParameter(stack, 'Name').valueAsString]: 'x' } }))).toThrow(/"buildArgs.*token/);
  });
});

describe('secrets', () => {
  test('of AWS are fetched by CodeBuild, and no one else may read them', () => {
    const result = built(stack => ({
      buildSecrets: [
        AwsBuildSecret.secretsManager('NPM_TOKEN', new Secret(stack, 'Secret'), { jsonField: 'token' }),
        AwsBuildSecret.ssmParameter('OTHER', StringParameter.fromSecureStringParameterAttributes(stack, 'Parameter', { parameterName: '/other' })),
      ],
    }));
    const { Environment: { EnvironmentVariables: variables } } = result.project;

    expect(variables.map(({ Name, Type }: any) => [Name, Type])).toEqual([['BUILD_SECRET_0', 'SECRETS_MANAGER'], ['BUILD_SECRET_1', 'PARAMETER_STORE'], ['STEP_PROGRAM', undefined]]);
    expect(JSON.stringify(variables[0].Value)).toMatch(/Secret.*:token/);
    expect(result.environments[0][0].BUILD_SECRETS).toBe('["id=NPM_TOKEN,env=BUILD_SECRET_0","id=OTHER,env=BUILD_SECRET_1"]');
    const reading = statements(result).filter(({ Action }) => JSON.stringify(Action).includes('GetSecretValue'));
    expect(reading).toHaveLength(1);
    expect(reading[0].Resource).toEqual({ Ref: expect.stringMatching(/^Secret/) });
    expect(statements(result).filter(({ Action }) => JSON.stringify(Action).includes('ssm:GetParameters'))).toHaveLength(1);
  });

  test('of the environment have to be there', () => {
    const secret = BuildSecret.environment('NPM_TOKEN');

    expect(() => built(() => ({ buildSecrets: [secret] }))).toThrow(/"NPM_TOKEN" is a variable .* CodeBuild does not have; .*environmentVariables.*AwsBuildSecret/);
    const variable = { type: codebuild.BuildEnvironmentVariableType.PARAMETER_STORE, value: '/npm' };
    expect(built(() => ({ buildSecrets: [secret], environmentVariables: { NPM_TOKEN: variable } })).environments[0][0].BUILD_SECRETS)
      .toBe('["id=NPM_TOKEN,type=env,env=NPM_TOKEN"]');
  });

  test('in a file have to be there, too', () => {
    const of = (file: string) => built(() => ({ buildSecrets: [BuildSecret.file('npmrc', file, '/root/.npmrc')] })).environments[0][0].BUILD_SECRETS;

    expect(() => of('./.npmrc')).toThrow(/"npmrc" is a file of the machine that builds.*buildImage/);
    expect(of('/etc/npmrc')).toBe('["id=npmrc,type=file,src=/etc/npmrc"]');
  });

  test('have no value in what is synthesized', () => {
    process.env.CANARY_TOKEN = 'canary-91c2';
    const variable = { value: '/canary', type: codebuild.BuildEnvironmentVariableType.PARAMETER_STORE };
    const { app, text } = built(() => ({ buildSecrets: [BuildSecret.environment('CANARY_TOKEN')], environmentVariables: { CANARY_TOKEN: variable } }));
    app.synth();
    delete process.env.CANARY_TOKEN;

    expect(text()).toContain('CANARY_TOKEN');
    expect(text()).not.toContain('canary-91c2');
  });
});

describe('reports', () => {
  test('are published to a group for each format', () => {
    const reports = [TestReport.junit('reports/junit.xml'), TestReport.cobertura('coverage/cobertura.xml')];
    const { template, resources, ...rest } = built(() => ({ gates: [Gate.script('test', { reports })] }));

    expect(resources('AWS::CodeBuild::ReportGroup').map(({ Type }) => Type).sort()).toEqual(['CODE_COVERAGE', 'TEST']);
    const [{ reports: section }] = buildspecs({ template, resources, ...rest });
    expect(Object.values<any>(section).map(group => [group['file-format'], group.files])).toEqual([
      ['JUNITXML', ['test/junit.xml', 'test/reports/JUNITXML/**/*.xml', 'start/junit.xml']],
      ['COBERTURAXML', ['test/reports/COBERTURAXML/**/*.xml']],
    ]);
  });

  test.each([[{ publishReports: false }], [{ gates: [], startGate: StartGate.none() }]])('%j has none', props => {
    const result = built(() => props);

    expect(result.resources('AWS::CodeBuild::ReportGroup')).toEqual([]);
    expect(buildspecs(result)[0].reports).toBeUndefined();
  });
});

test('what CodeBuild is to be like is said by props', () => {
  const { project, resources, template } = built(stack => {
    const vpc = new Vpc(stack, 'Vpc', { maxAzs: 1 });
    return {
      computeType: codebuild.ComputeType.X2_LARGE,
      dockerServer: { computeType: codebuild.DockerServerComputeType.SMALL },
      vpc,
      securityGroups: [new SecurityGroup(stack, 'Group', { vpc })],
      timeout: Duration.minutes(30),
      queuedTimeout: Duration.minutes(5),
      logging: { cloudWatch: { logGroup: new LogGroup(stack, 'Mine') } },
      encryptionKey: new Key(stack, 'Key'),
      registryCache: false,
    };
  });

  expect(project).toMatchObject({ TimeoutInMinutes: 30, QueuedTimeoutInMinutes: 5, Environment: { ComputeType: 'BUILD_GENERAL1_2XLARGE', PrivilegedMode: false } });
  expect(project.Environment.DockerServer).toBeDefined();
  expect(project.VpcConfig).toMatchObject({ SecurityGroupIds: [expect.anything()] });
  expect(JSON.stringify(project.EncryptionKey)).toContain('Key');
  expect(project.LogsConfig.CloudWatchLogs).toEqual({ GroupName: { Ref: expect.stringMatching(/^Mine/) }, Status: 'ENABLED' });
  expect(resources('Custom::NodejsImage')[0].Stages[0].Builds[0].Environment.CACHE_TAG).toBeUndefined();
  template.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: 'ec2:CreateNetworkInterfacePermission', Condition: Match.objectLike({}) })]) },
  });
});

test('a fleet has machines of its own', () => {
  const { project } = built(stack => ({ fleet: codebuild.Fleet.fromFleetArn(stack, 'Fleet', 'arn:aws:codebuild:eu-west-1:123456789012:fleet/a:b') }));

  expect(project.Environment.Fleet).toBeDefined();
});

describe.each<[string, (stack: Stack) => Partial<NodejsImageBuildProps>, RegExp]>([
  ['a timeout longer than CloudFormation waits', () => ({ timeout: Duration.hours(1) }), /timeout must be between 5 and 50 minutes.*received 1 hour/],
  ['a queue shorter than CodeBuild has', () => ({ queuedTimeout: Duration.minutes(1) }), /queuedTimeout must be between 5 and 50 minutes, because CloudFormation/],
  ['a build image of the other architecture', () => ({ platforms: [Platform.LINUX_ARM64], buildImage: codebuild.LinuxBuildImage.STANDARD_7_0 }),
    /"buildImage" must be of ARM_CONTAINER, ARM_EC2 to build for linux\/arm64, received LINUX_CONTAINER; give one of these machines/],
  ['a build image without Docker', () => ({ buildImage: codebuild.LinuxLambdaBuildImage.AMAZON_LINUX_2023_NODE_20 }),
    /"buildImage" must be of LINUX_CONTAINER, .* received LINUX_LAMBDA_CONTAINER/],
  ['one build image for two platforms', () => ({ platforms: BOTH, buildImage: codebuild.LinuxBuildImage.STANDARD_7_0 }), /"buildImage" is for one platform, received 2/],
  ['no platform', () => ({ platforms: [] }), /platforms must name at least one/],
  ['a variable that the build uses', () => ({ environmentVariables: { TAGS: { value: 'x' } } }), /environmentVariables cannot hold "TAGS"/],
  ['a variable that is none', () => ({ environmentVariables: { 'A-B': { value: 'x' } } }), /environmentVariables cannot hold "A-B"/],
  ['a token in the Dockerfile', stack => ({ environment: { A: new CfnParameter(stack, 'P').valueAsString } }), /"environment.A" holds a token/],
])('%s', (_, props, message) => {
  test('is refused', () => expect(() => built(props)).toThrow(message));
});

describe('least privilege', () => {
  const result = built();

  test('reads one object, pushes to one repository, logs to one group', () => {
    const allowing = (action: string) => statements(result).filter(({ Action }) => [Action].flat().includes(action));
    const resourcesOf = (action: string) => allowing(action).map(({ Resource }) => Resource);

    expect(JSON.stringify(resourcesOf('s3:GetObject'))).toMatch(/\/[0-9a-f]{64}\.zip/);
    expect(resourcesOf('ecr:PutImage')).toEqual([{ 'Fn::GetAtt': [expect.stringMatching(/^ImageRepository/), 'Arn'] }]);
    expect(JSON.stringify(statements(result).flatMap(({ Action }) => Action))).not.toMatch(/"[a-z]+:\*"|:\w+\*/);
    expect(JSON.stringify(result.template.toJSON())).not.toMatch(/arn:aws:(?!iam::aws)/);
  });

  test('logs in to ECR Public only where a base image comes from there', () => {
    const actions = (baseImage?: BaseImage) => JSON.stringify(statements(built(() => ({ baseImage }))).map(({ Action }) => Action));

    expect(actions()).toContain('ecr-public:GetAuthorizationToken');
    expect(actions(BaseImage.custom({ buildImage: 'mirror.example.com/node:24', runtimeImage: 'mirror.example.com/node:24-slim' }))).not.toContain('ecr-public');
  });

  test('pulls base images of a pull through cache, which its first pull makes and fills', () => {
    const mirror = '210987654321.dkr.ecr.eu-west-3.amazonaws.com/ecr-public';
    const synthesized = built(() => ({ baseImage: BaseImage.debianSlim({ mirror }) }));

    expect(statements(synthesized).filter(({ Action }) => [Action].flat().includes('ecr:BatchImportUpstreamImage'))).toEqual([{
      Effect: 'Allow',
      Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:BatchImportUpstreamImage', 'ecr:CreateRepository', 'ecr:GetDownloadUrlForLayer'],
      Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':ecr:eu-west-3:210987654321:repository/ecr-public/docker/library/node']] },
    }]);
    expect(findings(synthesized.app)).toEqual([]);
  });

  test('cdk-nag finds nothing, with one platform and with two', () => {
    expect(findings(result.app)).toEqual([]);
    expect(findings(built(() => ({ platforms: BOTH })).app)).toEqual([]);
    expect(findings(built(stack => ({
      vpc: Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['us-east-1a'], privateSubnetIds: ['subnet-1'] }),
      encryptionKey: new Key(stack, 'Encryption', { enableKeyRotation: true }),
    })).app)).toEqual([]);
  });
});

test('many images of a stack have one set of functions', () => {
  const { resources } = synthesize(stack => {
    const repository = new Repository(stack, 'Repository');
    ['A', 'B', 'C'].forEach(id => new NodejsImageBuild(stack, id, { directory, repository, labels: { id } }));
  });

  expect([resources('AWS::CodeBuild::Project').length, resources('AWS::Lambda::Function').length]).toEqual([3, 5]);
});

test('two syntheses give the same, elsewhere', () => {
  const once = (at: string) => {
    const { app, template } = built(() => ({ directory: smallService(), platforms: BOTH }), at);
    app.synth();
    return JSON.stringify(template.toJSON());
  };

  expect(once(temporaryDirectory())).toBe(once(temporaryDirectory()));
});

describe('what is signed', () => {
  const KEY = 'arn:aws:kms:eu-central-1:123456789012:key/one';
  const signed = (platforms: Platform[]) => built(stack => ({ platforms, tags: [ImageTag.fixed('v1')], signing: ImageSigning.cosign(Key.fromKeyArn(stack, 'Key', KEY)) }));

  test.each([
    ['one platform', [Platform.LINUX_AMD64], [['build'], ['attest'], ['publish']]],
    ['several', BOTH, [['build', 'build'], ['publish'], ['attest'], ['publish']]],
  ])('of %s has its tags after that', (_, platforms, kinds) => {
    const stages = signed(platforms).environments;

    expect(stages.map(stage => stage.map(({ SOURCE_SUFFIXES, SBOM, PLATFORM }) => PLATFORM ? 'build' : SOURCE_SUFFIXES ? 'publish' : SBOM === undefined ? 'attest' : 'attest with SBOM'))).toEqual(kinds);
    expect(stages.slice(0, -1).flat().filter(({ TAGS, BY_CONTENT_TAG }) => TAGS !== undefined || BY_CONTENT_TAG !== undefined)).toEqual([]);
    expect(stages.at(-1)![0].TAGS).toContain('"v1"');
  });

  test('is signed by a project of its own: what builds may not use the key', () => {
    const { resources } = signed(BOTH);
    const policies = resources('AWS::IAM::Policy').filter(({ PolicyDocument }) => JSON.stringify(PolicyDocument).includes('kms:Sign'));

    expect(policies.map(({ Roles: [{ Ref }] }) => Ref)).toEqual([expect.stringMatching(/^NodejsImageAttestor/)]);
  });

  test('is the image: a list of what is in it alone is refused', () => {
    expect(() => built(() => ({ sbom: ImageSbom.cycloneDx() }))).toThrow('"sbom" is attached together with a signature; set "signing"');
  });
});
