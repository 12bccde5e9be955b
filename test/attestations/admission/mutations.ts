import { PROVENANCE_TYPE, SIGN_TYPE, SUMMARY_TYPE, TEST_RESULT_TYPE } from '../../../lib/attestations/predicate-types';
import { DAY, Draft, NOW, OTHERS, release, REPOSITORY, summaryOf } from './release';

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
  // an older verification that failed, before what passed
  ({ digest, gates }) => release({ digest, gates }).slice(-1).map(draft => ({ ...draft, predicate: summaryOf({ gates, result: 'FAILED', verified: NOW - 60_000 }) })),
];
