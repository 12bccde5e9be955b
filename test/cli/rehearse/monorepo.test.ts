import { App, Stack } from 'aws-cdk-lib';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { AwsBuildSecret, ImageRepository, ImageSbom, ImageScan, ImageSigning, ImageTag, NodejsMonorepoPipeline, NodejsMonorepoPipelineProps, PipelineSource } from '../../../lib';
import { ExitCode } from '../../../lib/cli/exit-code';
import { readAssembly } from '../../../lib/cli/rehearse/assembly/assembly';
import { machineOf } from '../../../lib/cli/rehearse/assembly/build-machine';
import { projectsOf, runsOf } from '../../../lib/cli/rehearse/assembly/runs';
import { DeployedTemplate } from '../../../lib/cli/rehearse/assembly/template';
import { Objects } from '../../../lib/cli/rehearse/aws/objects';
import { Tables } from '../../../lib/cli/rehearse/aws/tables';
import { Machine } from '../../../lib/cli/rehearse/builds/machine';
import { ActionResult } from '../../../lib/cli/rehearse/builds/result';
import { verdictOn } from '../../../lib/cli/rehearse/builds/rules';
import { BuildOutcome, BuildRun } from '../../../lib/cli/rehearse/builds/run-build';
import { Rehearsal } from '../../../lib/cli/rehearse/rehearsal';
import { ecrHostsOf, imageDirectoriesOf, immutableOf } from '../../../lib/cli/rehearse/stack-facts';
import { exitCodeOf, isBuilt, leftOut, showFailure, showReleases, showResults } from '../../../lib/cli/rehearse/summary';
import { Terminal } from '../../../lib/cli/terminal/terminal';
import { imagesOf } from '../../pipeline/monorepo/simulated-monorepo';
import { serviceName, workspace } from '../../pipeline/monorepo/workspace';
import { temporaryDirectory } from '../../temporary';
import { cdkNodejsImage } from '../command-line';

const connection = { connectionArn: 'arn:aws:codeconnections:eu-central-1:123456789012:connection/0f0e0d0c-0000-4000-8000-000000000000' };
const COMMIT = 'c'.repeat(40);
const DIGEST = `sha256:${'0123456789ab'.padEnd(64, '0')}`;
const NAMES = [0, 1, 2].map(serviceName);
const source = workspace({ services: 3, packages: 1 });

/** Writes cdk.out of a pipeline of three services, and gives its directory. */
function synthesized(props: (stack: Stack, app: App) => Partial<NodejsMonorepoPipelineProps> = () => ({})): string {
  const outdir = temporaryDirectory();
  const app = new App({ outdir });
  const stack = new Stack(app, 'Services', { env: { account: '111122223333', region: 'eu-central-1' } });
  new NodejsMonorepoPipeline(stack, 'Images', {
    source: PipelineSource.gitHub('team/services', connection), sourceRoot: source, images: imagesOf(source, NAMES), tags: [ImageTag.moving('main')], ...props(stack, app),
  });
  app.synth();
  return outdir;
}

/** For two platforms, with all that an image may have to pass. */
const whole = (stack: Stack): Partial<NodejsMonorepoPipelineProps> => ({
  platforms: [Platform.LINUX_AMD64, Platform.LINUX_ARM64],
  scan: ImageScan.basic(),
  signing: ImageSigning.cosign(new Key(stack, 'Key', { keySpec: KeySpec.ECC_NIST_P256, keyUsage: KeyUsage.SIGN_VERIFY })),
  sbom: ImageSbom.cycloneDx(),
});

const stackIn = (app: string) => readAssembly(app).find(({ displayName }) => displayName === 'Services')!;

/** Builds that do no more than what other builds and the state machine see of them: records, objects and artifacts. */
class Builds {
  public readonly runs: BuildRun[] = [];
  public readonly tables = new Tables();
  public readonly objects = new Objects([]);

  /** @param failing the builds that fail: `service-1 build`, `release-images` */
  constructor(private readonly failing: readonly string[] = []) {
  }

  /** The builds in their order: the step and its image, with the platform where there is one. */
  public get steps(): string[] {
    return this.runs.map(run => this.nameOf(run));
  }

  public valuesOf(name: string): Readonly<Record<string, string>> {
    return this.runs.find(run => this.nameOf(run) === name)!.values;
  }

