import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { CfnParameter, Stack } from 'aws-cdk-lib';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { AwsBuildSecret, BuildStep, Gate, ImageRepository, ImageTag, NodejsImageAsset, NodejsImageBuild, NodejsImageBuildProps, NodejsImageDeployment } from '../../lib';
import { answer, cleanUp, docker, removeImagesLike, start, temporaryDirectory } from '../container/engine';
import { smallApp } from '../container/small-app';
import { cdk, imageTags, removeImages, REPOSITORY } from './cdk';
import { digestOf, ECR_HOST, tagsOf } from './registry';
import { SimulatedDeployment } from './simulated-deployment';

jest.setTimeout(180_000);

/** Of this run alone: the registry outlives it. */
const RUN = `deliveries-${process.pid}-${Date.now()}`;
const CANARY = 'canary-value-7b21';

let simulated: SimulatedDeployment;
let unique = 0;
/** The assemblies whose images this machine has. */
const published: string[] = [];

beforeAll(async () => {
  simulated = await SimulatedDeployment.begin({ 'team/npm': CANARY });
});
afterAll(async () => {
  await simulated.stop();
  published.forEach(removeImages);
  removeImagesLike(`*/${RUN}/*`);
  cleanUp();
});

/** An app that no build before has seen, with a test that passes or not. */
function newApp(passes = true): string {
  const test = passes ? 'test("passes", () => {})' : 'test("is broken", () => { throw new Error("two and two are four"); })';
  return smallApp({ files: { 'server.test.js': `require("node:test").${test};\n`, 'new.js': `// ${RUN} ${unique++}\n` } });
}

function change(directory: string, files: Record<string, string>): void {
  Object.entries(files).forEach(([name, text]) => fs.writeFileSync(path.join(directory, name), text));
}

