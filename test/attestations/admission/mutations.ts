import { PROVENANCE_TYPE, SIGN_TYPE, SUMMARY_TYPE, TEST_RESULT_TYPE } from '../../../lib/attestations/predicate-types';
import { DAY, Draft, Keys, NOW, OTHERS, OURS, release, REPOSITORY, signatureOf, summaryOf } from './release';

/** A release that is to be admitted, and what is asked of it. */
export interface Case {
  readonly digest: string;
  readonly gates: readonly string[];
  readonly drafts: Draft[];
  /** Where the image is looked for; its statements name the repository that it was released in. */
  readonly now: number;
}

/** What makes an image one that may not run. It takes one random number, which chooses among what it could change. */
export type Mutation = (release: Case, chosen: number) => Partial<Case>;

const OLDER = `sha256:${'0123456789abcdef'.repeat(4)}`;
const ANOTHER = `sha256:${'e'.repeat(64)}`;
const OTHER_REPOSITORY = `${REPOSITORY}-copy`;

const without = (type: string): Mutation => ({ drafts }) => ({ drafts: drafts.filter(draft => draft.type !== type) });
const changed = (type: string, change: (draft: Draft) => Partial<Draft>): Mutation => ({ drafts }) =>
  ({ drafts: drafts.map(draft => draft.type === type ? { ...draft, ...change(draft) } : draft) });
/** One of the statements of which none is there twice is changed. */
const anyChanged = (change: (draft: Draft) => Partial<Draft>): Mutation => ({ drafts }, chosen) =>
  ({ drafts: drafts.map((draft, index) => index === chosen % drafts.length ? { ...draft, ...change(draft) } : draft) });
const summary = (change: (predicate: any) => any): Mutation =>
  changed(SUMMARY_TYPE, ({ predicate }) => ({ predicate: change(structuredClone(predicate)) }));
const inPayload = (change: (payload: string) => string) => (bundle: string): string => {
  const { dsseEnvelope, ...rest } = JSON.parse(bundle);
  const payload = Buffer.from(change(Buffer.from(dsseEnvelope.payload, 'base64').toString('utf8'))).toString('base64');
  return JSON.stringify({ ...rest, dsseEnvelope: { ...dsseEnvelope, payload } });
};
/** Fields of the envelope are others than were signed. */
const inEnvelope = (change: (envelope: any) => object) => (bundle: string): string => {
  const { dsseEnvelope, ...rest } = JSON.parse(bundle);
  return JSON.stringify({ ...rest, dsseEnvelope: { ...dsseEnvelope, ...change(dsseEnvelope) } });
};
/** What the bundle tells of the key. */
const inMaterial = (change: object) => (bundle: string): string => {
  const { verificationMaterial, ...rest } = JSON.parse(bundle);
  return JSON.stringify({ ...rest, verificationMaterial: { ...verificationMaterial, ...change } });
};
/** Another payload than the library makes, signed. */
const signedAnew = (change: (payload: string) => string, by: Keys = OURS) => inEnvelope(({ payload }) => {
  const bytes = Buffer.from(change(Buffer.from(payload, 'base64').toString('utf8')));
  return { payload: bytes.toString('base64'), signatures: [{ sig: signatureOf(bytes, by).toString('base64') }] };
});
const subjectsAre = (change: (subjects: Draft['subjects']) => object[]): Mutation => anyChanged(({ subjects }) => ({ subjects: change(subjects) as Draft['subjects'] }));
const besides = (more: (given: Case) => Draft[]): Mutation => (given, chosen) =>
  ({ drafts: chosen % 2 ? [...given.drafts, ...more(given)] : [...more(given), ...given.drafts] });
const renamed = (name: string): Mutation => anyChanged(({ subjects }) => ({ subjects: subjects.map(subject => ({ ...subject, name })) }));