  public async build(run: BuildRun): Promise<BuildOutcome> {
    this.runs.push(run);
    const name = this.nameOf(run);
    const outcome = { phases: {}, exported: {}, arn: `arn:aws:codebuild:eu-central-1:111122223333:build/${run.project.name}:${this.runs.length}`, artifacts: new Map() };
    if (this.failing.includes(name)) {
      run.print(`a\nnodejs-image: error: ${name} did not pass\nnodejs-image: | not ok 1\n`);
      return { ...outcome, status: 'FAILED' };
    }
    const { CONTENT_TAG, TAG_SUFFIX = '', REPOSITORY = '', RECORDS, CONTEXTS } = run.values;
    const record = (tag: string) => this.tables.call('PutItem', {
      TableName: RECORDS, Item: { Repository: { S: REPOSITORY.split('/').slice(1).join('/') }, Tag: { S: tag }, Digest: { S: DIGEST } },
    });
    const steps: Record<string, () => void> = {
      'plan-images': () => outcome.artifacts.set('.nodejs-image/machine/input.json', this.plan(CONTEXTS)),
      'build': () => record(`${CONTENT_TAG}${TAG_SUFFIX}`),
      'publish': () => record(CONTENT_TAG),
    };
    steps[run.project.step!]?.();
    return { ...outcome, status: 'SUCCEEDED' };
  }

  private plan(contexts: string): Buffer {
    NAMES.forEach(name => this.objects.put(`${contexts}/contexts/${name}/content-of-${name}.zip`, Buffer.from(name)));
    return Buffer.from(JSON.stringify({
      plan: `${contexts}/plans/1.json`, commit: COMMIT, nothing: false,
      build: NAMES.map(name => ({ name, contentTag: `content-of-${name}`, gates: '["test"]', unprovenGates: '[]', cacheStages: '[]', baseImages: '[]' })),
    }));
  }

  private nameOf({ project: { step = '' }, values }: BuildRun): string {
    const image = /^content-of-(.*)$/.exec(values.CONTENT_TAG ?? '')?.[1] ?? NAMES.find(name => values.REPOSITORY?.includes(name.replace('-', '')));
    return [...image === undefined ? [] : [image], step, ...step === 'build' && values.TAG_SUFFIX ? [values.TAG_SUFFIX] : []].join(' ');
  }
}

async function rehearsed(app: string, builds: Builds, able: (platform: string) => boolean = () => true): Promise<ActionResult[]> {
  const [run] = runsOf(stackIn(app)).runs;
  return new Rehearsal(run, {
    runner: builds, builds: able, sources: { directory: source, commit: COMMIT, text: 'here' }, account: '111122223333', region: 'eu-central-1', tables: builds.tables, objects: builds.objects,
    onStart: () => undefined, onText: () => undefined,
  }).results();
}

const shown = (results: readonly ActionResult[]) => results.map(({ action: { name }, kind }) => `${name}: ${kind}`);
const partsOf = (results: readonly ActionResult[]) => results.at(-1)!.parts!.map(({ image = '', name, kind }) => `${image} ${name}: ${kind}`.trim());

/** What is shown in a terminal of 80 columns. */
function printed(show: (terminal: Terminal) => void): string[] {
  let text = '';
  const stream = { columns: 80, write: (written: string) => text += written };
  show(new Terminal({ stdout: stream, stderr: stream, environment: {} }));
  return text.trimEnd().split('\n');
}

const plain = synthesized();
const full = synthesized(whole);

