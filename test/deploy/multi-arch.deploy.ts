import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { BaseImage, ImageRepository, ImageTag, NodejsImageBuild } from '../../lib';
import { answer, cleanUp, docker, removeImagesLike, start, stop, temporaryDirectory } from '../container/engine';
import { smallApp } from '../container/small-app';
import { baseOfTwoArchitectures } from './arm64-base';
import { ask, digestOf, ECR_HOST, manifestOf, tagsOf } from './registry';
import { ResourceOutcome, SimulatedDeployment } from './simulated-deployment';

jest.setTimeout(240_000);

/** Of this run alone: the registry outlives it. */
const RUN = `multi-arch-${process.pid}-${Date.now()}`;
const SERVER = 'require("http").createServer((_, response) => response.end(process.arch)).listen(8080);\n';

let simulated: SimulatedDeployment;
let base: string;

beforeAll(async () => {
  base = await baseOfTwoArchitectures();
  simulated = await SimulatedDeployment.begin();
});
afterAll(async () => {
  await simulated?.stop();
  removeImagesLike(`*/${RUN}/*`);
  cleanUp();
});

/** Deploys an app for both architectures, whose answer is the one that it runs on. */
async function deploy(repositoryName: string, test: string): Promise<ResourceOutcome> {
  const directory = smallApp({ files: { 'server.js': SERVER, 'server.test.js': `require("node:test").${test};\n`, 'new.js': `// ${RUN}\n` } });
  simulated.synthesize(temporaryDirectory(), stack => {
    new NodejsImageBuild(stack, 'Image', {
      directory,
      port: 8080,
      baseImage: BaseImage.custom({ buildImage: base, runtimeImage: base }),
      platforms: [Platform.LINUX_AMD64, Platform.LINUX_ARM64],
      repository: new ImageRepository(stack, 'Repository', { repositoryName }),
      tags: [ImageTag.fixed('v1')],
    });
  });
  const outcome = await simulated.deploy();
  await simulated.settled();
  return outcome;
}

describe('an image for two architectures', () => {
  const name = `${RUN}/api`;
  let outcome: ResourceOutcome;

  beforeAll(async () => {
    outcome = await deploy(name, 'test("runs on " + process.arch, () => {})');
  });

  test('is one index with an image for each, of one digest under all its tags', async () => {
    const { status, reason, data: { ContentTag: content, DigestHex: hex } } = outcome;
    expect([status, reason]).toEqual(['SUCCESS', '']);

    const tags = (await tagsOf(name)).filter(tag => !tag.startsWith('cache-'));
    const marker = tags.find(tag => tag.startsWith('deployed-'))!;
    expect(tags).toEqual([content, `${content}-amd64`, `${content}-arm64`, marker, 'v1'].sort());
    expect(await Promise.all([content, marker, 'v1'].map(tag => digestOf(name, tag)))).toEqual(Array(3).fill(`sha256:${hex}`));
    const { type, json } = await manifestOf(name, 'v1');
    // the two forms of an index: it has the one that its images have
    expect(type).toMatch(/^application\/vnd\.(docker\.distribution\.manifest\.list\.v2|oci\.image\.index\.v1)\+json$/);
    expect(json.manifests.map((manifest: any) => [manifest.platform.os, manifest.platform.architecture, manifest.digest])).toEqual([
      ['linux', 'amd64', await digestOf(name, `${content}-amd64`)],
      ['linux', 'arm64', await digestOf(name, `${content}-arm64`)],
    ]);
    for (const { digest, platform } of json.manifests) {
      const { json: { config } } = await manifestOf(name, digest);
      expect(JSON.parse((await ask('GET', `${name}/blobs/${config.digest}`)).body)).toMatchObject({ os: 'linux', architecture: platform.architecture });
    }
  });

  test('passed its gate on both', () => {
    const logs = outcome.builds.map(({ log }) => log);
    expect(logs.map(log => /runs on (x64|arm64)/.exec(log)?.[1]).sort()).toEqual(['arm64', 'x64', undefined]);
  });

  test.each([['linux/arm64', 'arm64'], ['linux/amd64', 'x64']])('runs on %s, answers, and stops on SIGTERM', async (platform, architecture) => {
    const image = `${ECR_HOST}/${name}:v1`;
    docker('pull', '--quiet', '--platform', platform, image);

    const container = start(image, { ports: [8080], flags: ['--platform', platform] });

    expect(await answer(container, container.url(8080))).toMatchObject({ status: 200, body: architecture });
    const { exitCode, seconds } = stop(container);
    expect(exitCode).toBe(143);
    expect(seconds).toBeLessThan(5);
  });
});

test('a test that is broken on one architecture alone fails the deployment, names it, and leaves no tag', async () => {
  const name = `${RUN}/broken`;

  const { status, reason, builds } = await deploy(name, 'test("is broken", () => { if (process.arch === "arm64") throw new Error("not on arm64"); })');

  expect(status).toBe('FAILED');
  expect(reason).toMatch(/^linux\/arm64 failed .*gates that did not pass: test \(exit code 1\)/s);
  expect(reason).toMatch(/not on arm64/);
  expect(builds.map(build => build.status).sort()).toEqual(['FAILED', 'SUCCEEDED']);
  // what the other architecture has is not the image, and no tag of it is
  expect((await tagsOf(name)).filter(tag => !tag.startsWith('cache-'))).toEqual([expect.stringMatching(/^[0-9a-f]{32}-amd64$/)]);
});
