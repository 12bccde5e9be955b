import * as fs from 'fs';
import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import {
  AwsBuildSecret, BaseImage, BuildSecret, Gate, HealthCheck, Instruction, InstallScripts, ModulePruning, NodejsDockerfile, NodejsImageAsset,
  NodejsImageAssetProps, NodejsVersion, PackageManager, Service, StageCustomization, StartGate, StartScript, TestReport,
} from '../../lib';
import { contentKey } from '../../lib/context/content-key';
import { smallService, temporaryDirectory } from '../temporary';

/** One of everything that an image can be told, made anew each time. */
const everything = (directory: string): NodejsImageAssetProps => ({
  directory,
  nodeVersion: NodejsVersion.of('24'),
  packageManager: PackageManager.NPM.version('11.6.2'),
  baseImage: BaseImage.alpine(),
  gates: [
    Gate.command(['node', '--test'], { name: 'unit', reports: [TestReport.junit('reports/junit.xml')], services: [Service.redis()] }),
    Gate.command(['node', '--version']),
  ],
  startGate: StartGate.required(),
  installScripts: InstallScripts.none(),
  buildEnvironment: { A: '1', B: '2' },
  buildArgs: { C: '3' },
  buildSecrets: [BuildSecret.environment('TOKEN')],
  modulePruning: ModulePruning.standard({ keep: ['a/**'] }),
  command: ['node', 'server.js'],
  port: 8080,
  healthCheck: HealthCheck.http('/health'),
  labels: { l: 'm' },
  customize: [StageCustomization.append('release', Instruction.env({ NAME: 'value' }))],
});

let plans: jest.SpyInstance;

beforeEach(() => {
  plans = jest.spyOn(NodejsDockerfile, '_inRepository');
});

afterEach(() => {
  jest.restoreAllMocks();
});

function images(...props: NodejsImageAssetProps[]): NodejsImageAsset[] {
  const stack = new Stack(new App({ outdir: temporaryDirectory() }), 'Stack');
  return props.map((one, index) => new NodejsImageAsset(stack, `Image${index}`, one));
}

test('images of equal options are planned once, and are one asset', () => {
  const directory = smallService();
  const made = images(...Array.from({ length: 5 }, () => everything(directory)));

  expect(plans).toHaveBeenCalledTimes(1);
  expect(new Set(made.map(({ assetHash }) => assetHash)).size).toBe(1);
  expect(made[4].dockerfile.render()).toBe(NodejsDockerfile.fromDirectory(everything(directory)).render());
});

test('each image shows the warnings of its own', () => {
  const directory = smallService({ '.env': 'SECRET=1' });
  const stack = new Stack(new App({ outdir: temporaryDirectory() }), 'Stack');
  ['A', 'B'].forEach(id => new NodejsImageAsset(stack, id, { directory }));

  const shown = (id: string) => Annotations.fromStack(stack).findWarning(`/Stack/${id}`, Match.anyValue()).map(({ entry }) => entry.data);
  expect(shown('A')).not.toEqual([]);
  expect(shown('A')).toEqual(shown('B'));
  expect(plans).toHaveBeenCalledTimes(1);
});

test.each<[string, (directory: string) => NodejsImageAssetProps]>([
  ['a word of a command', directory => ({ ...everything(directory), command: ['node', './server.js'] })],
  ['the value of a label', directory => ({ ...everything(directory), labels: { l: 'n' } })],
  ['an option of a gate', directory => ({ ...everything(directory), gates: [Gate.command(['node', '--test'], { name: 'unit' })] })],
  ['the order of gates', directory => ({ ...everything(directory), gates: [...everything(directory).gates!].reverse() })],
  ['a base image', directory => ({ ...everything(directory), baseImage: BaseImage.debianSlim() })],
  ['a version of the package manager', directory => ({ ...everything(directory), packageManager: PackageManager.NPM.version('11.6.1') })],
  ['an instruction', directory => ({ ...everything(directory), customize: [StageCustomization.append('release', Instruction.env({ NAME: 'other' }))] })],
])('images that differ in %s are planned each', (_, other) => {
  const directory = smallService();
  const [one, two] = images(everything(directory), other(directory));

  expect(plans).toHaveBeenCalledTimes(2);
  expect(one.assetHash).not.toBe(two.assetHash);
});

