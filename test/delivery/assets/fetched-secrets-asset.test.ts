import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { App, Stack, Stage } from 'aws-cdk-lib';
import { NetworkMode, Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { AwsBuildSecret, BuildSecret, NodejsImageAsset, NodejsImageAssetProps } from '../../../lib';
import { directoryWith, smallService, temporaryDirectory } from '../../temporary';

const CANARY = 'canary-5f1c';

function synth(secrets: (stack: Stack) => BuildSecret[], props: Partial<NodejsImageAssetProps> = {}, nested = false) {
  const outdir = temporaryDirectory();
  const app = new App({ outdir });
  const stack = new Stack(nested ? new Stage(app, 'Stage') : app, 'Stack', { env: { account: '123456789012', region: 'eu-west-1' } });
  const image = new NodejsImageAsset(stack, 'Image', { directory: smallService(), buildSecrets: secrets(stack), ...props });
  app.synth();
  const assembly = nested ? path.join(outdir, 'assembly-Stage') : outdir;
  const manifest = fs.readdirSync(assembly).find(name => /Stack.*\.assets\.json$/.test(name))!;
  const [asset] = Object.values<any>(JSON.parse(fs.readFileSync(path.join(assembly, manifest), 'utf8')).dockerImages);
  return { image, asset, assembly, outdir };
}

const fromSecretsManager = (jsonField?: string) => (stack: Stack) =>
  [AwsBuildSecret.secretsManager('NPM_TOKEN', Secret.fromSecretNameV2(stack, 'Secret', 'team/npm'), { jsonField })];

/** Programs named `aws` and `docker` that note how they were called. */
function tools(answers: Record<string, unknown>, built = false): string {
  const bin = directoryWith({
    aws: `#!${process.execPath}
const words = process.argv.slice(2);
require('fs').appendFileSync(__dirname + '/log', JSON.stringify(['aws', ...words]) + '\\n');
const answer = ${JSON.stringify(answers)}[words[1]];
if (!answer) { console.error('AccessDeniedException: no'); process.exit(254); }
console.log(JSON.stringify(answer));
`,
    docker: `#!${process.execPath}
const words = process.argv.slice(2);
require('fs').appendFileSync(__dirname + '/log', JSON.stringify(['docker', ...words, process.env.NPM_TOKEN ?? null]) + '\\n');
console.log('noise on standard output');
process.exit(words[0] === 'image' ? ${built ? 0 : 1} : process.env.BROKEN ? 7 : 0);
`,
  });
  ['aws', 'docker'].forEach(name => fs.chmodSync(path.join(bin, name), 0o755));
  return bin;
}

/** Starts what the CDK would, where it would. */
function deploy({ asset, assembly }: { asset: any; assembly: string }, bin: string, more: Record<string, string> = {}) {
  const [command, ...words] = asset.source.executable;
  expect(command).toBe('node');
  const { NPM_TOKEN, ...environment } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, words, {
    cwd: assembly, encoding: 'utf8', env: { ...environment, PATH: `${bin}${path.delimiter}${process.env.PATH}`, ...more },
  });
  const calls = fs.readFileSync(path.join(bin, 'log'), 'utf8').trim().split('\n').map(line => JSON.parse(line));
  return { status, stdout, stderr, calls, build: calls.find(([tool, verb]) => tool === 'docker' && verb === 'build') };
}

const answer = { 'get-secret-value': { SecretString: JSON.stringify({ token: CANARY }) }, 'get-parameter': { Parameter: { Value: CANARY } } };

