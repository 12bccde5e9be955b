import { ecrRepository } from '../../../lib/steps/registry/ecr-repository';
import { digestsIn, imagesIn, imagesOf } from '../../../lib/steps/registry/images';
import { fakeWorld } from '../world';

const [ONE, TWO, THREE] = ['1', '2', '3'].map(digit => `sha256:${digit.repeat(64)}`);
const INDEX = JSON.stringify({ manifests: [{ digest: ONE, platform: { os: 'linux' } }, { digest: TWO, platform: { os: 'unknown' } }, { digest: THREE }] });

test.each([
  ['{"config":{}}', [ONE]], [INDEX, [ONE]], ['{"manifests":[]}', []], ['{"manifests":null}', [ONE]], ['', undefined], ['[]', undefined], ['null', undefined], ['"text"', undefined], ['{"manifests":{}}', undefined],
  ['{"manifests":[{"platform":{"os":"linux"},"digest":"latest"}]}', undefined],
])('the images in %s', (manifest, images) => {
  expect(imagesIn(manifest, ONE)).toEqual(images);
});

test('the digests of an index are all it holds', () => {
  expect([INDEX, '{}', '[', 'null', '{"manifests":[{"digest":"latest"}]}'].map(digestsIn)).toEqual([[ONE, TWO, THREE], [], [], [], []]);
});

test('a registry that is away is asked five times', async () => {
  const world = fakeWorld({ run: () => ({ code: 1, stderr: 'ERROR: 503' }) });

  await expect(imagesOf(world, 'host/api', ONE)).rejects.toMatchObject({ reason: `cannot read host/api@${ONE}`, detail: 'ERROR: 503' });
  expect([world.runs.length, world.paused]).toEqual([5, [2, 4, 8, 16]]);
});

test.each([['{', `the registry gave no manifest of host/api@${ONE}`], ['{"manifests":[]}', `host/api@${ONE} is an index without an image`]])('the answer %s is refused', async (stdout, reason) => {
  await expect(imagesOf(fakeWorld({ run: () => ({ stdout }) }), 'host/api', ONE)).rejects.toMatchObject({ reason });
});

test.each([
  ['123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/api', '123456789012', 'eu-central-1', 'team/api'],
  ['123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com/a', '123456789012', 'us-gov-west-1', 'a'],
  ['123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/a', '123456789012', 'cn-north-1', 'a'],
  ['123456789012.dkr-ecr.eu-west-1.on.aws/a', '123456789012', 'eu-west-1', 'a'],
  ['000000000000.dkr.ecr.us-east-1.localhost.example:4510/a', '000000000000', 'us-east-1', 'a'],
])('the repository %s', (uri, account, region, name) => {
  expect(ecrRepository(uri)).toEqual({ uri, host: uri.split('/')[0], account, region, name });
});

test.each(['', 'api', 'example.com/api', 'public.ecr.aws/a/b', '123456789012.dkr.ecr.eu-central-1.amazonaws.com/api:tag', '123456789012.dkr.ecr.eu-central-1.amazonaws.com/', '123456789012.dkr.ecr.eu-central-1.amazonaws.com/a\n'])('%j is no repository of ECR', uri => {
  expect(() => ecrRepository(uri)).toThrow(`"${uri}" is no repository of Amazon ECR`);
});