describe('of the template', () => {
  test('the state machine is known with its images and the projects that it starts, whatever they are named by', () => {
    const [run] = runsOf(stackIn(full)).runs;
    const { machine, name } = run.stages.flat().at(-1)!;

    expect([name, machine?.input]).toEqual(['Build', { artifact: 'Artifact_Images_Plan', file: '.nodejs-image/machine/input.json' }]);
    expect(machine?.images.map(image => image.name)).toEqual(NAMES);
    expect([...machine!.projects.values()].map(({ step }) => step).sort()).toEqual(['attest', 'build', 'build', 'publish', 'release-images', 'scan']);
    expect(projectsOf(run).map(({ step }) => step)).toContain('plan-images');
  });

  test('builds of pull requests alone are not run, with the reason', () => {
    expect(runsOf(stackIn(full)).others).toEqual([{ name: expect.stringContaining('PullRequests'), reason: expect.stringContaining('it builds pull requests') }]);
  });

  test('directories of images are those that the plan has', () => {
    const stack = stackIn(plain);

    expect(imageDirectoriesOf(stack, runsOf(stack).runs.flatMap(projectsOf))).toEqual(NAMES.map(name => `services/${name}`));
    expect(imageDirectoriesOf(stack, [])).toEqual([]);
  });

  test('repositories of other stacks keep their tags, too, and hosts in the state machine are known', () => {
    const app = synthesized((_, root) => {
      const beside = new Stack(root, 'Repositories', { env: { account: '111122223333', region: 'eu-central-1' } });
      return { images: imagesOf(source, NAMES).map(image => ({ ...image, repository: new ImageRepository(beside, image.name, { repositoryName: `team/${image.name}` }) })) };
    });
    const host = '111122223333.dkr.ecr.eu-central-1.amazonaws.com';

    expect(Object.keys(immutableOf(readAssembly(app).map(({ template }) => template))).sort()).toEqual(NAMES.map(name => `${host}/team/${name}`));
    const template = new DeployedTemplate({
      Resources: { Machine: { Type: 'AWS::StepFunctions::StateMachine', Properties: { DefinitionString: '{"uri":"999999999999.dkr.ecr.eu-west-1.amazonaws.com/a"}' } } },
    }, { stackName: 'a', account: '111122223333', region: 'eu-central-1' });
    expect(ecrHostsOf({ displayName: 'a', account: '111122223333', region: 'eu-central-1', template, assets: [] })).toEqual([host, '999999999999.dkr.ecr.eu-west-1.amazonaws.com']);
  });

  test('a state machine of somebody else is not rehearsed', () => {
    const configuration = (InputType: string) => ({ Configuration: { StateMachineArn: 'one', InputType, Input: 'a::b' } });
    const machines = new Map([['one', { DefinitionString: '{"StartAt": "A", "States": {"A": {"Type": "Task", "Parameters": {"ProjectName": "mine"}}}}' }], ['two', { DefinitionString: 'no JSON' }]]);
    const projects = new Map([['mine', { name: 'mine', buildspec: '{}', variables: [] }]]);

    expect([machineOf(configuration('FilePath'), machines, projects), machineOf(configuration('Literal'), machines, projects), machineOf(configuration('FilePath'), new Map(), projects)])
      .toEqual([undefined, undefined, undefined]);
    expect(machineOf({ Configuration: { StateMachineArn: 'two', InputType: 'FilePath', Input: 'a::b' } }, machines, projects)).toBeUndefined();
    const action = { stage: 'A', name: 'B', runOrder: 1, namespace: '', category: 'Invoke', provider: 'StepFunctions', outputs: [], variables: {} };
    expect(verdictOn(action, { builds: () => true })).toEqual({ kind: 'not rehearsed', text: 'StepFunctions is not there on this machine for a state machine that is not of this library' });
  });
});

