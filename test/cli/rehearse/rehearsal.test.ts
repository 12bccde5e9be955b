import * as fs from 'fs';
import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { FargateService } from 'aws-cdk-lib/aws-ecs';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import {
  DeploymentTarget, ImageRepository, ImageSbom, ImageScan, ImageSigning, ImageTag,
  NodejsImageAsset, NodejsImagePipeline, NodejsImagePipelineProps, NodejsImageProject, PipelineSource,
} from '../../../lib';
import { ExitCode } from '../../../lib/cli/exit-code';
import { readAssembly } from '../../../lib/cli/rehearse/assembly/assembly';
import { runsOf } from '../../../lib/cli/rehearse/assembly/runs';
import { Objects } from '../../../lib/cli/rehearse/aws/objects';
import { Tables } from '../../../lib/cli/rehearse/aws/tables';
import { ActionResult } from '../../../lib/cli/rehearse/builds/result';
import { BuildOutcome, BuildRun } from '../../../lib/cli/rehearse/builds/run-build';
import { Rehearsal } from '../../../lib/cli/rehearse/rehearsal';
import { ecrHostsOf, immutableOf, keySpecOf } from '../../../lib/cli/rehearse/stack-facts';
import { exitCodeOf, leftOut, releases } from '../../../lib/cli/rehearse/summary';
import { EXAMPLES } from '../../golden/examples';
import { temporaryDirectory } from '../../temporary';
import { cdkNodejsImage } from '../command-line';

const { directory } = EXAMPLES['two-stage-demo'];
const connection = { connectionArn: 'arn:aws:codeconnections:eu-central-1:123456789012:connection/0f0e0d0c-0000-4000-8000-000000000000' };
const DIGEST = `sha256:${'0123456789ab'.padEnd(64, '0')}`;

/** Writes cdk.out, and gives its directory. */
function synthesized(build: (app: App) => void): string {
  const outdir = temporaryDirectory();
  const app = new App({ outdir });
  build(app);
  app.synth();
  return outdir;
}

function pipelineStack(app: App, id = 'Pipeline', more: Partial<NodejsImagePipelineProps> = {}): Stack {
  const stack = new Stack(app, id, { env: { account: '111122223333', region: 'eu-central-1' } });
  new NodejsImagePipeline(stack, 'Demo', {
    directory,
    sourceRoot: directory,
    source: PipelineSource.gitHub('team/demo', connection),
    platforms: [Platform.LINUX_AMD64, Platform.LINUX_ARM64],
    repository: new ImageRepository(stack, 'Images', { repositoryName: 'demo', movingTags: ['main', 'staging'] }),
    tags: [ImageTag.gitCommit(), ImageTag.moving('main')],
    scan: ImageScan.basic({ maximum: { critical: 0 } }),
    signing: ImageSigning.cosign(new Key(stack, 'Key', { keySpec: KeySpec.ECC_NIST_P256, keyUsage: KeyUsage.SIGN_VERIFY })),
    sbom: ImageSbom.cycloneDx(),
    environments: [{
      name: 'staging',
      approval: true,
      deployTo: [DeploymentTarget.ecs(FargateService.fromServiceArnWithCluster(stack, 'Service', 'arn:aws:ecs:eu-central-1:111122223333:service/staging/chat'), {
        taskRoles: [Role.fromRoleName(stack, 'Role', 'tasks')],
      })],
    }],
    ...more,
  });
  return stack;
}

let app = '';

beforeAll(() => {
  app = synthesized(root => {
    pipelineStack(root);
    const project = new Stack(root, 'Webhook');
    new NodejsImageProject(project, 'Demo', {
      directory, sourceRoot: directory, source: PipelineSource.gitHub('team/demo', connection), repository: new ImageRepository(project, 'Images'), tags: [ImageTag.gitCommit()],
    });
    new NodejsImageAsset(new Stack(root, 'Asset'), 'Demo', { directory });
  });
});

const stackOf = (name: string) => readAssembly(app).find(({ displayName }) => displayName === name)!;

/** What builds are given, and what they export, instead of a build. */
class Builds {
  public readonly runs: BuildRun[] = [];

  constructor(private readonly failing: string = '') {
  }

  public get steps() {
    return this.runs.map(({ project }) => project.step);
  }

  public async build(run: BuildRun): Promise<BuildOutcome> {
    this.runs.push(run);
    const exported: string[] = JSON.parse(run.project.buildspec).env['exported-variables'];
    const known: Record<string, string> = {
      IMAGE_DIGEST: DIGEST, CONTENT_TAG: 'content', RELEASE_TAGS: 'fixed:abc', BUILT: `build${run.values.TAG_SUFFIX}|1|2`, BEGAN: '1', IMAGE_URI: `uri@${DIGEST}`,
    };
    if (run.project.step === this.failing) {
      run.print('nodejs-image: error: gates that did not pass: test (exit code 1)\nnodejs-image: | not ok 1 - two and two\n');
      return { status: 'FAILED', phases: { build: 'FAILED' }, exported: {}, arn: '', artifacts: new Map() };
    }
    return { status: 'SUCCEEDED', phases: { build: 'SUCCEEDED' }, exported: Object.fromEntries(exported.map(name => [name, known[name]])), arn: '', artifacts: new Map() };
  }
}

