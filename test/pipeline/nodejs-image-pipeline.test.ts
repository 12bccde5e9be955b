import { CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { LinuxBuildImage } from 'aws-cdk-lib/aws-codebuild';
import { Repository as CodeCommitRepository } from 'aws-cdk-lib/aws-codecommit';
import { Artifact, Pipeline, PipelineType } from 'aws-cdk-lib/aws-codepipeline';
import { S3SourceAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { CodePipeline, CodePipelineSource, ShellStep } from 'aws-cdk-lib/pipelines';
import {
  AwsBuildSecret, BaseImage, DockerfileOrigin, Gate, ImageSbom, ImageScan, ImageSigning, ImageTag,
  NodejsImagePipeline, NodejsImagePipelineProps, NodejsImageProject, NodejsImageStages, NodejsImageStep, PipelineSource,
} from '../../lib';
import { buildspecs, findings, statements, synthesize } from '../delivery/delivery-stack';

const directory = 'examples/two-stage-demo';
const connectionArn = 'arn:aws:codeconnections:us-east-1:123456789012:connection/0f0e0d0c';
const BOTH = [Platform.LINUX_AMD64, Platform.LINUX_ARM64];

function gitHub() {
  return PipelineSource.gitHub('team/api', { connectionArn });
}

function pipelineOf(props: Partial<NodejsImagePipelineProps> | ((stack: Stack) => Partial<NodejsImagePipelineProps>) = {}) {
  let pipeline!: NodejsImagePipeline;
  const synthesized = synthesize(stack => {
    pipeline = new NodejsImagePipeline(stack, 'Api', { source: gitHub(), directory, ...typeof props === 'function' ? props(stack) : props });
  });
  const [{ Stages, ...definition }] = synthesized.resources('AWS::CodePipeline::Pipeline');
  const stages: [string, string[]][] = Stages.map(({ Name, Actions }: any) => [Name, Actions.map((action: any) => `${action.RunOrder} ${action.Name}`)]);
  const variables = (name: string): Record<string, string> => {
    const action = Stages.flatMap(({ Actions }: any) => Actions).find(({ Name }: any) => Name === name);
    const text = action.Configuration.EnvironmentVariables;
    const whole = typeof text === 'string' ? text : text['Fn::Join'][1].map((part: any) => typeof part === 'string' ? part : `<${Object.values<any>(part)[0].at(-1)}>`).join('');
    return Object.fromEntries(JSON.parse(whole).map(({ name: key, value }: any) => [key, value]));
  };
  return { ...synthesized, pipeline, definition, stages, variables };
}

describe('git tags', () => {
  const tagged = (filters: { gitTags?: string[]; protectedGitTags?: string[] }) => PipelineSource.gitHub('team/api', { connectionArn, ...filters });

  test.each([
    ['a moving tag', { tags: [ImageTag.gitCommit(), ImageTag.moving('main')] }, 'the moving tag "main"'],
    ['an environment', { environments: [{ name: 'production' }] }, 'the environment "production"'],
  ])('that anybody may push reach no %s', (_, props, reached) => {
    expect(() => pipelineOf({ source: tagged({ gitTags: ['v*'] }), ...props })).toThrow(`gitTags runs the pipeline for a tag on any commit, one that nobody has reviewed, too, which would reach ${reached}`);
    expect(() => pipelineOf({ source: tagged({ protectedGitTags: ['v*'] }), ...props })).not.toThrow();
  });

  test('of both kinds run the pipeline', () => {
    const { definition } = pipelineOf({ source: tagged({ gitTags: ['nightly'], protectedGitTags: ['v*'] }), tags: [ImageTag.gitCommit()] });
    expect(definition.Triggers[0].GitConfiguration.Push[1]).toEqual({ Tags: { Includes: ['nightly', 'v*'] } });
  });
});

describe('builds of pull requests', () => {
  function build(pullRequestSecrets?: string[]) {
    const { resources, stack: { node } } = pipelineOf(stack => ({
      buildSecrets: ['NPM_TOKEN', 'DEPLOY_KEY'].map(id => AwsBuildSecret.secretsManager(id, Secret.fromSecretNameV2(stack, id, id))), pullRequestSecrets,
    }));
    const warnings = node.findAll().flatMap(({ node: { metadata } }) => metadata.filter(({ type }) => type === 'aws:cdk:warning').map(({ data }) => data));
    const secretsOf = ({ Environment }: any) => Environment.EnvironmentVariables.filter(({ Name }: any) => /^BUILD_SECRET_/.test(Name)).map(({ Value }: any) => JSON.stringify(Value));
    const projects = resources('AWS::CodeBuild::Project').filter(({ Environment }) => Environment.EnvironmentVariables.some(({ Name }: any) => Name === 'PLAN'));
    const variables = {
      pushes: projects.filter(({ Triggers }) => !Triggers?.PullRequestBuildPolicy).flatMap(secretsOf),
      pullRequests: projects.filter(({ Triggers }) => Triggers?.PullRequestBuildPolicy).flatMap(secretsOf),
    };
    return { variables, warnings };
  }

  test('get no secrets, which is said', () => {
    const { variables, warnings } = build();
    expect(variables.pullRequests).toEqual([]);
    expect(variables.pushes).toHaveLength(2);
    expect(warnings).toEqual([expect.stringContaining('get none of the build secrets (NPM_TOKEN, DEPLOY_KEY)')]);
  });

  test('get those that are named, and it is not said again', () => {
    const { variables, warnings } = build(['NPM_TOKEN']);
    expect(variables.pullRequests.join()).toContain('NPM_TOKEN');
    expect(variables.pullRequests.join()).not.toContain('DEPLOY_KEY');
    expect(warnings).toEqual([]);
  });

  test('cannot be given what there is not', () => {
    expect(() => build(['OTHER'])).toThrow('pullRequestSecrets must be ids of "buildSecrets", received "OTHER"; there are NPM_TOKEN, DEPLOY_KEY');
  });
});

describe('a pipeline', () => {
  test('builds each platform side by side, joins, checks, and releases last', () => {
    const { stages } = pipelineOf(stack => ({
      platforms: BOTH,
      scan: ImageScan.basic(),
      signing: ImageSigning.cosign(new Key(stack, 'Key', { keySpec: KeySpec.ECC_NIST_P256, keyUsage: KeyUsage.SIGN_VERIFY })),
      sbom: ImageSbom.cycloneDx(),
      environments: [{ name: 'staging' }, { name: 'production', approval: true }],
    }));
    expect(stages).toEqual([
      ['Source', ['1 Source']],
      ['Build', ['1 Amd64', '1 Arm64', '2 Index']],
      ['Check', ['1 Scan', '2 Attest']],
      ['Release', ['1 Release']],
      ['staging', ['1 Promote']],
      ['Approve-production', ['1 Approve']],
      ['production', ['1 Promote']],
    ]);
  });

  test('keeps what a rollback takes for as long as CodePipeline knows of it, and its sources for a month', () => {
    const { resources, definition, template } = pipelineOf({ platforms: BOTH, environments: [{ name: 'production', approval: true }] });
    const [{ LifecycleConfiguration: { Rules } }] = resources('AWS::S3::Bucket');
    const rulesFor = (bytes: number): any[] => Rules.filter(({ ObjectSizeGreaterThan = -1 }) => bytes > Number(ObjectSizeGreaterThan));
    const daysOf = (bytes: number) => Math.min(...rulesFor(bytes).map(rule => rule.ExpirationInDays));

    expect(daysOf(0)).toBeGreaterThan(366 + 30);
    expect(daysOf(16 * 1024)).toBe(daysOf(0));
    expect(daysOf(1_000_000)).toBe(30);

    // what comes after the builds takes nothing but what the first of them exports
    const [pipeline] = Object.values<any>(template.findResources('AWS::CodePipeline::Pipeline'));
    const actions = pipeline.Properties.Stages.slice(1).flatMap(({ Actions }: any) => Actions).filter(({ Name }: any) => !['Amd64', 'Arm64', 'Approve'].includes(Name));
    const [built] = pipeline.Properties.Stages[1].Actions.find(({ Name }: any) => Name === 'Amd64').OutputArtifacts;
    expect(new Set(actions.map(({ InputArtifacts: [{ Name }] }: any) => Name))).toEqual(new Set([built.Name]));
    const handedOn = buildspecs(pipelineOf()).flatMap(({ artifacts }) => artifacts?.files ?? []);
    expect(handedOn).toEqual(['.nodejs-image/exports/*']);
    expect(definition.ArtifactStore.Location).toEqual({ Ref: expect.stringMatching(/^NodejsImageArtifacts/) });
  });

  test('is deleted with all that it handed on, itself first', () => {
    const { template } = pipelineOf();
    const [[bucket, { DeletionPolicy }]] = Object.entries<any>(template.findResources('AWS::S3::Bucket'));
    const [[emptied, { Properties }]] = Object.entries<any>(template.findResources('Custom::S3AutoDeleteObjects'));
    const [{ DependsOn }] = Object.values<any>(template.findResources('AWS::CodePipeline::Pipeline'));

    expect(DeletionPolicy).toBe('Delete');
    expect(Properties.BucketName).toEqual({ Ref: bucket });
    expect(DependsOn).toContain(emptied);
  });

  test('may take as long as CodeBuild lets it, since CloudFormation does not wait', () => {
    const builds = (props: Partial<NodejsImagePipelineProps>) => pipelineOf(props).resources('AWS::CodeBuild::Project')
      .filter(({ Environment: { PrivilegedMode } }) => PrivilegedMode)
      .map(({ TimeoutInMinutes, QueuedTimeoutInMinutes }) => [TimeoutInMinutes, QueuedTimeoutInMinutes]);

    expect(builds({})).toEqual([[60, 480], [60, 480]]);
    expect(builds({ timeout: Duration.hours(3), queuedTimeout: Duration.hours(2) })).toEqual([[180, 120], [180, 120]]);
    expect(() => builds({ timeout: Duration.hours(37) })).toThrow('timeout must be between 5 and 2160 minutes, because CodeBuild takes no other; received 1 day 13 hours');
    expect(() => builds({ queuedTimeout: Duration.hours(9) })).toThrow('queuedTimeout must be between 5 and 480 minutes');
  });

  test('of one platform needs no index, and without checks none', () => {
    expect(pipelineOf().stages).toEqual([['Source', ['1 Source']], ['Build', ['1 Amd64']], ['Release', ['1 Release']]]);
  });

  test('hands on what was built by its digest, and nothing with a quote', () => {
    const { variables } = pipelineOf({ platforms: BOTH, tags: [ImageTag.gitCommit(), ImageTag.moving('main')] });
    expect(variables('Amd64')).toEqual({ SOURCE_VERSION: '#{Source.CommitId}' });
    expect(variables('Index')).toEqual({ REPOSITORY: '<RepositoryUri>', CONTENT_TAG: '#{Amd64.CONTENT_TAG}' });
    expect(variables('Release')).toEqual({
      REPOSITORY: '<RepositoryUri>',
      METRICS_IMAGE: expect.stringMatching(/^Api-[0-9a-f]{8}$/),
      BEGAN: '#{Amd64.BEGAN}',
      CONTENT_TAG: '#{Amd64.CONTENT_TAG}',
      IMAGE_DIGEST: '#{Index.IMAGE_DIGEST}',
      RELEASE_TAGS: '#{Amd64.RELEASE_TAGS}',
      EXECUTION_ID: '#{codepipeline.PipelineExecutionId}',
    });
  });

  test('has cdk-nag nothing to say of it, with all that there is', () => {
    const { app } = pipelineOf(stack => ({
      platforms: BOTH,
      scan: ImageScan.inspector(),
      signing: ImageSigning.cosign(new Key(stack, 'Key', { keySpec: KeySpec.ECC_NIST_P256, keyUsage: KeyUsage.SIGN_VERIFY })),
      environments: [{ name: 'staging' }, { name: 'production', approval: true }],
      notificationTargets: [new Topic(stack, 'Topic', { enforceSSL: true })],
      dashboard: true,
      alarms: {},
      baseImageSchedule: Schedule.expression('rate(1 day)'),
    }));
    expect(findings(app)).toEqual([]);
  });

  test('has cdk-nag nothing to say of it in a network, with a key of its own, and with mirrored base images', () => {
    const { app } = pipelineOf(stack => ({
      vpc: Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['us-east-1a'], privateSubnetIds: ['subnet-1'] }),
      encryptionKey: new Key(stack, 'Encryption', { enableKeyRotation: true }),
      signing: ImageSigning.cosign(new Key(stack, 'Key', { keySpec: KeySpec.ECC_NIST_P256, keyUsage: KeyUsage.SIGN_VERIFY })),
      baseImage: BaseImage.debianSlim({ mirror: '123456789012.dkr.ecr.us-east-1.amazonaws.com/ecr-public' }),
      baseImageSchedule: Schedule.expression('rate(1 day)'),
      environments: [{ name: 'production' }],
    }));
    expect(findings(app)).toEqual([]);
  });

  test('lets only what pushes push: not pull requests, not the scan', () => {
    const { template } = pipelineOf({ scan: ImageScan.basic() });
    const pushing = Object.entries(template.findResources('AWS::IAM::Policy')).filter(([, policy]) => JSON.stringify(policy).includes('ecr:PutImage')).map(([id]) => id);
    expect(pushing.map(id => /(Amd64|Publish|Scan|PullRequests)/.exec(id)?.[1]).sort()).toEqual(['Amd64', 'Publish']);
  });

  test('has a role for its builds, one for pull requests, and those of steps by what they may do', () => {
    const { resources } = pipelineOf({ platforms: BOTH, scan: ImageScan.basic() });
    const roles = resources('AWS::CodeBuild::Project').map(({ ServiceRole }) => ServiceRole['Fn::GetAtt'][0].replace(/[0-9A-F]{8}$/, '').replace(/[0-9a-f]{8}Role$/, 'Role'));
    expect(roles.sort()).toEqual([
      'ApiFlowAmd64BuildRole', 'ApiFlowAmd64BuildRole', 'ApiPullRequestsBuildRole', 'NodejsImageSharedPublishRole', 'NodejsImageSharedPublishRole', 'NodejsImageSharedScanRole',
    ]);
  });

  test('keeps no secret in the template, whatever its buildspecs are', () => {
    const all = pipelineOf({ platforms: BOTH, tags: [ImageTag.fixed('v1.canary')], labels: { canary: 'label-canary' } });
    // what users pass is in variables and in the plan: the programs are the same for everybody
    expect(JSON.stringify(buildspecs(all))).not.toContain('canary');
  });

  test('encrypts what its steps hand on', () => {
    pipelineOf().template.hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: Match.anyValue(),
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
    });
  });

  test('takes a key of your own for all that is kept', () => {
    const { template, resources } = pipelineOf(stack => ({ encryptionKey: new Key(stack, 'Key', { enableKeyRotation: true }) }));
    template.hasResourceProperties('AWS::S3::Bucket', { BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: Match.objectLike({ SSEAlgorithm: 'aws:kms' }) }] } });
    expect(resources('AWS::CodeBuild::Project').filter(({ EncryptionKey }) => JSON.stringify(EncryptionKey ?? '').includes('alias/aws/s3'))).toEqual([]);
  });

  test('runs all its steps in the network that is given', () => {
    const { resources } = pipelineOf(stack => ({ vpc: new Vpc(stack, 'Vpc', { natGateways: 1 }), platforms: BOTH }));
    expect(resources('AWS::CodeBuild::Project').map(({ VpcConfig }) => VpcConfig !== undefined)).toEqual(Array(5).fill(true));
  });

  test('derives the content tag from what is known only while deploying', () => {
    const { resources } = pipelineOf(stack => ({ buildArgs: { KNOWN: '1', API: new CfnParameter(stack, 'Url').valueAsString } }));
    const [variables] = resources('AWS::CodeBuild::Project').map(({ Environment }) => Environment.EnvironmentVariables)
      .filter(list => list.some(({ Name }: any) => Name === 'PLAN'));
    expect(variables.find(({ Name }: any) => Name === 'DERIVE_ARGS').Value).toEqual({ 'Fn::Join': ['', ['{"API":"', { Ref: 'Url' }, '"}']] });
  });

  test('looks for new base images where it is to, and runs for them', () => {
    const { template, variables, definition } = pipelineOf({ baseImageSchedule: Schedule.expression('rate(1 day)') });
    expect(definition.Variables).toEqual([expect.objectContaining({ Name: 'BASE_IMAGES', DefaultValue: 'current' })]);
    expect(variables('Amd64').DERIVE_FROM).toBe('#{variables.BASE_IMAGES}');
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: Match.stringLikeRegexp('^cron\\(\\d+ \\d+ \\* \\* \\? \\*\\)$'),
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':scheduler:::aws-sdk:codebuild:startBuild']] }, Input: Match.objectLike({}) },
    });
  });

  test('builds pull requests without leave to push, and tells no metrics of them', () => {
    const { template, pipeline, stack } = pipelineOf();
    const id = stack.getLogicalId(pipeline.pullRequestProject!.node.defaultChild as any);
    const { Environment, Triggers } = template.findResources('AWS::CodeBuild::Project')[id].Properties;
    const names = Environment.EnvironmentVariables.map(({ Name }: any) => Name);
    expect(names.filter((name: string) => name.startsWith('METRICS'))).toEqual([]);
    expect(Environment.EnvironmentVariables).toContainEqual({ Name: 'PUSH', Value: 'false' });
    expect(Triggers).toMatchObject({ Webhook: true, PullRequestBuildPolicy: { RequiresCommentApproval: 'FORK_PULL_REQUESTS' } });
  });

  test('gives one command for going back', () => {
    const { pipeline } = pipelineOf({ pipelineName: 'api', environments: [{ name: 'production' }] });
    expect(pipeline.rollbackCommands.production).toMatch(/^aws codepipeline rollback-stage --pipeline-name api --stage-name production /);
  });

  test('of a project that is not on disk has its Dockerfile made in the build', () => {
    const { resources } = pipelineOf({ directory: 'services/elsewhere', dockerfileOrigin: DockerfileOrigin.REGENERATED, sourceRoot: undefined, gates: [Gate.script('test')] });
    expect(resources('AWS::CodeBuild::ReportGroup')).toHaveLength(2);
  });

  test.each<[string, Partial<NodejsImagePipelineProps> | ((stack: Stack) => Partial<NodejsImagePipelineProps>), string]>([
    ['a project that is not there', { directory: 'services/elsewhere' }, 'set "dockerfileOrigin" to DockerfileOrigin.REGENERATED'],
    ['a tag of a commit where there is none', stack => ({ source: PipelineSource.s3(Bucket.fromBucketName(stack, 'Bucket', 'bucket'), 'api.zip'), tags: [ImageTag.gitCommit()] }),
      'tags holds ImageTag.gitCommit(), and a source in S3 has no commits; use another tag, or another source'],
    ['an environment twice', { environments: [{ name: 'a' }, { name: 'a' }] }, 'environments must have different names, received "a" twice'],
    ['a tag of an environment that depends on the image', { environments: [{ name: 'a', tags: [ImageTag.packageVersion()] }] }, 'tags must not depend on the image, received ImageTag.packageVersion()'],
    ['a variable of ours', { environmentVariables: { PLAN: { value: 'x' } } }, 'environmentVariables cannot hold "PLAN"'],
    ['more moving tags than ECR takes patterns of', { tags: [ImageTag.moving('main')], environments: ['dev', 'staging', 'production'].map(name => ({ name })) },
      'the repository of the pipeline can let 3 tags move by their names, received ["main","dev","staging","production"] from "tags" and the environments; '
      + 'give environments tags that begin alike, such as ImageTag.moving("environment-staging"), and as "repository" an ImageRepository with movingTags like ["environment-*"]'],
    ['one build image for two platforms', { platforms: BOTH, buildImage: LinuxBuildImage.STANDARD_7_0 },
      '"buildImage" is for one platform, received 2 "platforms"'],
    ['a list of contents that nobody signs', { sbom: ImageSbom.spdx() }, '"sbom" is attached together with a signature; set "signing"'],
  ])('refuses %s', (_, props, message) => {
    expect(() => pipelineOf(props)).toThrow(message);
  });
});

