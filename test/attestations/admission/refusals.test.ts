import * as fc from 'fast-check';
import { refusals } from '../../../lib/attestations/admission/refusals';
import { holds } from '../../property';
import { Case, MUTATIONS, NOISE } from './mutations';
import { bundleOfDraft, DAY, NOW, OTHERS, OURS, release, REPOSITORY } from './release';

// thousands of signatures on a machine that does something else beside
jest.setTimeout(600_000);

const DIGEST = `sha256:${'a'.repeat(64)}`;
const DEMANDS = { repositories: [REPOSITORY], gates: ['test'] };

const whyNot = ({ digest, gates, drafts, now }: Case, maximumAge: number | undefined = 30 * DAY): string[] => refusals({
  // what is announced as something else is not fetched
  digest, bundles: drafts.filter(({ announced }) => announced !== 'https://spdx.dev/Document').map(bundleOfDraft),
  demands: { repositories: [REPOSITORY], gates, maximumAge }, publicKeys: [OURS.publicKey], now,
});
const one = (gates: string[] = ['test']): Case => ({ digest: DIGEST, gates, drafts: release({ digest: DIGEST, gates }), now: NOW });

test('an image that has all of it runs', () => {
  expect(whyNot(one())).toEqual([]);
  expect(whyNot(one(['lint', 'test', 'start']))).toEqual([]);
});

test('what is missing is told, and what does not count', () => {
  expect(whyNot({ ...one(), drafts: [] })).toEqual(['it has no signature', 'it has no provenance', 'no gate has a result', 'it has no summary of a verification']);
  expect(whyNot({ ...one(), drafts: release({ digest: DIGEST, by: OTHERS }) })).toContain('4 of its 4 statements are by another key, on another image, of another repository or damaged');
  expect(whyNot({ ...one(['lint', 'test']), drafts: release({ digest: DIGEST }) })).toEqual(['the gate "lint" has no result', 'its verification has not seen the gate "lint" pass']);
  expect(whyNot({ ...one(), now: NOW + 31 * DAY * 1000 })).toEqual(['its verification is of 2026-11-28T11:59:59.000Z, which is more than 2592000 seconds ago']);
});

test('a verification is good for ever where no age is demanded, and a clock may be slow', () => {
  expect(whyNot({ ...one(), now: NOW + 10_000 * DAY * 1000 }, 20_000 * DAY)).toEqual([]);
  const bundles = one().drafts.map(bundleOfDraft);
  expect(refusals({ digest: DIGEST, bundles, demands: DEMANDS, publicKeys: [OURS.publicKey], now: NOW + 10_000 * DAY * 1000 })).toEqual([]);
  expect(whyNot({ ...one(), now: NOW - 120_000 })).toEqual([]);
});

test('each of several keys counts, while one takes the place of the other', () => {
  const bundles = release({ digest: DIGEST, by: OTHERS }).map(bundleOfDraft);

  expect(refusals({ digest: DIGEST, bundles, demands: DEMANDS, publicKeys: [OURS.publicKey, OTHERS.publicKey], now: NOW })).toEqual([]);
});

test('an image of an index is admitted by the statements on the index, as far as they name it', () => {
  const platform = `sha256:${'b'.repeat(64)}`;

  expect(whyNot({ ...one(), digest: platform, drafts: release({ digest: DIGEST, platforms: [platform] }) })).toEqual([]);
  expect(whyNot({ ...one(), digest: platform })).not.toEqual([]);
});

test.each(Object.entries(MUTATIONS))('%s: it does not run', (_, mutate) => {
  for (const chosen of [0, 1, 2, 3]) expect(whyNot({ ...one(), ...mutate(one(), chosen) })).not.toEqual([]);
});

/** A release as there may be any, with what else is attached to it, in any order. */
const released = fc.record({
  digest: fc.stringMatching(/^[0-9a-f]{64}$/).map(hex => `sha256:${hex}`),
  gates: fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9:-]{0,20}$/).filter(name => name !== 'another'), { minLength: 1, maxLength: 5 }),
  platforms: fc.subarray(['1', '2'].map(digit => `sha256:${digit.repeat(64)}`)),
  noise: fc.subarray(NOISE.map((_, index) => index), { maxLength: 2 }),
}).map(({ digest, gates, platforms, noise }) => {
  const given: Case = { digest, gates, drafts: release({ digest, gates, platforms }), now: NOW };
  return { given, noise };
});

/** What is attached beside must not make good what is missing: copies of the release by our key would. */
const HARMLESS = NOISE.map((_, index) => index).filter(index => index !== 3 && index !== 7);

test('of a thousand images with anything attached beside, all run that have what is demanded', () => {
  holds(fc.property(released, ({ given, noise }) => {
    expect(whyNot({ ...given, drafts: [...noise.flatMap(index => NOISE[index](given)), ...given.drafts] })).toEqual([]);
  }), 1000);
});

test('of a thousand images of which something is changed, none runs, whatever is attached beside', () => {
  holds(fc.property(released, fc.constantFrom(...Object.keys(MUTATIONS)), fc.nat(20), ({ given, noise }, name, chosen) => {
    const mutated = { ...given, ...MUTATIONS[name](given, chosen) };
    const beside = noise.filter(index => HARMLESS.includes(index)).flatMap(index => NOISE[index](given));
    expect(whyNot({ ...mutated, drafts: [...beside, ...mutated.drafts] })).not.toEqual([]);
  }), 1000);
});