/** Each of them alone has to be enough. */
export const MUTATIONS: { readonly [name: string]: Mutation } = {
  'nothing is attached': () => ({ drafts: [] }),
  'it is not signed': without(SIGN_TYPE),
  'it has no provenance': without(PROVENANCE_TYPE),
  'no gate has a result': without(TEST_RESULT_TYPE),
  'the result of one gate is not there': ({ drafts, gates }, chosen) => ({ drafts: drafts.filter(draft => draft.type !== TEST_RESULT_TYPE || draft.predicate.configuration[0].annotations.gate !== gates[chosen % gates.length]) }),
  'it has no summary': without(SUMMARY_TYPE),
  'all is by another key': ({ drafts }) => ({ drafts: drafts.map(draft => ({ ...draft, by: OTHERS })) }),
  'one statement is by another key': anyChanged(() => ({ by: OTHERS })),
  'one statement is changed after it was signed': anyChanged(() => ({ spoil: inPayload(payload => payload.replace('Statement/v1', 'Statement/v1 ')) })),
  'a failed result is turned into a passed one after it was signed': changed(TEST_RESULT_TYPE, ({ predicate }) => ({
    predicate: { ...predicate, result: 'FAILED' }, spoil: inPayload(payload => payload.replace('FAILED', 'PASSED')),
  })),
  'one bundle is cut off': anyChanged(() => ({ spoil: bundle => bundle.slice(0, bundle.length / 2) })),
  'one bundle is another text': anyChanged(() => ({ spoil: () => 'null' })),
  'one bundle has no signature': anyChanged(() => ({ spoil: bundle => JSON.stringify({ ...JSON.parse(bundle), dsseEnvelope: { ...JSON.parse(bundle).dsseEnvelope, signatures: [{ sig: '' }] } }) })),
  'one envelope is of another kind': anyChanged(() => ({ spoil: bundle => bundle.replace('application/vnd.in-toto+json', 'application/vnd.in-toto+txt') })),
  'it is another image, to which the statements were attached again': () => ({ digest: ANOTHER }),
  'one statement is on an older image': anyChanged(({ subjects }) => ({ subjects: subjects.map(subject => ({ ...subject, digest: { sha256: OLDER.slice(7) } })) })),
  'all is of an older image': ({ gates }) => ({ drafts: release({ digest: OLDER, gates }) }),
  'the summary of an older image is attached in place of a failed one': ({ drafts, gates }) => ({
    drafts: [...drafts.filter(({ type }) => type !== SUMMARY_TYPE), ...release({ digest: OLDER, gates }).slice(-1)],
  }),
  'its digest is in another algorithm': anyChanged(({ subjects }) => ({ subjects: subjects.map(({ name, digest }) => ({ name, digest: { sha512: digest.sha256 } })) as any })),
  'it was released in another repository, and copied': ({ digest, gates }) => ({ drafts: release({ digest, gates, repository: OTHER_REPOSITORY }) }),
  'one statement names a repository that begins alike': renamed(`${REPOSITORY}2`),
  'one statement names a repository below': renamed(`${REPOSITORY}/x`),
  'one statement names no repository': renamed(''),
  'one statement is on nothing': anyChanged(() => ({ subjects: [] })),
  'a gate has failed': changed(TEST_RESULT_TYPE, ({ predicate }) => ({ predicate: { ...predicate, result: 'FAILED' } })),
  'a gate has tested nothing': changed(TEST_RESULT_TYPE, ({ predicate }) => ({ predicate: { ...predicate, result: 'WARNED' } })),
  'a gate has failed and passed': ({ drafts }) => ({ drafts: drafts.flatMap(draft => draft.type === TEST_RESULT_TYPE ? [draft, { ...draft, predicate: { ...draft.predicate, result: 'FAILED' } }] : [draft]) }),
  'a gate has another result than there are': changed(TEST_RESULT_TYPE, ({ predicate }) => ({ predicate: { ...predicate, result: 'passed' } })),
  'results name no gate': changed(TEST_RESULT_TYPE, ({ predicate }) => ({ predicate: { ...predicate, configuration: [] } })),
  'it has a result of another gate': changed(TEST_RESULT_TYPE, ({ predicate }) => ({ predicate: { ...predicate, configuration: [{ annotations: { gate: 'another' } }] } })),
  'its verification has failed': ({ drafts, gates }) => ({ drafts: drafts.map(draft => draft.type === SUMMARY_TYPE ? { ...draft, predicate: summaryOf({ gates, result: 'FAILED' }) } : draft) }),
  'a newer verification has failed': ({ drafts, gates }) => ({ drafts: [...drafts.slice(-1).map(draft => ({ ...draft, predicate: summaryOf({ gates, result: 'WARNED', verified: NOW }) })), ...drafts] }),
  'its verification says that it passed what has failed': summary(predicate => ({ ...predicate, verificationResult: 'FAILED' })),
  'its verification is of another policy': summary(predicate => ({ ...predicate, policy: { ...predicate.policy, uri: 'https://example.com/policy' } })),
  'its verification has another policy than it says': summary(predicate => ({ ...predicate, policy: { ...predicate.policy, digest: { sha256: '0'.repeat(64) } } })),
  'its verification has not seen the gates': ({ drafts }) => ({ drafts: drafts.map(draft => draft.type === SUMMARY_TYPE ? { ...draft, predicate: summaryOf({ gates: ['another'] }) } : draft) }),
  'its verification is of another repository': summary(predicate => ({ ...predicate, resourceUri: `oci://${OTHER_REPOSITORY}` })),
  'its verification is of no time': summary(predicate => ({ ...predicate, timeVerified: 'yesterday' })),
  'its verification is too long ago': () => ({ now: NOW + 31 * DAY * 1000 }),
  'its verification is yet to come': () => ({ now: NOW - DAY * 1000 }),
  'one statement is another than the registry is told': anyChanged(({ type }) => ({ type: 'https://spdx.dev/Document', announced: type })),
  'the image in one statement is another after it was signed': anyChanged(({ subjects: [{ digest: { sha256 } }] }) =>
    ({
      subjects: [{ name: REPOSITORY, digest: { sha256: OLDER.slice(7) } }],
      spoil: inPayload(payload => payload.split(OLDER.slice(7)).join(sha256)),
    })),
  'one statement is on other images, of which there are several': subjectsAre(([{ name }]) => [OLDER, ANOTHER].map(digest => ({ name, digest: { sha256: digest.slice(7) } }))),
  'one statement names the image as a commit': subjectsAre(subjects => subjects.map(({ name, digest: { sha256 } }) => ({ name, digest: { gitCommit: sha256 } }))),
  'one statement names the repository of one subject and the digest of another': subjectsAre(([{ name, digest }]) => [
    { name, digest: { sha256: OLDER.slice(7) } }, { name: OTHER_REPOSITORY, digest },
  ]),
  'one statement has its digest in capitals': subjectsAre(subjects => subjects.map(({ name, digest: { sha256 } }) => ({ name, digest: { sha256: `A${sha256}`.toUpperCase().slice(0, 64) } }))),
  'one statement has a digest with its algorithm before it': subjectsAre(subjects => subjects.map(({ name, digest: { sha256 } }) => ({ name, digest: { sha256: `sha256:${sha256}` } }))),
  'one statement has a subject that is none': subjectsAre(subjects => [...subjects, null as any]),
  'one statement names the repository with a tag': renamed(`${REPOSITORY}:main`),
  'one statement names the repository with its digest': renamed(`${REPOSITORY}@${OLDER}`),
  'one statement names the repository as an address': renamed(`oci://${REPOSITORY}`),
  'one statement names the repository in capitals': renamed(REPOSITORY.toUpperCase()),
  'one statement is of another kind after it was signed': anyChanged(({ type }) => ({ type: 'https://spdx.dev/Document', announced: type, spoil: inPayload(payload => payload.replace('https://spdx.dev/Document', type)) })),
  'one statement is what another is': ({ drafts }, chosen) => {
    const unique = [PROVENANCE_TYPE, SIGN_TYPE, SUMMARY_TYPE];
    const [from, to] = [unique[chosen % 3], unique[(chosen + 1) % 3]];
    return { drafts: drafts.map(draft => draft.type === from ? { ...draft, type: to, announced: from } : draft) };
  },
  'one statement is of another version of in-toto': anyChanged(() => ({ spoil: signedAnew(payload => payload.replace('Statement/v1', 'Statement/v0.1')) })),
  'one statement is in a list': anyChanged(() => ({ spoil: signedAnew(payload => `[${payload}]`) })),
  'one statement is twice in its payload': anyChanged(() => ({ spoil: signedAnew(payload => payload + payload) })),
  'one statement has another kind further on in its payload': anyChanged(({ type }) => ({
    spoil: signedAnew(payload => payload.replace(/}$/, `,"predicateType":"${type}x"}`)),
  })),
  'one signature is of another payload': anyChanged(() => ({ spoil: inEnvelope(() => ({ signatures: [{ sig: signatureOf(Buffer.from('{}'), OURS).toString('base64') }] })) })),
  'one signature is of the payload without its type': anyChanged(() => ({
    spoil: inEnvelope(({ payload }) => ({ signatures: [{ sig: signatureOf(Buffer.from(payload, 'base64'), OURS, payloadItself => payloadItself).toString('base64') }] })),
  })),
  'one envelope is of another kind, and signed as such': anyChanged(() => ({
    spoil: inEnvelope(({ payload }) => ({
      payloadType: 'application/json',
      signatures: [{ sig: signatureOf(Buffer.from(payload, 'base64'), OURS, bytes => Buffer.concat([Buffer.from(`DSSEv1 16 application/json ${bytes.length} `), bytes])).toString('base64') }],
    })),
  })),
  'one signature has a byte changed': anyChanged(() => ({ spoil: inEnvelope(({ signatures: [{ sig }] }) => {
    const bytes = Buffer.from(sig, 'base64');
    bytes[bytes.length - 1] = (bytes[bytes.length - 1] + 1) % 256;
    return { signatures: [{ sig: bytes.toString('base64') }] };
  }) })),
  'one signature is nothing but zeros': anyChanged(() => ({ spoil: inEnvelope(() => ({ signatures: [{ sig: Buffer.from('3006020100020100', 'hex').toString('base64') }] })) })),
  'one bundle has no signatures': anyChanged(() => ({ spoil: inEnvelope(() => ({ signatures: [] })) })),
  'one bundle is by another key, and says that it is ours': anyChanged(() => ({ by: OTHERS, spoil: bundle => inMaterial({ publicKey: { hint: OURS.publicKey } })(inEnvelope(({ signatures: [{ sig }] }) => ({ signatures: [{ sig, keyid: OURS.publicKey }] }))(bundle)) })),
  'one bundle is by another key, and brings it along': anyChanged(() => ({ by: OTHERS, spoil: bundle => {
    const { publicKey, ...material } = JSON.parse(bundle).verificationMaterial;
    const rawBytes = OTHERS.publicKey.replace(/-----[^-]*-----|\n/g, '');
    return JSON.stringify({ ...JSON.parse(bundle), verificationMaterial: { ...material, certificate: { rawBytes } } });
  } })),
  'one payload is there twice, and the last is another': anyChanged(() => ({
    spoil: bundle => bundle.replace(/"payload":"[^"]*"/, found => `${found},"payload":"${Buffer.from('{"_type":"x"}').toString('base64')}"`),
  })),
  'one bundle is within another': anyChanged(() => ({ spoil: bundle => JSON.stringify({ bundle: JSON.parse(bundle) }) })),
  'one bundle signs a message and no statement': anyChanged(() => ({ spoil: bundle => {
    const { dsseEnvelope, ...rest } = JSON.parse(bundle);
    return JSON.stringify({ ...rest, messageSignature: { messageDigest: { algorithm: 'SHA2_256', digest: '' }, signature: dsseEnvelope.signatures[0].sig } });
  } })),
  'another verification of the same moment has failed': besides(({ drafts, gates }) => [{ ...drafts[drafts.length - 1], predicate: summaryOf({ gates, result: 'FAILED' }) }]),
  'another verification of the same moment is of another repository': besides(({ drafts: { [0]: draft }, gates }) => [{ ...draft, type: SUMMARY_TYPE, announced: SUMMARY_TYPE, predicate: summaryOf({ gates, repository: OTHER_REPOSITORY }) }]),
  'a result that is of two gates has failed': besides(({ drafts }) => drafts.filter(({ type }) => type === TEST_RESULT_TYPE).slice(0, 1)
    .map(draft => ({ ...draft, predicate: { ...draft.predicate, result: 'FAILED', configuration: [...draft.predicate.configuration, { annotations: { gate: 'more' } }] } }))),
  'a result of another tool has failed': besides(({ drafts }) => drafts.filter(({ type }) => type === TEST_RESULT_TYPE).slice(0, 1)
    .map(draft => ({ ...draft, predicate: { result: 'FAILED', configuration: [] } }))),
  'a result has no materials': changed(TEST_RESULT_TYPE, ({ predicate }) => ({ predicate: { ...predicate, configuration: [null] } })),
  'its verification is of the year 9999': summary(predicate => ({ ...predicate, timeVerified: '9999-12-31T23:59:59Z' })),
  'its verification is of the year 1970': summary(predicate => ({ ...predicate, timeVerified: '1970-01-01T00:00:00Z' })),
  'one statement is announced as what is not looked at': anyChanged(() => ({ announced: 'https://spdx.dev/Document' })),
};