describe('the same image elsewhere', () => {
  test('in stages of a pipeline that is there', () => {
    const { app, resources } = synthesize(stack => {
      const input = new Artifact();
      const bucket = new Bucket(stack, 'Sources', { versioned: true, enforceSSL: true });
      const action = new S3SourceAction({ actionName: 'Source', bucket, bucketKey: 'api.zip', output: input });
      const pipeline = new Pipeline(stack, 'Pipeline', { pipelineType: PipelineType.V2, stages: [{ stageName: 'Source', actions: [action] }] });
      new NodejsImageStages(stack, 'Api', { pipeline, input, directory, environments: [{ name: 'live' }] });
    });
    expect(resources('AWS::CodePipeline::Pipeline')[0].Stages.map(({ Name }: any) => Name)).toEqual(['Source', 'Build', 'Release', 'live']);
    // what was there before is not ours to judge
    expect(findings(app).filter(finding => / Stack\/Api\//.test(finding))).toEqual([]);
  });

  test('as a step of CDK Pipelines, with its actions one after another in the stage', () => {
    const { resources } = synthesize(stack => {
      const input = CodePipelineSource.connection('team/api', 'main', { connectionArn });
      const pipeline = new CodePipeline(stack, 'Pipeline', { synth: new ShellStep('Synth', { input, commands: ['true'] }), pipelineType: PipelineType.V2 });
      pipeline.addWave('Images', { pre: [new NodejsImageStep('Api', { input, directory, platforms: BOTH, scan: ImageScan.basic() })] });
      pipeline.buildPipeline();
    });
    const stage = resources('AWS::CodePipeline::Pipeline')[0].Stages.find(({ Name }: any) => Name === 'Images');
    expect(stage.Actions.map(({ Name, RunOrder }: any) => `${RunOrder} ${Name}`)).toEqual(['1 Api.Amd64', '1 Api.Arm64', '2 Api.Index', '3 Api.Scan', '4 Api.Release']);
  });

  test('as one project that a webhook runs', () => {
    const { app, resources } = synthesize(stack => {
      new NodejsImageProject(stack, 'Api', { source: PipelineSource.gitLab('group/sub/api', { connectionArn, gitTags: ['v*'] }), directory, tags: [ImageTag.gitCommit()] });
    });
    const projects = resources('AWS::CodeBuild::Project');
    expect(projects.map(({ Source }) => [Source.Type, Source.Location])).toEqual(Array(2).fill(['GITLAB', 'https://gitlab.com/group/sub/api.git']));
    expect(projects[0].Environment.EnvironmentVariables).toContainEqual({ Name: 'RELEASE', Value: 'true' });
    expect(findings(app)).toEqual([]);
  });

  test('as one project of CodeCommit', () => {
    const { app, template } = synthesize(stack => {
      new NodejsImageProject(stack, 'Api', { source: PipelineSource.codeCommit(CodeCommitRepository.fromRepositoryName(stack, 'Sources', 'api')), directory });
    });
    template.resourceCountIs('AWS::Events::Rule', 2);
    expect(findings(app)).toEqual([]);
  });

  test('not as one project where nothing tells of a push', () => {
    expect(() => synthesize(stack => {
      new NodejsImageProject(stack, 'Api', { source: PipelineSource.s3(Bucket.fromBucketName(stack, 'Sources', 'sources'), 'api.zip'), directory });
    })).toThrow('a source in S3 runs no project that stands alone; use NodejsImagePipeline');
  });
});

test('no statement of a pipeline allows everything on everything', () => {
  const all = pipelineOf({ platforms: BOTH, scan: ImageScan.basic(), dashboard: true });
  const wide = statements(all).filter(({ Action, Resource }) => [Action].flat().includes('*') || ([Resource].flat().includes('*') && [Action].flat().some((action: string) => action.endsWith(':*'))));
  expect(wide).toEqual([]);
  expect(Template.fromStack(all.stack)).toBeDefined();
});
