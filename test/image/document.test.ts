import { Duration } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import {
  AwsBuildSecret, BaseImage, BuildSecret, BuildStep, Bundling, CacheSharing, From, Gate, GateUser, HealthCheck, InstallScripts,
  Instruction, Mount, NodejsDockerfile, NodejsDockerfileOptions,
  ModulePruning, NodejsProject, NodejsVersion, PackageManager, Service, ServiceProbe, Stage, StageCustomization, StartGate, StartScript, TestReport,
  ToolCaches,
} from '../../lib';
import { generatedFiles } from '../../lib/context/materialise';
import { fromDocument, toDocument } from '../../lib/image/document';
import { holds } from '../property';
import { add, smallService } from '../temporary';

const project = (() => {
  const directory = smallService();
  add(directory, {
    'package.json': {
      name: 'small', version: '1.0.0', dependencies: { leftpad: '1.0.0' },
      scripts: { start: 'node server.js', worker: 'node worker.js', test: 'node --test', lint: 'eslint .', build: 'tsc' },
    },
    'tsconfig.json': { compilerOptions: { outDir: 'dist' } },
  });
  return directory;
})();

/** The same options, as they are in another place. */
const elsewhere = (options: NodejsDockerfileOptions) => fromDocument(JSON.parse(JSON.stringify(toDocument(options)))) as NodejsDockerfileOptions;

/** Everything that is generated, or why nothing is. */
function generated(options: NodejsDockerfileOptions): unknown {
  try {
    const { nodeVersion, packageManager, buildScript } = options;
    const dockerfile = NodejsDockerfile.fromProject(NodejsProject.fromDirectory(project, { nodeVersion, packageManager, buildScript }), options);
    return [
      generatedFiles(dockerfile).map(([name, content]) => [name, content.toString('base64')]),
      dockerfile.gates.map(({ name, reports }) => [name, reports.map(({ format, path }) => [format, path])]),
      dockerfile.warnings,
    ];
  } catch (error) {
    return String(error);
  }
}

// ---------------------------------------------------------------- any option