async function rehearsed(runner: Builds, builds: (platform: string) => boolean = () => true, stack = 'Pipeline'): Promise<ActionResult[]> {
  const [run] = runsOf(stackOf(stack)).runs;
  return new Rehearsal(run, {
    runner, builds, sources: { directory, commit: 'c'.repeat(40), text: 'here' }, account: '111122223333', region: 'eu-central-1', tables: new Tables(), objects: new Objects([]),
    onStart: () => undefined, onText: () => undefined,
  }).results();
}

const shown = (results: readonly ActionResult[]) => results.map(({ action: { stage, name }, kind }) => `${stage} / ${name}: ${kind}`);

describe('of cdk.out', () => {
  test('the stacks are read with where they go, and their assets with where those go', () => {
    const { account, region, assets } = stackOf('Pipeline');

    expect([account, region]).toEqual(['111122223333', 'eu-central-1']);
    expect(assets.map(({ place }) => place).every(place => place.startsWith('cdk-hnb659fds-assets-111122223333-eu-central-1/'))).toBe(true);
    expect(assets.filter(asset => !fs.existsSync(asset.path))).toEqual([]);
  });

  test('a stack for any account has a made up one', () => {
    const { account, region } = stackOf('Webhook');

    expect([account, region]).toEqual(['123456789012', 'us-east-1']);
  });

  test('what a push starts is rehearsed, and what it does not start is told with a reason', () => {
    const pipeline = runsOf(stackOf('Pipeline'));
    const webhook = runsOf(stackOf('Webhook'));

    expect(pipeline.runs.map(({ stages }) => stages.flat().map(({ name }) => name))).toEqual([
      ['Source', 'Amd64', 'Arm64', 'Index', 'Scan', 'Attest', 'Release', 'Approve', 'Promote', expect.stringMatching(/^Deploy-Ecs/)],
    ]);
    expect(pipeline.others).toEqual([{ name: expect.stringContaining('PullRequests'), reason: expect.stringContaining('pull requests') }]);
    expect(webhook.runs.map(({ initiator, stages }) => [initiator, stages.flat().map(({ project }) => project?.step)])).toEqual([['webhook', ['image']]]);
    expect(runsOf(stackOf('Asset'))).toEqual({ runs: [], others: [] });
  });

  test('repositories keep their tags but those that move, hosts of ECR are known, and so are keys', () => {
    const stack = stackOf('Pipeline');
    const HOST = '111122223333.dkr.ecr.eu-central-1.amazonaws.com';

    expect(immutableOf([stack.template])).toEqual({ [`${HOST}/demo`]: { except: expect.arrayContaining(['main', 'staging']) } });
    expect(ecrHostsOf(stack)).toEqual([HOST]);
    const [key] = Object.keys(stack.template.resources('AWS::KMS::Key'));
    expect(keySpecOf(stack.template)(stack.template.attribute(key, 'Arn'))).toBe('ECC_NIST_P256');
  });
});