describe('a monorepo', () => {
  test('is planned, built image by image, and released', async () => {
    const builds = new Builds();
    const results = await rehearsed(plain, builds);

    expect(shown(results)).toEqual(['Source: ok', 'Plan: ok', 'Build: ok']);
    expect(builds.steps).toEqual(['plan-images', ...NAMES.map(name => `${name} build`), 'release-images']);
    expect(partsOf(results)).toEqual([...NAMES.map(name => `${name} Build: ok`), 'Release: ok']);
    expect([leftOut(results), exitCodeOf(results, false)]).toEqual([[], ExitCode.OK]);
  });

  test('has each image built of the context that the plan left, told of the push and of itself', async () => {
    const builds = new Builds();
    await rehearsed(plain, builds);
    const { source: context, values } = builds.runs[2];

    expect(builds.runs[0].source).toMatchObject({ directory: source, commit: COMMIT });
    expect(context).toEqual({ archive: Buffer.from('service-1') });
    expect(values).toMatchObject({ CONTENT_TAG: 'content-of-service-1', GATES: '["test"]', SOURCE_VERSION: COMMIT, PLATFORM: 'linux/amd64' });
    expect(values.REPOSITORY).toMatch(/^111122223333\.dkr\.ecr\.eu-central-1\.amazonaws\.com\/services-.*service1/);
    expect(builds.runs.at(-1)!.source).toEqual({ archive: undefined });
  });

  test('tells the release what came of the images', async () => {
    const builds = new Builds(['service-1 build']);
    await rehearsed(plain, builds);
    const handedOn = JSON.parse(builds.objects.get(builds.valuesOf('release-images').HANDED_ON)!.toString());

    expect(Object.keys(handedOn.repositories)).toEqual(NAMES);
    expect(handedOn.failures).toEqual([{ name: 'service-1', reason: expect.stringMatching(/^the build arn:aws:codebuild:eu-central-1:111122223333:build\/.*:3 failed$/) }]);
  });

  test('of which one image fails has the others built, and is red', async () => {
    const builds = new Builds(['service-1 build', 'release-images']);
    const results = await rehearsed(plain, builds);

    expect(partsOf(results)).toEqual(['service-0 Build: ok', 'service-1 Build: failed', 'service-2 Build: ok', 'Release: failed']);
    expect([shown(results).at(-1), exitCodeOf(results, true)]).toEqual(['Build: failed', ExitCode.FAILED]);
  });

  test('whose plan fails has nothing built', async () => {
    const results = await rehearsed(plain, new Builds(['plan-images']));

    expect(shown(results)).toEqual(['Source: ok', 'Plan: failed', 'Build: not reached']);
  });

  test('states no scan, for none was run, and lists nothing', async () => {
    const builds = new Builds();
    const results = await rehearsed(full, builds);

    expect(partsOf(results).filter(line => line.startsWith('service-2'))).toEqual([
      'service-2 Build linux/amd64: ok', 'service-2 Build linux/arm64: ok', 'service-2 Index: ok', 'service-2 Scan: not rehearsed', 'service-2 Attest: ok',
    ]);
    expect(builds.valuesOf('service-2 attest')).toMatchObject({ SCANNED: '', SBOM: '{}', IMAGE_DIGEST: DIGEST, PLATFORM_SUFFIXES: '-amd64,-arm64' });
    expect(builds.valuesOf('service-2 publish')).toMatchObject({ SOURCE_SUFFIXES: '["-amd64","-arm64"]' });
    expect(leftOut(results)).toEqual(['Scan', 'Attest (the SBOM, whose program is fetched from the internet)']);
    expect([exitCodeOf(results, false), exitCodeOf(results, true)]).toEqual([ExitCode.PARTIAL, ExitCode.OK]);
  });

  test('for platforms of which one is not built is of the other', async () => {
    const builds = new Builds();
    const results = await rehearsed(full, builds, platform => platform === 'linux/amd64');

    expect(builds.steps.filter(step => step.startsWith('service-0'))).toEqual(['service-0 build -amd64', 'service-0 publish', 'service-0 attest']);
    expect(builds.valuesOf('service-0 publish')).toMatchObject({ SOURCE_SUFFIXES: '["-amd64"]' });
    expect(builds.valuesOf('service-0 attest')).toMatchObject({ PLATFORM_SUFFIXES: '-amd64' });
    expect(leftOut(results)[0]).toBe('Build linux/arm64');
  });

  test('for platforms of which none is built is planned, and no more', async () => {
    const builds = new Builds();
    const results = await rehearsed(full, builds, () => false);

    expect(builds.steps).toEqual(['plan-images']);
    expect(results.at(-1)).toMatchObject({ kind: 'not rehearsed', text: 'linux/amd64 and linux/arm64 are not built here' });
    expect([results.some(isBuilt), exitCodeOf(results, true)]).toEqual([false, ExitCode.PARTIAL]);
  });

  describe('with a secret', () => {
    const app = synthesized(stack => ({
      images: imagesOf(source, NAMES).map((image, index) => ({
        ...image, buildSecrets: index === 2 ? [] : [AwsBuildSecret.ssmParameter('npm', StringParameter.fromSecureStringParameterAttributes(stack, image.name, { parameterName: `token-of-${index}` }))],
      })),
    }));

    test('is told so before anything is started where it is not given, by the image', async () => {
      expect((await cdkNodejsImage(['rehearse', '--app', app])).err.replace(/\s+/g, ' ')).toContain('the build of service-0 takes BUILD_SECRET_0 from Parameter Store (token-of-0): '
        + 'set a variable BUILD_SECRET_0 where you run this, or SERVICE_0_BUILD_SECRET_0 for it alone');
    });

    test('hands each image its own, of those that have one name', async () => {
      const builds = new Builds();
      await rehearsed(app, builds);
      const environment = { PATH: process.env.PATH, BUILD_SECRET_0: 'of all', SERVICE_1_BUILD_SECRET_0: 'of one' };
      const machine = new Machine({
        environment, directory: temporaryDirectory(), registry: '127.0.0.1:1', builder: 'default', endpoint: '', proxy: '', certificate: '', account: '111122223333', region: 'eu-central-1',
      });

      expect(builds.runs.slice(1, 4).map(({ project }) => machine.variablesOf(project).BUILD_SECRET_0)).toEqual(['of all', 'of one', undefined]);
    });
  });
});

