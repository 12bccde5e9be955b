import { App, Duration, Lazy, Stack, Token } from 'aws-cdk-lib';
import { Artifact, Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import * as fc from 'fast-check';
import {
  BaseImage, BuildSecret, Gate, HealthCheck, ImageRepository, ImageScan, ImageTag, NodejsDockerfile, NodejsImageAsset, NodejsImageBuild,
  NodejsImageDeployment, NodejsImagePipeline, NodejsImageProject, NodejsImageSource, NodejsImageStages, NodejsImageStep, NodejsProject,
  NodejsVersion, PipelineSource, StartScript,
} from '../../lib';
import { holds } from '../property';
import { smallService, temporaryDirectory } from '../temporary';

/** What JavaScript lets through. */
const untyped = (value: unknown): any => value;

function message(build: () => unknown): string {
  try {
    build();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing';
}

/** Every construct, and what else takes the options of an image. */
const MAKERS: Record<string, (stack: Stack, props: any) => unknown> = {
  NodejsImageAsset: (stack, props) => new NodejsImageAsset(stack, 'Api', props),
  NodejsImageBuild: (stack, props) => new NodejsImageBuild(stack, 'Api', props),
  NodejsImageDeployment: (stack, props) => new NodejsImageDeployment(stack, 'Api', props),
  NodejsImagePipeline: (stack, props) => new NodejsImagePipeline(stack, 'Api', props),
  NodejsImageProject: (stack, props) => new NodejsImageProject(stack, 'Api', props),
  NodejsImageStages: (stack, props) => new NodejsImageStages(stack, 'Api', props),
};

const source = () => PipelineSource.gitHub('team/api', { connectionArn: 'arn:aws:codeconnections:eu-central-1:111111111111:connection/11111111-2222-3333-4444-555555555555' });

describe.each(Object.entries(MAKERS))('%s', (name, make) => {
  const directory = smallService();
  const more: any = {
    NodejsImagePipeline: () => ({ source: source() }),
    NodejsImageProject: () => ({ source: source() }),
    NodejsImageStages: (stack: Stack) => ({ pipeline: new Pipeline(stack, 'Pipeline'), input: new Artifact() }),
  };
  const problem = (props: any) => message(() => {
    const stack = new Stack(new App({ outdir: temporaryDirectory() }), 'Stack');
    make(stack, typeof props !== 'object' || props === null || props.then ? props : { directory, ...more[name]?.(stack), ...props });
  });

  test.each<[any, string]>([
    [{ gates: ['test'] }, '"gates[0]" must be a Gate, received "test"; write Gate.script("test")'],
    [{ gates: ['npm run lint'] }, '"gates[0]" must be a Gate, received "npm run lint"; write Gate.script("lint")'],
    [{ gates: ['eslint .'] }, '"gates[0]" must be a Gate, received "eslint ."; write Gate.command(["eslint","."])'],
    [{ gates: 'test' }, '"gates" must be a list (Gate[]), received "test"; write [Gate.script("test")]'],
    [{ nodeVersion: '22' }, '"nodeVersion" must be a NodejsVersion, received "22"; write NodejsVersion.of("22")'],
    [{ nodeVersion: 22 }, '"nodeVersion" must be a NodejsVersion, received 22; write NodejsVersion.of("22")'],
    [{ baseImage: 'node:22-alpine' }, '"baseImage" must be a BaseImage, received "node:22-alpine"; write BaseImage.alpine()'],
    [{ baseImage: BaseImage.alpine }, '"baseImage" must be a BaseImage, received the function alpine; write BaseImage.debianSlim()'],
    [{ port: '8080' }, '"port" must be a number, received "8080"; write 8080'],
    [{ port: null }, '"port" must be a number, received null; leave it out if it is not to be set'],
    [{ packageManager: 'pnpm' }, '"packageManager" must be a PackageManager, received "pnpm"; write PackageManager.PNPM'],
    [{ packageManager: 'yarn@4.1.0' }, 'write PackageManager.YARN_BERRY.version("4.1.0")'],
    [{ healthCheck: '/health' }, '"healthCheck" must be a HealthCheck, received "/health"; write HealthCheck.http("/health")'],
    [{ startScript: 'serve' }, '"startScript" must be a StartScript, received "serve"; write StartScript.named("serve")'],
    [{ command: 'node x.js' }, '"command" must be a list (string[]), received "node x.js"; write ["node","x.js"]'],
    [{ command: 'node "a b.js"' }, 'write ["/bin/sh","-c","node \\"a b.js\\""]'],
    [{ environment: ['A=b'] }, '"environment" must be an object of values by their names, received ["A=b"]; write { A: "b" }'],
    [{ environment: { A: 1 } }, '"environment.A" must be a string, received 1; write "1"'],
    [{ environment: { A: undefined } }, '"environment.A" must be a string, received undefined'],
    [{ buildSecrets: ['NPM_TOKEN'] }, '"buildSecrets[0]" must be a BuildSecret, received "NPM_TOKEN"; write BuildSecret.environment("NPM_TOKEN")'],
    [{ init: 'false' }, '"init" must be true or false, received "false"; write false'],
    [{ directory: undefined }, '"directory" is missing; it must be a string'],
    [{ directory: Promise.resolve('.') }, '"directory" must be a string, received a Promise; await it first'],
    [{ dirctory: 'x' }, 'there is no prop "dirctory" in'],
    [{ dirctory: 'x' }, 'did you mean "directory"?'],
    [{ ports: 8080 }, 'did you mean "port"?'],
    [{ gate: [] }, 'did you mean "gates"?'],
    [{ envrionment: {} }, 'did you mean "environment"?'],
    [{ nodeversion: '22' }, 'did you mean "nodeVersion"?'],
    [{ quantum: 1 }, 'there is no prop "quantum" in'],
    [undefined, 'the props must be an object'],
    [null, 'received null'],
    ['services/api', 'received "services/api"'],
    [Promise.resolve({}), 'received a Promise; await it first'],
  ])('refuses %o', (props, said) => {
    const text = problem(props);
    expect(text).toContain(said);
    expect(text).toMatch(/^Stack\/Api: /);
  });

  test('says all that is wrong at once', () => {
    expect(problem({ port: '1', init: 1 }).split('\n')).toHaveLength(2);
  });

  test('never shows what may be a secret', () => {
    const text = problem({ buildSecrets: ['npm_d34db33fd34db33f'] });
    expect(text).toContain('received a string of 20 characters; write BuildSecret.environment("NPM_TOKEN")');
    expect(text).not.toContain('d34db33f');
  });

  test('takes what is as it should be', () => {
    expect(problem({ nodeVersion: NodejsVersion.of('22'), gates: [], port: 8080, environment: { A: 'b' }, labels: undefined, startScript: StartScript.named('start') })).toBe('nothing');
  });
});

describe('NodejsDockerfile.fromDirectory', () => {
  const directory = smallService();
  const problem = (options: any) => message(() => NodejsDockerfile.fromDirectory(options));

  test('refuses what constructs refuse, by its own name', () => {
    expect(problem({ directory, gates: ['test'] })).toBe('NodejsDockerfile.fromDirectory(): "gates[0]" must be a Gate, received "test"; write Gate.script("test")');
    expect(problem(undefined)).toContain('the props must be an object (NodejsImageOptions), received undefined; give an object with "directory"');
    expect(problem({})).toContain('"directory" is missing; it must be a string');
    expect(message(() => NodejsDockerfile.fromProject(NodejsProject.fromDirectory(directory), untyped({ ports: 1 })))).toContain('did you mean "port"?');
  });

  test('ends in a message of ours whatever the values', () => {
    const names = ['gates', 'port', 'environment', 'command', 'buildSecrets', 'healthCheck', 'baseImage', 'directory', 'labels', 'customize', 'releaseFiles', 'unknown'];
    holds(fc.property(fc.constantFrom(...names), fc.anything(), (name, value) => {
      expect(problem({ directory, [name]: value })).not.toMatch(/is not (iterable|a function)|Cannot (read|convert)|undefined \(reading|must be of type/);
    }), 300);
  });
});

describe('what is given by others', () => {
  const directory = smallService();
  const stack = () => new Stack(new App({ outdir: temporaryDirectory() }), 'Stack');

  test('a class of another copy of the library is told as that', () => {
    const other = jest.requireActual<any>('../../lib');
    let copy: any;
    jest.isolateModules(() => { copy = jest.requireActual('../../lib/image/index'); });
    expect(copy.Gate).not.toBe(other.Gate);
    const text = message(() => new NodejsImageAsset(stack(), 'Api', { directory, gates: [copy.Gate.script('test')] }));
    expect(text).toContain('"gates[0]" is a Gate of another copy of cdk-nodejs-image: the app has the library twice; see "npm ls cdk-nodejs-image"');
  });

  test('a token is refused as one where the Dockerfile is written, and passes where CloudFormation resolves it', () => {
    const { stack: given, built } = ((own: Stack) => ({ stack: own, built: (props: any) => () => new NodejsImageAsset(own, 'Api', { directory, ...props }) }))(stack());
    expect(message(built({ port: Token.asNumber(Lazy.any({ produce: () => 1 })) }))).toContain('holds a token');
    expect(message(() => new NodejsImageBuild(given, 'Built', {
      directory, buildArgs: { A: Lazy.string({ produce: () => 'b' }) }, tags: [ImageTag.fixed(Lazy.string({ produce: () => '1.0.0' }))],
    }))).toBe('nothing');
    expect(message(() => new NodejsImageAsset(given, 'Lazy', untyped({ directory, gates: Lazy.any({ produce: () => [] }) })))).toContain('holds a token');
  });

  test('a subclass has props of its own', () => {
    class Own extends NodejsImageDeployment {
      constructor(scope: Stack, id: string, props: { directory: string; team: string }) {
        super(scope, id, props);
      }
    }
    expect(message(() => new Own(stack(), 'Api', { directory, team: 'web' }))).toBe('nothing');
    expect(message(() => new Own(stack(), 'Api', untyped({ directory, team: 'web', port: '80' })))).toContain('"port" must be a number');
  });

  test('props of the CDK are only looked at whether they are objects', () => {
    expect(message(() => new NodejsImageAsset(stack(), 'Api', { directory, platform: Platform.LINUX_ARM64 }))).toBe('nothing');
    expect(message(() => new NodejsImageAsset(stack(), 'Api', untyped({ directory, platform: 'linux/arm64' })))).toContain('"platform" must be a Platform, received "linux/arm64"; write Platform.LINUX_ARM64');
    expect(message(() => new NodejsImageBuild(stack(), 'Api', untyped({ directory, timeout: 30 })))).toContain('write Duration.minutes(30) or Duration.seconds(30)');
    expect(message(() => new NodejsImageBuild(stack(), 'Api', untyped({ directory, repository: 'team/api' })))).toContain('Repository.fromRepositoryName(this, "Images", "team/api")');
    expect(message(() => new NodejsImageBuild(stack(), 'Api', { directory, timeout: Duration.minutes(30) }))).toBe('nothing');
  });

  test('tags are told from text', () => {
    const build = (tags: any) => message(() => new NodejsImageBuild(stack(), 'Api', { directory, tags }));
    expect(build(['latest'])).toBe('Stack/Api: "tags[0]" must be an ImageTag, received "latest"; write ImageTag.moving("latest")');
    expect(build(['1.4.2'])).toContain('write ImageTag.fixed("1.4.2")');
    expect(build('latest')).toContain('write [ImageTag.moving("latest")]');
  });
});

test.each<[string, () => unknown, string]>([
  ['Gate.script', () => Gate.script('test', untyped({ report: [] })), 'Gate: there is no prop "report" in GateOptions, received []; did you mean "reports"?'],
  ['Gate.script', () => Gate.script('test', untyped({ reports: ['reports/junit.xml'] })), 'write TestReport.junit("reports/junit.xml")'],
  ['Gate.script', () => Gate.script(untyped(undefined)), 'Gate.script(): "script" must be a string, received undefined'],
  ['Gate.command', () => Gate.command(untyped('npm audit')), 'Gate.command(): "command" must be a list (string[]), received "npm audit"; write ["npm","audit"]'],
  ['HealthCheck.http', () => HealthCheck.http('/', untyped({ interval: '30' })), '"interval" must be a Duration, received "30"; write Duration.seconds(30)'],
  ['HealthCheck.tcp', () => HealthCheck.tcp(untyped({ startPeriod: '2m' })), 'write Duration.minutes(2)'],
  ['Gate.script', () => Gate.script('test', untyped({ timeout: 60 })), 'Gate: "timeout" must be a Duration, received 60; write Duration.seconds(60)'],
  ['Gate.script', () => Gate.script('test', untyped({ timeoutSeconds: 60 })), 'did you mean "timeout"?'],
  ['HealthCheck.http', () => HealthCheck.http('/', untyped({ intervall: 30 })), 'did you mean "interval"?'],
  ['BuildSecret', () => BuildSecret.environment('NPM_TOKEN', untyped({ steps: ['instal'] })), 'must be one of BuildStep.INSTALL, BuildStep.BUILD, BuildStep.GATES, received "instal"'],
  ['BaseImage.custom', () => BaseImage.custom(untyped({ buildImage: 'a' })), 'BaseImage.custom(): "runtimeImage" is missing'],
  ['BaseImage.alpine', () => BaseImage.alpine(untyped({ miror: 'a' })), 'did you mean "mirror"?'],
  ['StartScript', () => StartScript.fromEnvironment('SCRIPT', untyped({ script: ['a'] })), 'did you mean "scripts"?'],
  ['ImageTag.gitCommit', () => ImageTag.gitCommit(untyped({ lenght: 12 })), 'did you mean "length"?'],
  ['ImageScan.basic', () => ImageScan.basic(untyped({ maximum: { critcal: 1 } })), 'there is no prop "maximum.critcal" in FindingLimits, received 1; did you mean "critical"?'],
  ['PipelineSource', () => PipelineSource.gitHub('a/b', untyped(undefined)), 'give an object with "connectionArn"'],
  ['NodejsProject.of', () => NodejsProject.of(untyped({ script: {} })), 'did you mean "scripts"?'],
  ['NodejsProject.fromDirectory', () => NodejsProject.fromDirectory(untyped(undefined)), 'NodejsProject.fromDirectory(): "directory" must be a string, received undefined'],
  ['NodejsImageSource', () => new NodejsImageSource(untyped({ dir: '.' })), 'did you mean "directory"?'],
  ['NodejsImageStep', () => new NodejsImageStep('Api', untyped({ directory: '.' })), 'the step "Api": "input" is missing; it must be an IFileSetProducer'],
  ['ImageRepository', () => new ImageRepository(new Stack(new App(), 'Stack'), 'Images', untyped({ movingTags: 'latest' })), 'Stack/Images: "movingTags" must be a list (string[]), received "latest"; write ["latest"]'],
])('%s says what is wrong with its options', (_, build, said) => {
  expect(message(build)).toContain(said);
});
