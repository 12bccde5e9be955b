import { randomUUID } from 'crypto';
import { readFileSync } from 'fs';
import * as path from 'path';
import { Duration } from 'aws-cdk-lib';
import { kyvernoPolicyOf } from '../../lib/admission/kyverno-policy';
import { SUMMARY_TYPE } from '../../lib/attestations/predicate-types';
import { Case, Mutation, MUTATIONS, NOISE } from '../attestations/admission/mutations';
import { Draft, keysIn, NOW, OURS, release } from '../attestations/admission/release';
import { cleanUp, temporaryDirectory } from '../container/engine';
import { AdmissionRegistry, GATES } from './admission-registry';
import { kmsServer, newKey } from './kms-server';
import { admitted } from './kyverno';

// The first run compiles Kyverno's command. What it admits and our own verification does not is a list here, and in docs/admission.md.
jest.setTimeout(1_800_000);

/** The statements of a release, one of which a mutation may change. */
const PLACES = ['provenance', ...GATES.map(gate => `result of ${gate}`), 'signature', 'summary'];

/**
 * What Kyverno admits though our own verification does not, with the reason. Where the statement of a gate does not count, the other
 * gate has one, and the summary names both.
 */
const ADMITS: { readonly [name: string]: 'everywhere' | 'of results' } = {
  'the result of one gate is not there': 'everywhere',
  'one statement is by another key': 'of results',
  'one statement is changed after it was signed': 'of results',
  'one bundle has no signature': 'of results',
  'one envelope is of another kind': 'of results',
  'one statement is on an older image': 'of results',
  'one statement is on nothing': 'of results',
  'its digest is in another algorithm': 'of results',
  'one statement is another than the registry is told': 'of results',
  // the names of gates are looked for in the summary alone
  'results name no gate': 'everywhere',
  'it has a result of another gate': 'everywhere',
  // conditions see the predicate, and nothing of the subjects
  'one statement names a repository that begins alike': 'everywhere',
  'one statement names a repository below': 'everywhere',
  'one statement names no repository': 'everywhere',
  // JMESPath has no hashes
  'its verification has another policy than it says': 'everywhere',
  // it reads each bundle, and not what the registry is told of it
  'one statement is announced as what is not looked at': 'everywhere',
};

/** What is attached beside a release and has Kyverno refuse it: of another repository, damaged, an older verification that failed. */
const REFUSES: readonly number[] = [2, 4, 6];

let registry: AdmissionRegistry;

beforeAll(async () => {
  registry = await AdmissionRegistry.start(`kyverno-${process.pid}-${Date.now()}`);
});
afterAll(async () => {
  await registry.close();
  cleanUp();
});

function releaseOf(digest: string): Case {
  return { digest, gates: GATES, drafts: release({ digest, gates: GATES }), now: NOW };
}

/** What is to be attached; Kyverno has no other clock than that of the machine, so times are moved by what it differs. */
function timed(drafts: readonly Draft[], now: number): readonly Draft[] {
  const moved = (time: string) => Number.isNaN(Date.parse(time)) ? time : new Date(Date.parse(time) - now + Date.now()).toISOString();
  const later = ({ timeVerified, ...predicate }: any) => ({ ...predicate, timeVerified: moved(timeVerified) });
  return drafts.map(draft => draft.type === SUMMARY_TYPE ? { ...draft, predicate: later(draft.predicate) } : draft);
}

/** The statements that a mutation changes by its random number; the first alone where it takes none. */
function placesOf(mutate: Mutation): readonly string[] {
  const given = releaseOf(`sha256:${'a'.repeat(64)}`);
  const made = PLACES.map((_, index) => JSON.stringify(mutate(given, index).drafts?.map(draft => ({ ...draft, spoil: String(draft.spoil) }))));
  return PLACES.filter((_, index) => made.indexOf(made[index]) === index);
}

const policyOf = (repository: string, key: string) =>
  kyvernoPolicyOf({ name: 'admission', repositories: [repository], releasedIn: [repository], keys: [key], gates: GATES, maximumAge: Duration.days(30) });

test('Kyverno admits what was released, and refuses what our own verification does, but for what the page says', async () => {
  const repository = registry.repository('api');
  const images: Record<string, string> = {};
  const expected: Record<string, boolean> = {};
  const push = async (name: string, admits: boolean, what: (given: Case) => Partial<Case>) => {
    const digest = await registry.push(repository, name);
    const { now, ...made } = { ...releaseOf(digest), ...what(releaseOf(digest)) };
    // what is said of another image is attached to one that is there
    await registry.attach(repository, digest, timed(made.digest === digest ? made.drafts : releaseOf(made.digest).drafts, now));
    images[name] = `${repository.uri}@${digest}`;
    expected[name] = admits;
  };
  await push('good', true, () => ({}));
  for (const [index, noise] of NOISE.entries()) await push(`noise ${index}`, !REFUSES.includes(index), given => ({ drafts: [...noise(given), ...given.drafts] }));
  for (const [name, mutate] of Object.entries(MUTATIONS)) {
    for (const place of placesOf(mutate)) {
      const admits = ADMITS[name] === 'everywhere' || ADMITS[name] === 'of results' && place.startsWith('result');
      await push(`${name}: ${place}`, admits, given => mutate(given, PLACES.indexOf(place)));
    }
  }

  expect(await admitted(policyOf(repository.uri, OURS.publicKey), images)).toEqual(expected);
});

test('by a key of KMS', async () => {
  const keys = temporaryDirectory();
  const kms = await kmsServer(keys);
  try {
    const [ours, another] = [newKey(keys, randomUUID()), newKey(keys, randomUUID())];
    const repository = registry.repository('kms');
    const digest = await registry.push(repository, 'by KMS');
    await registry.attach(repository, digest, release({ digest, gates: GATES, verified: Date.now() - 1000, by: keysIn(readFileSync(path.join(keys, `${ours.split('/').at(-1)}.pem`), 'utf8')) }));
    const by = (arn: string) => admitted(policyOf(repository.uri, `awskms:///${arn}`), { image: `${repository.uri}@${digest}` },
      { AWS_ENDPOINT_URL_KMS: kms.url, AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'none', AWS_SECRET_ACCESS_KEY: 'none' });

    expect([await by(ours), await by(another)]).toEqual([{ image: true }, { image: false }]);
  } finally {
    await kms.close();
  }
});