describe('an image that CodeBuild builds', () => {
  const name = `${RUN}/api`;
  const directory = newApp();
  let outdir: string;

  function deploy(type: 'Create' | 'Update' | 'Delete', props: Partial<NodejsImageBuildProps> = {}) {
    outdir = temporaryDirectory();
    simulated.synthesize(outdir, stack => {
      const repository = new ImageRepository(stack, 'Repository', { repositoryName: name });
      new NodejsImageBuild(stack, 'Image', { directory, repository, tags: [ImageTag.fixed('v1')], ...props });
    });
    return simulated.deploy(type);
  }

  test('is there under all its tags once the resource is created, runs, and its report is there', async () => {
    const { status, reason, data, builds } = await deploy('Create');

    expect([status, reason]).toEqual(['SUCCESS', '']);
    expect(await tagsOf(name)).toEqual(expect.arrayContaining([data.ContentTag, 'v1', expect.stringMatching(/^deployed-/), 'cache-amd64-deps']));
    expect([await digestOf(name, 'v1'), await digestOf(name, data.ContentTag)]).toEqual([`sha256:${data.DigestHex}`, `sha256:${data.DigestHex}`]);
    const image = `${ECR_HOST}/${name}@sha256:${data.DigestHex}`;
    docker('pull', '--quiet', image);
    const container = start(image, { ports: [8080] });
    expect(await answer(container, container.url(8080))).toMatchObject({ status: 200, body: 'well' });
    expect(Object.values(Object.values(builds[0].reports)[0])[0]).toMatch(/<testsuite/);
  });

  test('is not built again when the stack is deployed again', async () => {
    const before = await digestOf(name, 'v1');

    const { status, builds } = await deploy('Update');

    expect(status).toBe('SUCCESS');
    expect(builds.map(({ log }) => log.includes('nothing is built'))).toEqual([true]);
    expect(await digestOf(name, 'v1')).toBe(before);
  });

  test('with a broken test fails with the gate and its log, leaves no image, and is rolled back', async () => {
    const tags = await tagsOf(name);
    const good = fs.readFileSync(path.join(directory, 'server.test.js'), 'utf8');
    change(directory, { 'server.test.js': 'require("node:test").test("is broken", () => { throw new Error("two and two are four"); });\n' });

    const { status, reason } = await deploy('Update', { tags: [ImageTag.fixed('v2')] });

    expect(status).toBe('FAILED');
    expect(reason).toMatch(/^linux\/amd64 .*gates that did not pass: test \(exit code 1\)/s);
    expect(reason).toMatch(/two and two are four/);
    expect(reason).toMatch(/https:\/\/.*console\.aws\.amazon\.com\/codesuite\/codebuild\//);
    expect(await tagsOf(name)).toEqual(tags);

    change(directory, { 'server.test.js': good });
    expect((await deploy('Update')).status).toBe('SUCCESS');
    expect(await tagsOf(name)).toEqual(tags);
  });

  test('with a tag that holds another image fails, says which, and moves nothing', async () => {
    const before = await digestOf(name, 'v1');
    change(directory, { 'new.js': `// ${RUN} another\n` });

    const { status, reason } = await deploy('Update');

    expect(status).toBe('FAILED');
    expect(reason).toMatch(new RegExp(`the tag v1 of .*${name} holds ${before} and would have to hold sha256:`));
    expect(await digestOf(name, 'v1')).toBe(before);
  });

  test('moves the mark of what is deployed to the next version', async () => {
    const marker = (await tagsOf(name)).find(tag => tag.startsWith('deployed-'))!;
    const before = await digestOf(name, marker);

    const { status, data } = await deploy('Update', { tags: [ImageTag.fixed('v2')] });

    expect(status).toBe('SUCCESS');
    expect(await digestOf(name, 'v2')).toBe(`sha256:${data.DigestHex}`);
    expect(await digestOf(name, marker)).toBe(`sha256:${data.DigestHex}`);
    expect(await digestOf(name, marker)).not.toBe(before);
    expect(await digestOf(name, 'v1')).toBe(before);
  });

  test('stays when the resource is deleted', async () => {
    const tags = await tagsOf(name);

    expect(await deploy('Delete', { tags: [ImageTag.fixed('v2')] })).toMatchObject({ status: 'SUCCESS', builds: [] });
    expect(await tagsOf(name)).toEqual(tags);
  });

  test('has a build argument whose value is known only while deploying, whatever it holds', async () => {
    const hostile = '$(touch /tmp/owned) "; exit 1 #\n\'`id`';
    simulated.synthesize(temporaryDirectory(), stack => {
      const repository = Repository.fromRepositoryName(stack, 'Repository', name);
      const { valueAsString: HOSTILE } = new CfnParameter(stack, 'Hostile', { default: hostile });
      const gate = Gate.command(['node', '-e', 'process.exit(Buffer.from(process.env.HOSTILE).toString("hex") === process.env.EXPECTED ? 0 : 1)'], {
        name: 'sees', environment: { EXPECTED: Buffer.from(hostile).toString('hex') },
      });
      new NodejsImageBuild(stack, 'Image', { directory, repository, buildArgs: { HOSTILE }, gates: [gate] });
    });

    const { status, reason, data } = await simulated.deploy();

    expect([status, reason]).toEqual(['SUCCESS', '']);
    expect(fs.existsSync('/tmp/owned')).toBe(false);
    expect(await tagsOf(name)).toContain(data.ContentTag);
  });
});

/** What `cdk deploy` does before it asks CloudFormation: builds and pushes the assets of an assembly. */
function publishAssets(assembly: string): string {
  published.push(assembly);
  const { status, log } = cdk('publish-assets', '--unstable=publish-assets', '--all', '--app', assembly);
  if (status !== 0) {
    throw new Error(`cdk publish-assets failed:\n${log.slice(-6000)}`);
  }
  return log;
}

test('an image that cdk deploy builds arrives in your own repository as it is', async () => {
  const name = `${RUN}/moved`;
  const directory = newApp();
  const assembly = temporaryDirectory();
  simulated.synthesize(assembly, stack => {
    const repository = Repository.fromRepositoryName(stack, 'Repository', name);
    new NodejsImageDeployment(stack, 'Image', { directory, repository, tags: [ImageTag.fixed('v1'), ImageTag.moving('latest')] });
  });
  publishAssets(assembly);

  const { status, reason, data } = await simulated.deploy();

  expect([status, reason]).toEqual(['SUCCESS', '']);
  expect(await tagsOf(name)).toEqual([data.ContentTag, 'latest', 'v1'].sort());
  const digests = await Promise.all((await tagsOf(REPOSITORY)).map(tag => digestOf(REPOSITORY, tag)));
  expect(digests).toContain(`sha256:${data.DigestHex}`);
  expect(await simulated.deploy('Update')).toMatchObject({ status: 'SUCCESS', data });
});

describe('a secret of a build', () => {
  /** A project whose test has to see the secret. */
  const sees = `if (process.env.NPM_TOKEN?.length !== ${CANARY.length}) throw new Error("no secret");`;
  const directory = smallApp({ files: { 'server.test.js': `require("node:test").test("sees ${RUN}", () => { ${sees} });\n` } });
  const secretOf = (stack: Stack) => AwsBuildSecret.secretsManager('NPM_TOKEN', Secret.fromSecretNameV2(stack, 'Npm', 'team/npm'), { steps: [BuildStep.GATES] });

  function expectNowhere(outdir: string, log: string, image: string): void {
    const entries = (fs.readdirSync(outdir, { recursive: true }) as string[]).map(file => path.join(outdir, file));
    const files = entries.filter(file => fs.statSync(file).isFile());
    expect(files.length).toBeGreaterThan(3);
    expect(files.filter(file => fs.readFileSync(file, 'latin1').includes(CANARY))).toEqual([]);
    expect(log).not.toContain(CANARY);
    const saved = path.join(temporaryDirectory(), 'image.tar');
    docker('save', '--output', saved, image);
    expect(spawnSync('tar', ['-xf', saved, '-C', path.dirname(saved)]).status).toBe(0);
    const layers = (fs.readdirSync(path.dirname(saved), { recursive: true }) as string[]).map(file => path.join(path.dirname(saved), file))
      .filter(file => fs.statSync(file).isFile());
    // zgrep reads layers whether they are compressed or not
    const found = (text: string) => spawnSync('zgrep', ['-l', '-a', text, ...layers], { encoding: 'utf8' }).stdout;
    expect(found('createServer')).not.toBe('');
    expect(found(CANARY)).toBe('');
    expect(docker('history', '--no-trunc', image)).not.toContain(CANARY);
  }

  test('in CodeBuild is seen by the gate, and is in no log, layer or template', async () => {
    const outdir = temporaryDirectory();
    const name = `${RUN}/secret`;
    simulated.synthesize(outdir, stack => {
      const repository = Repository.fromRepositoryName(stack, 'Repository', name);
      new NodejsImageBuild(stack, 'Image', { directory, repository, buildSecrets: [secretOf(stack)] });
    });

    const { status, reason, data, builds } = await simulated.deploy();

    expect([status, reason]).toEqual(['SUCCESS', '']);
    expectNowhere(outdir, builds.map(({ log }) => log).join(''), `${ECR_HOST}/${name}:${data.ContentTag}`);
  });

  test('where cdk deploy runs is seen by the gate, and is in no log, layer or template', async () => {
    const assembly = temporaryDirectory();
    const aws = (...words: string[]) => spawnSync('aws', ['secretsmanager', ...words], { encoding: 'utf8' });
    aws('delete-secret', '--secret-id', 'team/npm', '--force-delete-without-recovery');
    expect(aws('create-secret', '--name', 'team/npm', '--secret-string', CANARY).stderr).toBe('');
    simulated.synthesize(assembly, stack => {
      new NodejsImageAsset(stack, 'Image', { directory, buildSecrets: [secretOf(stack)] });
    });

    const log = publishAssets(assembly);

    const [tag] = Object.values(imageTags(assembly));
    expect(await tagsOf(REPOSITORY)).toContain(tag);
    expectNowhere(assembly, log, `cdkasset-${tag}`);
  });

  test('that is not the right one fails the gate where cdk deploy runs, with its log, and nothing is pushed', async () => {
    const assembly = temporaryDirectory();
    expect(spawnSync('aws', ['secretsmanager', 'put-secret-value', '--secret-id', 'team/npm', '--secret-string', 'wrong'], { encoding: 'utf8' }).stderr).toBe('');
    change(directory, { 'new.js': `// ${RUN} not seen by a gate before\n` });
    simulated.synthesize(assembly, stack => {
      new NodejsImageAsset(stack, 'Image', { directory, buildSecrets: [secretOf(stack)] });
    });

    expect(() => publishAssets(assembly)).toThrow(/\[gate test\] .*no secret|no secret[^]*\[gate test\]/s);

    expect(await tagsOf(REPOSITORY)).not.toContain(Object.values(imageTags(assembly))[0]);
  });
});