test('the secret goes from AWS to the build, and nowhere else', () => {
  const synthesized = synth(fromSecretsManager('token'));

  const { status, stdout, stderr, calls, build } = deploy(synthesized, tools(answer));

  expect([status, stderr]).toEqual([0, expect.stringContaining('noise')]);
  expect(stdout).toBe(`cdkasset-${synthesized.image.assetHash}\n`);
  expect(calls.map(call => call.slice(0, 3))).toEqual([['docker', 'image', 'inspect'], ['aws', 'secretsmanager', 'get-secret-value'], ['docker', 'build', '--platform']]);
  expect(calls[1]).toEqual(expect.arrayContaining(['--secret-id=team/npm', '--region', 'eu-west-1']));
  expect(build).toEqual(['docker', 'build', '--platform', 'linux/amd64', '--secret', 'id=NPM_TOKEN,env=NPM_TOKEN', '--tag', stdout.trim(), expect.stringMatching(/^node-image-/), CANARY]);
  const files = (fs.readdirSync(synthesized.outdir, { recursive: true }) as string[]).map(name => path.join(synthesized.outdir, name));
  expect(files.filter(file => fs.statSync(file).isFile() && fs.readFileSync(file, 'utf8').includes(CANARY))).toEqual([]);
});

test('a parameter, other secrets and the options of the build go along', () => {
  const synthesized = synth(stack => [
    AwsBuildSecret.ssmParameter('NPM_TOKEN', StringParameter.fromSecureStringParameterAttributes(stack, 'Parameter', { parameterName: '/npm' })),
    BuildSecret.environment('OTHER'),
  ], { platform: Platform.LINUX_ARM64, networkMode: NetworkMode.HOST, buildArgs: { A: 'b c' }, cacheFrom: [{ type: 'gha', params: { scope: 'x' } }], cacheDisabled: true });

  const { calls, build } = deploy(synthesized, tools(answer));

  expect(calls[1]).toEqual(expect.arrayContaining(['ssm', 'get-parameter', '--name=/npm', '--with-decryption']));
  expect(build.slice(2, -4)).toEqual([
    '--build-arg', 'A=b c', '--platform', 'linux/arm64', '--network', 'host', '--cache-from', 'type=gha,scope=x', '--no-cache',
    '--secret', 'id=NPM_TOKEN,env=NPM_TOKEN', '--secret', 'id=OTHER,type=env,env=OTHER',
  ]);
});

test('what is built already is not built again, and no secret is fetched', () => {
  expect(deploy(synth(fromSecretsManager()), tools({}, true)).calls).toHaveLength(1);
});

test.each([
  ['a secret that may not be read', fromSecretsManager(), {}, /cannot fetch the secret team\/npm: AccessDeniedException: no/],
  ['a secret without the field', fromSecretsManager('password'), answer, /the secret team\/npm has no text in the field password/],
  ['a field of a secret that is none', fromSecretsManager('password'), { 'get-secret-value': { SecretString: 'plain' } }, /is no JSON object, but its field password is wanted/],
  ['a binary secret', fromSecretsManager(), { 'get-secret-value': { SecretBinary: 'AAAA' } }, /the secret team\/npm holds no text/],
])('%s ends the build with a reason', (_, secrets, answers, reason) => {
  const { status, stderr, build } = deploy(synth(secrets), tools(answers));

  expect([status, build]).toEqual([1, undefined]);
  expect(stderr).toMatch(reason);
  expect(stderr).not.toContain(CANARY);
});

test('a build that fails is a failure', () => {
  expect(deploy(synth(fromSecretsManager('token')), tools(answer), { BROKEN: '1' })).toMatchObject({ status: 7, stdout: '' });
});

test('the paths are those from where the manifest lies, also in a stage', () => {
  expect(deploy(synth(fromSecretsManager('token'), {}, true), tools(answer))).toMatchObject({ status: 0 });
});

test('a secret of the same deployment does not exist when the image is built', () => {
  expect(() => synth(stack => [AwsBuildSecret.secretsManager('NPM_TOKEN', new Secret(stack, 'Secret'))]))
    .toThrow(/the name of the build secret "NPM_TOKEN" is known only while deploying.*NodejsImageBuild/);
});

test('the hash changes with the secret that is named, and not by itself', () => {
  const hash = (name: string) => synth(stack => [AwsBuildSecret.secretsManager('A', Secret.fromSecretNameV2(stack, 'Secret', name))]).image.assetHash;

  expect(hash('a')).toBe(hash('a'));
  expect(hash('a')).not.toBe(hash('b'));
});