describe('in a terminal of 80 columns', () => {
  test('each image has its builds below its name, and what holds for all is told once', async () => {
    const results = await rehearsed(full, new Builds(), platform => platform === 'linux/amd64');
    const lines = printed(terminal => showResults(terminal, 'Services', results.map(result => ({ ...result, parts: result.parts?.map(part => ({ ...part, seconds: part.seconds && 12 })), seconds: undefined }))));

    expect(lines.slice(4, 18)).toEqual([
      '  Images / Build   ok',
      '    service-0',
      '      Build linux/amd64  ok  12 s',
      '      Build linux/arm64  not rehearsed',
      '          linux/arm64 is not built here',
      '      Index              ok  12 s',
      '          of the platforms that were built',
      '      Scan               not rehearsed',
      '          findings come from ECR or Amazon Inspector, which see what is pushed',
      '          to ECR alone',
      '      Attest             ok  12 s',
      '          of the platforms that were built; without the SBOM, whose program is',
      '          fetched from the internet',
      '    service-1',
    ]);
    expect(lines.at(-1)).toBe('    Release              ok  12 s');
    expect(lines.filter(line => line.includes('findings come from'))).toHaveLength(1);
  });

  test('no line is longer, whatever the name of an image', () => {
    const action = { stage: 'Images', name: 'Build', runOrder: 2, namespace: '', category: 'Invoke', provider: 'StepFunctions', outputs: [], variables: {} };
    const parts = [{ image: 'a'.repeat(64), name: 'Build linux/amd64', step: 'build', kind: 'failed' as const, text: 'words '.repeat(30), seconds: 1000, log: 'nodejs-image: error: none\n' }];
    const lines = printed(terminal => {
      showResults(terminal, 'Services', [{ action, kind: 'failed', text: '', seconds: 1000, parts }]);
      showFailure(terminal, { action, kind: 'failed', text: '', parts });
    });

    expect(lines.filter(line => line.length > 80)).toEqual([]);
    expect(lines.slice(-3)).toEqual([`Images / Build: ${'a'.repeat(64)}`, '/ Build linux/amd64 failed', '  none']);
  });

  test('a failure has its cause, and builds of one cause are told together', async () => {
    const failing = new Builds(['service-1 build', 'release-images']);
    const results = await rehearsed(plain, failing);
    const [cause, ...same] = [
      { image: 'api', name: 'Build', kind: 'failed' as const, text: '', log: 'nodejs-image: error: cannot log in\n' },
      { image: 'chat', name: 'Build', kind: 'failed' as const, text: '', log: 'nodejs-image: error: cannot log in\n' },
      { image: 'mail', name: 'Build', kind: 'ok' as const, text: '', log: '' },
    ];

    expect(printed(terminal => showFailure(terminal, results.at(-1)!))).toEqual([
      '', 'Images / Build: service-1 / Build failed', '  service-1 build did not pass', '  not ok 1',
      '', 'Images / Build: Release failed', '  release-images did not pass', '  not ok 1',
    ]);
    expect(printed(terminal => showFailure(terminal, { ...results.at(-1)!, parts: [cause, ...same] }))).toEqual([
      '', 'Images / Build: api / Build, chat / Build failed', '  cannot log in',
    ]);
  });

  test('a build that is told of elsewhere is named by a word', async () => {
    const results = await rehearsed(plain, new Builds());
    const log = 'nodejs-image: error: not released: api\nnodejs-image: | api: the build arn:aws:codebuild:eu-central-1:1:build/images:1 failed; the build arn:aws:codebuild:eu-central-1:1:build/images:2 failed\n';

    expect(printed(terminal => showFailure(terminal, { ...results.at(-1)!, parts: [{ name: 'Release', kind: 'failed', text: '', log }] })).at(-1)).toBe('  api: its build failed; its build failed');
  });

  test('a state machine that fails by itself has its own cause', async () => {
    const results = await rehearsed(plain, new Builds());

    expect(printed(terminal => showFailure(terminal, { ...results.at(-1)!, error: 'States.DataLimitExceeded: Build has 300000 bytes' }))).toEqual([
      '', 'Images / Build failed', '  States.DataLimitExceeded: Build has 300000 bytes',
    ]);
  });

  test('what is released is shown by repositories', () => {
    const contents = { 'host/team/api': { 'cache-amd64': 'sha256:1', 'main': DIGEST, '1.0.0': DIGEST }, 'host/team/chat': { ['0'.repeat(32)]: DIGEST }, 'host/team/mail': { main: DIGEST } };

    expect(printed(terminal => showReleases(terminal, { there: true, contents }))).toEqual([
      '', 'Under release tags, in the registry of the rehearsal',
      '  team/api', '    main   sha256:0123456789ab', '    1.0.0  sha256:0123456789ab', '  team/mail', '    main   sha256:0123456789ab',
    ]);
  });
});
