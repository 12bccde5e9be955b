import { generateKeyPairSync, sign } from 'crypto';
import { bundleFromJSON } from '@sigstore/bundle';
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';
import { bundleOf, signedBytes } from '../../../lib/attestations/bundle';
import { SUMMARY_TYPE, TEST_RESULT_TYPE } from '../../../lib/attestations/predicate-types';
import { commitSubject, imageSubject, statement } from '../../../lib/attestations/statement';
import { testResult } from '../../../lib/attestations/test-result';
import { verificationSummary } from '../../../lib/attestations/verification-summary';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const [ours, another] = [1, 2].map(() => generateKeyPairSync('ec', { namedCurve: 'P-256' }));
const subjects = [imageSubject('host/api', DIGEST)];
const gate = { gate: 'test', result: 'PASSED' as const, passedTests: ['adds'], warnedTests: [], failedTests: [] };
const policy = { gates: { test: 'PASSED' as const }, signature: 'arn:key' };
const STATEMENTS: { readonly [type: string]: Parameters<typeof statement>[0] } = {
  [TEST_RESULT_TYPE]: { subjects: [...subjects, ...commitSubject('c'.repeat(40), undefined)], type: TEST_RESULT_TYPE, predicate: testResult(gate, { dockerfile: 'f'.repeat(64), configuration: [] }) },
  [SUMMARY_TYPE]: { subjects, type: SUMMARY_TYPE, predicate: verificationSummary({ verifier: 'arn:pipeline', repository: 'host/api', policy, statements: [], now: 0 }) },
};

/** A bundle as a release carries it. */
function bundle(type: string, change: (text: string) => string = text => text): any {
  const payload = Buffer.from(JSON.stringify(statement(STATEMENTS[type])));
  const signature = sign('sha256', signedBytes(payload), ours.privateKey);
  return JSON.parse(bundleOf({ payload: Buffer.from(change(payload.toString('utf8'))), signature }, 'hint').toString('utf8'));
}

/** The verifier of Sigstore, as npm has it. It knows the key, and nothing of this library. */
function verify(json: any, { publicKey } = ours): void {
  const key = { rawBytes: publicKey.export({ type: 'spki', format: 'der' }), keyDetails: 5 /* PKIX_ECDSA_P256_SHA_256 */, validFor: { start: new Date(0) } };
  const material = toTrustMaterial({ mediaType: '', tlogs: [], certificateAuthorities: [], ctlogs: [], timestampAuthorities: [] }, { hint: key as any });
  new Verifier(material, { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 0 }).verify(toSignedEntity(bundleFromJSON(json)));
}

test.each([TEST_RESULT_TYPE, SUMMARY_TYPE])('%s verifies by the tools of Sigstore, unless it is by another key or was changed', type => {
  expect(() => verify(bundle(type))).not.toThrow();
  expect(() => verify(bundle(type), another)).toThrow('signature verification failed');
  expect(() => verify(bundle(type, text => text.replace('PASSED', 'WARNED')))).toThrow('signature verification failed');
  expect(() => verify(bundle(type, text => text.replace(/a{64}/, 'b'.repeat(64))))).toThrow('signature verification failed');
});