test('options that are changed after an image was made are other options for the next', () => {
  const directory = smallService();
  const labels: Record<string, string> = { a: '1' };
  const props = { directory, labels };
  const stack = new Stack(new App({ outdir: temporaryDirectory() }), 'Stack');
  const one = new NodejsImageAsset(stack, 'One', props);
  labels.a = '2';
  const two = new NodejsImageAsset(stack, 'Two', props);

  expect(one.assetHash).not.toBe(two.assetHash);
  expect(two.dockerfile.render()).toContain('a=2');
});

test('a synthesis knows nothing of the one before', () => {
  const directory = smallService();
  const [one] = images({ directory });
  fs.appendFileSync(path.join(directory, 'server.js'), '// more\n');
  const [two] = images({ directory });

  expect(one.assetHash).not.toBe(two.assetHash);
});

test('what is done to the lists of one image reaches no other', () => {
  const directory = smallService();
  const [one, two] = images({ directory }, { directory });
  const before = two.dockerfile.render();
  one.dockerfile.stages.pop();
  one.dockerfile.stages[0].instructions.push(Instruction.env({ A: 'b' }));
  one.dockerfile.warnings.push({ id: 'made-up', message: 'made up' });
  one.dockerfile.facts.length = 0;
  const [three] = [new NodejsImageAsset(Stack.of(two), 'Later', { directory })];

  expect([two, three].map(({ dockerfile }) => dockerfile.render())).toEqual([before, before]);
  expect(three.dockerfile.warnings).toEqual(two.dockerfile.warnings);
  expect(three.dockerfile.facts).not.toEqual([]);
});

describe('the key of a content', () => {
  test('is there for all that an image can be told but the secrets of AWS', () => {
    const secret = Secret.fromSecretNameV2(new Stack(), 'Secret', 'name');

    expect(contentKey(everything('/a'))).toBe(contentKey(everything('/a')));
    expect(contentKey(everything('/a'))).toBeDefined();
    expect(contentKey({ startScript: StartScript.named('serve') })).toBeDefined();
    expect(contentKey({ buildSecrets: [AwsBuildSecret.secretsManager('TOKEN', secret)] })).toBeUndefined();
  });

  test('is another one for each of these', () => {
    const values = [
      undefined, null, 'undefined', 'null', true, 'true', 0, -0, 1, '1', NaN, 'NaN', '', [], {}, [[]], [{}], { length: 0 }, [undefined], [null], { a: undefined }, { a: 1 }, { a: '1' },
      { b: 1 }, [1, 2], ['1,2'], ['1', '2'], { a: { b: 1 } }, { 'a:{"b"': 1 }, 'list 0{}', [0, [1]], [[0], 1], { 0: 1 }, [1], PackageManager.NPM, PackageManager.PNPM,
      HealthCheck.none(), HealthCheck.tcp(), NodejsVersion.of('24'), { ...NodejsVersion.of('24') },
    ];
    const keys = values.map(contentKey);

    expect(keys).not.toContain(undefined);
    expect(new Set(keys).size).toBe(values.length);
  });

  test.each<[string, () => unknown]>([
    ['a function', () => ({ a: () => 1 })],
    ['a symbol', () => ({ [Symbol('a')]: 1 })],
    ['what is worked out when it is asked for', () => ({ get a() { return 1; } })],
    ['a class that is not known', () => ({ a: new (class A { public readonly b = 1; })() })],
    ['a class that extends a known one', () => Object.create(Object.create(Gate.prototype))],
    ['a list of a class of its own', () => new (class A extends Array<string> {})()],
    ['a map', () => new Map([['a', 1]])],
    ['a date', () => new Date(0)],
    ['bytes', () => Buffer.from('a')],
    ['a circle', () => { const circle: Record<string, unknown> = {}; circle.a = circle; return circle; }],
    ['a construct', () => new Stack()],
  ])('is not there for %s', (_, value) => {
    expect(contentKey(value())).toBeUndefined();
  });
});