const word = fc.oneof(fc.constantFrom('a', '$HOME', '"', '\\', '\'', '`id`', '$class', 'ü', '#x', 'x y', '--link'), fc.string({ minLength: 1, maxLength: 12 }).filter(text => !text.includes('\0')));
const words = fc.array(word, { minLength: 1, maxLength: 3 });
const identifier = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,8}$/);
const stageName = fc.constantFrom('tools', 'extra', 'more');
/** What gives no image has to be rare in each option, or hardly any set of options gives one. */
const rarely = <T, U>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<U>) => fc.oneof({ weight: 40, arbitrary: usual }, { weight: 1, arbitrary: odd });
const environment = rarely(
  fc.dictionary(fc.oneof(identifier, fc.constantFrom('__proto__', 'constructor')), word, { maxKeys: 4 }),
  fc.dictionary(fc.constantFrom('$class', '$pairs', '$undefined', 'TOKEN'), word, { maxKeys: 4 }),
);
const options = <T extends object>(arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(arbitraries, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>;

const seconds = (most: number) => fc.integer({ min: 1, max: most }).map(Duration.seconds);

const report = fc.constantFrom(TestReport.junit('reports/*.xml'), TestReport.cobertura('coverage/cobertura.xml'), TestReport.of('SIMPLECOV', 'x.json'));
const services = fc.constantFrom<Service[]>([], [Service.postgres(), Service.redis()],
  [Service.of({ image: 'a/b:1', command: ['b'], port: 99, prepare: ['c'], ready: ServiceProbe.http('/'), variables: { B: '{url}' } })]);
const gateOptions = options({
  user: fc.constantFrom(GateUser.ROOT, GateUser.RELEASE), name: fc.constantFrom('one', 'two', 'three'), afterBuild: fc.boolean(),
  reports: fc.array(report, { maxLength: 2 }), environment, timeout: seconds(9999), network: fc.boolean(), services, exitCodeAlone: fc.boolean(),
});
const gate = fc.oneof(
  fc.tuple(rarely(fc.constantFrom('test', 'lint'), fc.constant('missing')), gateOptions).map(args => Gate.script(...args)),
  fc.tuple(fc.array(fc.constantFrom('test', 'lint'), { minLength: 1, maxLength: 2 }), gateOptions).map(args => Gate.scripts(...args)),
  fc.tuple(fc.array(words, { minLength: 1, maxLength: 2 }), gateOptions).map(args => Gate.commands(...args)),
);
const steps = options({ steps: fc.uniqueArray(fc.constantFrom(BuildStep.INSTALL, BuildStep.BUILD, BuildStep.GATES)) });
const secret = fc.oneof(
  fc.tuple(identifier, steps).map(args => BuildSecret.environment(...args)),
  fc.tuple(fc.constantFrom('npmrc', 'other'), steps).map(([id, given]) => BuildSecret.file(id, `/home/me/${id}`, '/root/.npmrc', given)),
  fc.tuple(identifier, steps).map(([name, given]) => AwsBuildSecret.ssmParameter(name, { parameterName: 'x' } as any, given)),
);
const timing = options({ interval: seconds(99), timeout: seconds(99), retries: fc.integer({ min: 1, max: 9 }) });
const healthCheck = fc.oneof(
  timing.map(given => HealthCheck.http('/health', given)), timing.map(given => HealthCheck.tcp(given)),
  fc.tuple(words, timing).map(args => HealthCheck.command(...args)), fc.constant(HealthCheck.none()),
);
const mount = fc.oneof(
  fc.constantFrom(...Object.values(CacheSharing)).map(sharing => Mount.cache('x', '/x', { sharing })), identifier.map(variable => Mount.secret('s', { variable })),
  fc.constant(Mount.bind('package.json', '/package.json')), fc.constant(Mount.bind('/etc/passwd', '/p', From.stage('base'))),
);
const made = <T>(make: () => T): T | undefined => {
  try {
    return make();
  } catch {
    return undefined; // what no Dockerfile can say is refused at once
  }
};
const instruction: fc.Arbitrary<Instruction> = fc.oneof(
  fc.tuple(words, fc.array(mount, { maxLength: 2 })).map(([argv, mounts]) => made(() => Instruction.run(argv, { mounts }))),
  words.map(argv => made(() => Instruction.shell(argv.join(' ')))),
  fc.tuple(word, fc.boolean(), fc.constantFrom(undefined, From.stage('base'), From.image('public.ecr.aws/docker/library/busybox:1')))
    .map(([source, link, from]) => made(() => Instruction.copy([source], './x', { link, from, chown: '1:1', exclude: ['**/x'] }))),
  environment.map(variables => made(() => Instruction.env(variables))),
  environment.map(labels => made(() => Instruction.label(labels))),
  fc.tuple(identifier, fc.option(word, { nil: undefined })).map(args => made(() => Instruction.arg(...args))),
  fc.constantFrom(Instruction.noHealthCheck(), Instruction.healthCheck(['true']), Instruction.expose(80), Instruction.user('1:1'), Instruction.stopSignal('SIGINT'),
    Instruction.workdir('/app'), Instruction.entrypoint([]), Instruction.cmd(['x', '$y']), Instruction.of('VOLUME', '/data').withComment('why')),
).filter((item): item is Instruction => item !== undefined);
const instructions = fc.array(instruction, { maxLength: 3 });
const customization = fc.oneof(
  fc.tuple(rarely(fc.constantFrom('release', 'app', 'deps', 'source'), fc.constantFrom('build', 'missing')), instructions).map(([stage, items]) => StageCustomization.append(stage, ...items)),
  fc.tuple(fc.constantFrom('base', 'release'), instructions).map(([stage, items]) => StageCustomization.prepend(stage, ...items)),
  fc.tuple(stageName, rarely(fc.constant<Instruction[]>([]), instructions), fc.constantFrom(From.SCRATCH, From.stage('base'), From.argument('TOOLS', 'busybox:1'))).map(([name, items, from]) =>
    StageCustomization.addStage(new Stage({ name, from, instructions: items, comments: ['mine'], platform: '$BUILDPLATFORM' }))),
);
const imageOptions: fc.Arbitrary<NodejsDockerfileOptions> = options({
  nodeVersion: rarely(fc.constantFrom(NodejsVersion.V22, NodejsVersion.V26), fc.constant(NodejsVersion.of('24.11.1'))),
  packageManager: rarely(fc.constantFrom(PackageManager.NPM, PackageManager.NPM.version('11.6.0')), fc.constant(PackageManager.PNPM)),
  baseImage: fc.constantFrom(BaseImage.debianSlim(), BaseImage.alpine(), BaseImage.alpine({ mirror: 'm.example.com:5000/p' }), BaseImage.distroless(), BaseImage.custom({ buildImage: 'a:1', runtimeImage: 'b:1', shell: false, path: '/n' })),
  startGate: rarely(
    fc.tuple(fc.boolean(), fc.dictionary(identifier, word, { maxKeys: 2 }), options({ timeout: seconds(3600) }))
      .map(([must, variables, given]) => must ? StartGate.required({ environment: variables, ...given }) : StartGate.environment(variables, given)),
    fc.constant(StartGate.none()),
  ),
  gates: rarely(fc.uniqueArray(gate, { maxLength: 3, selector: ({ name }) => name }), fc.array(gate, { maxLength: 3 })),
  installScripts: fc.constantFrom(InstallScripts.none(), InstallScripts.asConfigured()),
  buildScript: rarely(fc.constantFrom('', 'build'), fc.constant('missing')),
  buildNetwork: fc.boolean(),
  toolCaches: fc.constantFrom(ToolCaches.none(), ToolCaches.standard(), ToolCaches.standard({ directories: ['.cache/x', 'tmp'] })),
  buildEnvironment: environment,
  buildArgs: environment,
  buildSecrets: rarely(fc.uniqueArray(secret, { maxLength: 2, selector: ({ id }) => id }), fc.array(secret, { maxLength: 2 })),
  releaseFiles: rarely(fc.array(fc.constantFrom('server.js', 'lib'), { maxLength: 2 }), fc.constant<string[]>(['../x'])),
  includeFiles: rarely(fc.array(fc.constantFrom('docs', 'a b/c.md'), { maxLength: 2 }), fc.constant<string[]>(['node_modules/a'])),
  bundling: fc.constantFrom(Bundling.none(), Bundling.esbuild({ external: ['a', '@b/c'], entries: ['dist/x y.js'], minify: true }), Bundling.esbuild({ sourceMaps: false })),
  modulePruning: fc.constantFrom(ModulePruning.none(), ModulePruning.standard({ keep: ['a/**'], remove: ['b/x y'] })),
  writableDirectories: fc.array(fc.constantFrom('data', 'tmp/x'), { maxLength: 2 }),
  allow: fc.constantFrom<{ [path: string]: string }>({}, { 'test/tls.key': 'of the tests' }),
  command: fc.array(fc.constantFrom('node', 'server.js', '$x', '"'), { minLength: 1, maxLength: 3 }),
  startScript: fc.constantFrom(StartScript.named('worker'), StartScript.fromEnvironment('SCRIPT', { scripts: ['start', 'worker'], defaultScript: 'start' })),
  entrypoint: words,
  init: fc.boolean(),
  port: fc.integer({ min: 1, max: 65535 }),
  environment,
  user: rarely(fc.constantFrom('1:1', '7'), fc.constant('root')),
  healthCheck,
  labels: environment,
  customize: fc.array(customization, { maxLength: 3 }),
}).map(given => given.startScript && given.command && given.command.length < 3 ? { ...given, command: undefined } : given); // not both, but sometimes

test('whatever the options, an image that is planned from their document is the same to the byte', () => {
  let images = 0;
  holds(fc.property(imageOptions, given => {
    const expected = generated(given);
    images += typeof expected === 'string' ? 0 : 1;
    expect(generated(elsewhere(given))).toEqual(expected);
  }), 300);
  // what gives no image gives the same error, which proves less
  expect(images).toBeGreaterThan(40);
});

test('no option of an image was forgotten here', () => {
  const names: Record<keyof Required<NodejsDockerfileOptions>, true> = {
    nodeVersion: true, packageManager: true, installScripts: true, baseImage: true, gates: true, buildScript: true, buildNetwork: true,
    buildEnvironment: true, buildArgs: true,
    buildSecrets: true, releaseFiles: true, includeFiles: true,
    writableDirectories: true, command: true, startScript: true, entrypoint: true, init: true, port: true,
    environment: true, user: true, healthCheck: true, labels: true, customize: true, allow: true, startGate: true, modulePruning: true,
    bundling: true, toolCaches: true,
  };
  const given = fc.sample(imageOptions, { seed: 20261122, numRuns: 300 }).flatMap(sample => Object.entries(sample));
  const seen = new Set(given.flatMap(([name, value]) => value === undefined ? [] : [name]));
  expect([...seen].sort()).toEqual(Object.keys(names).sort());
});

describe('the document', () => {
  test('holds nothing of where a secret comes from', () => {
    const text = JSON.stringify(toDocument({ buildSecrets: [BuildSecret.file('npmrc', '/home/me/.npmrc', '/root/.npmrc'), AwsBuildSecret.ssmParameter('TOKEN', { parameterName: 'team/npm' } as any)] }));
    expect(text).not.toMatch(/home|team/);
    expect(text).toContain('/root/.npmrc');
  });

  test('makes instances of the classes again', () => {
    const revived = elsewhere({ gates: [Gate.script('test')], nodeVersion: NodejsVersion.V24, packageManager: PackageManager.YARN_BERRY.version('4.9.1') });
    expect(revived.gates![0]).toBeInstanceOf(Gate);
    expect(revived.nodeVersion).toEqual(NodejsVersion.V24);
    expect(revived.packageManager!.provision()).toEqual(PackageManager.YARN_BERRY.version('4.9.1').provision());
  });

  test.each(Object.entries({ NPM: PackageManager.NPM, YARN_CLASSIC: PackageManager.YARN_CLASSIC, YARN_BERRY: PackageManager.YARN_BERRY, PNPM: PackageManager.PNPM, BUN: PackageManager.BUN }))('knows %s', (_, packageManager) => {
    expect(elsewhere({ packageManager }).packageManager).toBe(packageManager);
  });

  test.each<[string, object, RegExp]>([
    ['a function', { labels: { a: () => 'x' } }, /the prop "labels\.a" must be .*, received a function$/],
    ['another class', { gates: [Gate.script('test'), new Date(0)] }, /the prop "gates\[1\]" must be .*, received an instance of Date$/],
    ['something of another class in one of ours', { gates: [Object.assign(Gate.script('test'), { environment: { A: new URL('http://x') } })] }, /the prop "gates\[0\]\.environment\.A" must be .*, received an instance of URL$/],
    ['no number', { port: NaN }, /the prop "port" must be .*, received NaN$/],
    ['a symbol', { user: Symbol('x') }, /the prop "user" must be .*, received a symbol$/],
  ])('is refused for %s, by the name of the prop', (_, given, message) => {
    expect(() => toDocument(given)).toThrow(message);
  });
});