/** What may be attached beside and changes nothing. */
export const NOISE: readonly ((of: Case) => Draft[])[] = [
  ({ digest, gates }) => release({ digest, gates, by: OTHERS }),
  ({ gates }) => release({ digest: OLDER, gates }),
  ({ digest, gates }) => release({ digest, gates, repository: OTHER_REPOSITORY }),
  ({ digest, gates }) => release({ digest, gates }),
  ({ digest, gates }) => release({ digest, gates }).map(draft => ({ ...draft, spoil: () => '{' })),
  ({ digest }) => release({ digest }).slice(0, 1).map(draft => ({ ...draft, type: 'https://cyclonedx.org/bom', announced: 'https://cyclonedx.org/bom' })),
  // the same bytes as other verifiers write them
  ({ digest, gates }) => release({ digest, gates, by: OTHERS }).map(draft => ({ ...draft, spoil: bundle => bundle.replace(/"payload":"[^"]*"/, found => found.replace(/=+"/, '"').replace(/\+/g, '-').replace(/\//g, '_')) })),
  // an older verification that failed, before what passed
  ({ digest, gates }) => release({ digest, gates }).slice(-1).map(draft => ({ ...draft, predicate: summaryOf({ gates, result: 'FAILED', verified: NOW - 60_000 }) })),
];