describe('a pipeline', () => {
  test('is run in its order; what is outside of the image is told, and not done', async () => {
    const runner = new Builds();
    const results = await rehearsed(runner);

    expect(shown(results)).toEqual([
      'Source / Source: ok', 'Build / Amd64: ok', 'Build / Arm64: ok', 'Build / Index: ok', 'Check / Scan: not rehearsed', 'Check / Attest: ok', 'Release / Release: ok',
      'Approve-staging / Approve: noted', 'staging / Promote: ok', expect.stringMatching(/^staging \/ Deploy-Ecs.*: noted$/),
    ]);
    expect(runner.steps).toEqual(['image', 'image', 'publish', 'attest', 'release', 'promote']);
    expect(results.at(-1)!.text).toBe('would deploy sha256:0123456789ab to the service chat of the ECS cluster staging in eu-central-1');
  });

  test('hands on what actions export, and nothing that nobody saw', async () => {
    const runner = new Builds();
    await rehearsed(runner);
    const valuesOf = (step: string) => runner.runs.find(({ project }) => project.step === step)!.values;

    expect(valuesOf('image')).toMatchObject({ SOURCE_VERSION: 'c'.repeat(40), PLATFORM: 'linux/amd64' });
    expect(valuesOf('publish')).toMatchObject({ CONTENT_TAG: 'content', SOURCE_SUFFIXES: '["-amd64","-arm64"]' });
    expect(valuesOf('attest')).toMatchObject({ IMAGE_DIGEST: DIGEST, BUILT: 'build-amd64|1|2,build-arm64|1|2', SCANNED: '', SBOM: '{}' });
    expect(valuesOf('release')).toMatchObject({ IMAGE_DIGEST: DIGEST, RELEASE_TAGS: 'fixed:abc', REPOSITORY: '111122223333.dkr.ecr.eu-central-1.amazonaws.com/demo' });
  });

  test.each([
    ['arm64', 'linux/amd64', 'amd64'],
    ['amd64', 'linux/arm64', 'arm64'],
  ])('without %s is one of the other platform', async (_, platform, suffix) => {
    const runner = new Builds();
    const results = await rehearsed(runner, one => one === platform);
    const valuesOf = (step: string) => runner.runs.find(({ project }) => project.step === step)!.values;

    expect(shown(results).filter(line => line.startsWith('Build / ')).sort()).toEqual([
      `Build / ${platform === 'linux/amd64' ? 'Amd64' : 'Arm64'}: ok`, `Build / ${platform === 'linux/amd64' ? 'Arm64' : 'Amd64'}: not rehearsed`, 'Build / Index: ok',
    ].sort());
    expect(valuesOf('publish')).toMatchObject({ CONTENT_TAG: 'content', SOURCE_SUFFIXES: `["-${suffix}"]` });
    expect(valuesOf('attest')).toMatchObject({ PLATFORM_SUFFIXES: `-${suffix}`, BUILT: `build-${suffix}|1|2` });
  });

  test('of which nothing can be built is not rehearsed any further', async () => {
    const runner = new Builds();
    const results = await rehearsed(runner, () => false);

    expect(runner.runs).toEqual([]);
    expect(results.find(({ action }) => action.name === 'Index')).toMatchObject({ kind: 'not rehearsed', text: expect.stringContaining('CONTENT_TAG of Amd64') });
    expect([exitCodeOf(results, false), exitCodeOf(results, true)]).toEqual([ExitCode.PARTIAL, ExitCode.PARTIAL]);
  });

  test('that fails ends there', async () => {
    const runner = new Builds('image');
    const results = await rehearsed(runner);

    expect(runner.steps).toEqual(['image']);
    expect(shown(results).slice(0, 4)).toEqual(['Source / Source: ok', 'Build / Amd64: failed', 'Build / Arm64: not reached', 'Build / Index: not reached']);
    expect(exitCodeOf(results, true)).toBe(ExitCode.FAILED);
  });

  test('passes in part where something could not be rehearsed, and wholly where that is taken', async () => {
    const results = await rehearsed(new Builds());

    expect(leftOut(results)).toEqual(['Scan', 'Attest (the SBOM, whose program is fetched from the internet)']);
    expect([exitCodeOf(results, false), exitCodeOf(results, true)]).toEqual([ExitCode.PARTIAL, ExitCode.OK]);
    expect(exitCodeOf(results.filter(({ kind, lacks = [] }) => kind !== 'not rehearsed' && lacks.length === 0), false)).toBe(ExitCode.OK);
  });

  test('of a project is the one build of it', async () => {
    const runner = new Builds();

    expect(shown(await rehearsed(runner, () => true, 'Webhook'))).toEqual(['Build / image: ok']);
  });
});

test('releases are tags that name neither a content nor a cache', () => {
  const content = '0123456789abcdef'.repeat(2);

  expect(releases({ 'host/team/api': { [content]: 'a', [`${content}-amd64`]: 'b', [`${content}-arm64-0af1`]: 'c', 'cache-amd64-deps': 'd', 'main': 'e' } }))
    .toEqual([{ repository: 'team/api', tag: 'main', digest: 'e' }]);
});

describe('a mistake is told before anything is started', () => {
  test.each([
    ['of the directory', () => ['--app', temporaryDirectory()], 'run "npx cdk synth" first'],
    ['of the stack', () => ['Pipelin', '--app', app], 'there is no stack "Pipelin"'],
    ['of a stack without a pipeline', () => ['Asset', '--app', app], 'no pipeline of this library'],
    ['no stack where there are several', () => ['--app', app], 'name the stack: Pipeline, Webhook'],
    ['of the fault', () => ['Pipeline', '--app', app, '--fault', 'tset'], 'did you mean test?'],
    ['of the platform', () => ['Pipeline', '--app', app, '--platform', 'amd64'], '--platform takes a platform such as linux/arm64, received "amd64"'],
    ['of the sources', () => ['Pipeline', '--app', app, '--source', path.join(app, 'nowhere')], 'there is no directory'],
  ])('%s', async (_, words, message) => {
    const { code, out, err } = await cdkNodejsImage(['rehearse', ...words()]);

    expect([code, out]).toEqual([2, '']);
    expect(err.replace(/\s+/g, ' ')).toContain(message);
  });

  test('a cdk.out without any of it says so', async () => {
    const other = synthesized(root => new NodejsImageAsset(new Stack(root, 'Asset'), 'Demo', { directory }));

    expect((await cdkNodejsImage(['rehearse', '--app', other])).err).toContain('has a pipeline of this library');
  });
});
