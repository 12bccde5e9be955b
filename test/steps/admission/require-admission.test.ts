import { createPublicKey } from 'crypto';
import { deploy } from '../../../lib/steps/deploy/deploy';
import { promote } from '../../../lib/steps/promote/promote';
import { AwsError } from '../../../lib/steps/world/aws';
import { Draft, KEY_ARN, NOW, OTHERS, OURS, release, REPOSITORY } from '../../attestations/admission/release';
import { FakeRegistry } from '../registry/fake-registry';
import { Answer, FakeWorld, fakeWorld } from '../world';
import { attach } from './attach';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const TARGET = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/production/api';
const FUNCTION = 'arn:aws:lambda:eu-central-1:123456789012:function:api';

interface Given {
  readonly drafts?: readonly Draft[];
  readonly variables?: Record<string, string>;
  readonly key?: Answer;
}

function worldOf({ drafts = release({ digest: DIGEST }), variables = {}, key = { PublicKey: createPublicKey(OURS.publicKey).export({ type: 'spki', format: 'der' }) } }: Given, own: Record<string, string>, repository: string): FakeWorld {
  const registry = attach(new FakeRegistry(), repository, DIGEST, drafts);
  return fakeWorld({
    now: NOW,
    variables: { KEY_ARN, RELEASED_IN: REPOSITORY, IMAGE_DIGEST: DIGEST, ...own, ...variables },
    fetch: registry.fetch,
    aws: {
      'kms GetPublicKey': [key],
      'ecr GetAuthorizationToken': [{ authorizationData: [{ authorizationToken: Buffer.from('AWS:password').toString('base64') }] }],
      'lambda GetFunctionConfiguration': [{ PackageType: 'Image', LastUpdateStatus: 'Successful', State: 'Active' }],
      'lambda UpdateFunctionCode': [{ CodeSha256: 'sum' }],
      'lambda PublishVersion': [{ Version: '7' }],
    },
    run: ({ words }, world) => {
      const reference = words.find(word => word.startsWith(repository))!;
      const isThere = words.includes('inspect') && (reference.includes('@') || changes(world as FakeWorld).some(change => change.includes(reference)));
      return !words.includes('inspect') ? {} : isThere ? { stdout: JSON.stringify({ digest: DIGEST }) } : { code: 1, stderr: `ERROR: ${reference}: not found` };
    },
  });
}

/** What a service is asked, and the registry: all that changes something. */
const changes = ({ calls, runs }: FakeWorld): string[] => [
  ...calls.map(({ operation }) => operation).filter(operation => /^(Update|Publish)/.test(operation)),
  ...runs.map(({ words }) => words.join(' ')).filter(words => words.includes('imagetools create')),
];

describe('a deployment', () => {
  const world = (given: Given = {}) => worldOf(given, { IMAGE_URI: `${TARGET}@${DIGEST}`, TARGET: 'lambda', FUNCTION, REGION: 'eu-central-1', POLLS: '3', POLL_SECONDS: '1' }, TARGET);

  test('of an image that has all that is demanded goes on', async () => {
    const given = world();
    await deploy(given);

    expect(changes(given)).toEqual(['UpdateFunctionCode', 'PublishVersion']);
    expect(given.said[0]).toBe(`${TARGET}@${DIGEST} is admitted: its gates have passed, by statements that ${KEY_ARN} has signed`);
  });

  test.each([
    ['that was pushed by hand', { drafts: [] }, /is not admitted: it has no signature; it has no provenance; no gate has a result; it has no summary of a verification$/],
    ['by another key', { drafts: release({ digest: DIGEST, by: OTHERS }) }, /is not admitted: .*; 4 of its 4 statements are by another key/],
    ['of another release', { drafts: release({ digest: `sha256:${'b'.repeat(64)}` }) }, /is not admitted/],
    ['of another repository by the same key', { drafts: release({ digest: DIGEST, repository: TARGET }) }, /is not admitted/],
    ['whose key cannot be read', { key: new AwsError('AccessDeniedException', 'no', false) }, /^cannot read the public key of arn:aws:kms/],
    ['that was released elsewhere', { variables: { RELEASED_IN: '' } }, /is not admitted/],
  ])('of an image %s changes nothing', async (_, given: Given, reason) => {
    const refused = world(given);

    await expect(deploy(refused)).rejects.toMatchObject({ reason: expect.stringMatching(reason) });
    expect(changes(refused)).toEqual([]);
  });

  test('asks for nothing where nothing is demanded', async () => {
    const given = world({ drafts: [], variables: { KEY_ARN: '' } });
    await deploy(given);

    expect(given.calls.map(({ service }) => service)).not.toContain('kms');
    expect(changes(given)).toEqual(['UpdateFunctionCode', 'PublishVersion']);
  });
});

describe('a promotion', () => {
  const world = (given: Given = {}) => worldOf(given, { SOURCE_REPOSITORY: REPOSITORY, REPOSITORY, TAGS: JSON.stringify([{ tag: 'production', moving: true }]), CONTENT_TAG: 'c0ffee' }, REPOSITORY);

  test('of an image that has all that is demanded puts its tags', async () => {
    const given = world();
    await promote(given);

    expect(changes(given)).toEqual([expect.stringContaining(':production')]);
  });

  test('of an image that was pushed by hand puts none', async () => {
    const refused = world({ drafts: [] });

    await expect(promote(refused)).rejects.toMatchObject({ reason: expect.stringMatching(/^123456789012\.dkr\.ecr\.eu-central-1\.amazonaws\.com\/team\/api@sha256:a+ is not admitted: it has no signature/) });
    expect(changes(refused)).toEqual([]);
  });
});
