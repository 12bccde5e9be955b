import { parseVerificationSummary, ReleasePolicy, verificationSummary } from '../../lib/attestations/verification-summary';

const POLICY: ReleasePolicy = { gates: { test: 'PASSED', start: 'PASSED' }, scan: 'inspector', signature: 'arn:key' };
const summary = (policy: ReleasePolicy) =>
  JSON.parse(JSON.stringify(verificationSummary({ verifier: 'arn:pipeline', repository: 'host/api', policy, statements: [{ uri: 'https://host/1', digest: { sha256: '1' } }], now: 1_790_000_000_000 })));

test('a summary has what SLSA asks for', () => {
  expect(summary(POLICY)).toEqual({
    verifier: { id: 'arn:pipeline' },
    timeVerified: '2026-09-21T14:13:20Z',
    resourceUri: 'oci://host/api',
    policy: { uri: expect.stringMatching(/^https:/), digest: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }, annotations: POLICY },
    inputAttestations: [{ uri: 'https://host/1', digest: { sha256: '1' } }],
    verificationResult: 'PASSED',
    verifiedLevels: ['GATES_PASSED', 'SCAN_PASSED', 'SIGNED'],
    slsaVersion: '1.1',
  });
});

test.each<[string, ReleasePolicy['gates']]>([['a gate that failed', { test: 'FAILED' }], ['a gate that tested nothing', { test: 'PASSED', start: 'WARNED' }], ['no gate', {}]])('%s does not pass', (_, gates) => {
  const { verificationResult, verifiedLevels } = summary({ gates, signature: 'arn:key' });

  expect([verificationResult, verifiedLevels]).toEqual(['FAILED', ['SIGNED']]);
});

test('what is written is read', () => {
  expect(parseVerificationSummary(summary(POLICY))).toEqual({
    passed: true, verifier: 'arn:pipeline', resourceUri: 'oci://host/api', timeVerified: 1_790_000_000_000, levels: ['GATES_PASSED', 'SCAN_PASSED', 'SIGNED'], ...POLICY,
  });
  expect(parseVerificationSummary(summary({ gates: { test: 'WARNED' }, signature: 'arn:key' }))).toMatchObject({ passed: false, gates: { test: 'WARNED' } });
});

test('the digest of a policy does not depend on the order of its gates', () => {
  expect(summary({ ...POLICY, gates: { start: 'PASSED', test: 'PASSED' } }).policy.digest).toEqual(summary(POLICY).policy.digest);
  expect(summary({ ...POLICY, scan: undefined }).policy.digest).not.toEqual(summary(POLICY).policy.digest);
});

const WRITTEN = summary(POLICY);
test.each([
  ['nothing', undefined], ['of another policy', { ...WRITTEN, policy: { ...WRITTEN.policy, uri: 'https://example.com' } }],
  ['whose gates are not those of the digest', { ...WRITTEN, policy: { ...WRITTEN.policy, annotations: { ...POLICY, gates: { test: 'PASSED' } } } }],
  ['that passed without its gates', { ...summary({ ...POLICY, gates: { test: 'WARNED' } }), verificationResult: 'PASSED' }],
  ['without a time', { ...WRITTEN, timeVerified: 'once' }], ['without a verifier', { ...WRITTEN, verifier: {} }],
])('%s is no summary that counts', (_, predicate) => expect(parseVerificationSummary(predicate)).toBeUndefined());
