import { createPrivateKey, createPublicKey, generateKeyPairSync, KeyObject, sign } from 'crypto';
import { bundleOf, signedBytes } from '../../../lib/attestations/bundle';
import { PROVENANCE_TYPE, SIGN_TYPE, SUMMARY_TYPE, TEST_RESULT_TYPE } from '../../../lib/attestations/predicate-types';
import { imageSubject, statement, Subject } from '../../../lib/attestations/statement';
import { testResult } from '../../../lib/attestations/test-result';
import { verificationSummary } from '../../../lib/attestations/verification-summary';

export const REPOSITORY = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/api';
export const KEY_ARN = 'arn:aws:kms:eu-central-1:123456789012:key/one';
export const NOW = Date.parse('2026-11-28T12:00:00Z');
export const DAY = 86_400;

/** A pair of keys as KMS has them. */
export interface Keys {
  readonly publicKey: string;
  readonly privateKey: KeyObject;
}

export function newKeys(): Keys {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { publicKey: String(publicKey.export({ type: 'spki', format: 'pem' })), privateKey };
}

/** The pair of a private key in PEM. */
export function keysIn(pem: string): Keys {
  return { publicKey: String(createPublicKey(pem).export({ type: 'spki', format: 'pem' })), privateKey: createPrivateKey(pem) };
}

/** Who signs, and who does not. */
export const OURS = newKeys();
export const OTHERS = newKeys();

/** A statement before it is signed: what tests change. */
export interface Draft {
  type: string;
  subjects: Subject[];
  predicate: any;
  by: Keys;
  /** What the registry is told that it states. */
  announced: string;
  /** What is done to the bundle after it was signed. */
  spoil?: (bundle: string) => string;
}

/** What a release is made of. */
export interface ReleaseProps {
  readonly digest: string;
  readonly repository?: string;
  readonly gates?: readonly string[];
  /** The digests of its images, where it is an index. */
  readonly platforms?: readonly string[];
  /** When it was verified. */
  readonly verified?: number;
  readonly by?: Keys;
}

/** The statements on a release, in the order in which they are attached. */
export function release({ digest, repository = REPOSITORY, gates = ['test'], platforms = [], verified = NOW - 1000, by = OURS }: ReleaseProps): Draft[] {
  const subjects = [digest, ...platforms].map(one => imageSubject(repository, one));
  const draft = (type: string, predicate: unknown, more: Subject[] = []): Draft =>
    ({ type, subjects: [...subjects, ...more], predicate, by, announced: type });
  const commit: Subject = { name: 'commit', digest: { gitCommit: 'c'.repeat(40) } };
  return [
    draft(PROVENANCE_TYPE, { buildDefinition: {}, runDetails: {} }),
    ...gates.map(gate => draft(
      TEST_RESULT_TYPE,
      testResult({ gate, result: 'PASSED', passedTests: ['adds'], warnedTests: [], failedTests: [] }, { dockerfile: 'd'.repeat(64), configuration: [] }),
      [commit],
    )),
    draft(SIGN_TYPE, {}),
    draft(SUMMARY_TYPE, summaryOf({ gates, repository, verified })),
  ];
}

/** What a verification has found. */
export function summaryOf({ gates, repository = REPOSITORY, verified = NOW - 1000, result = 'PASSED' as const }: {
  gates: readonly string[]; repository?: string; verified?: number; result?: 'PASSED' | 'WARNED' | 'FAILED';
}): any {
  const results = Object.fromEntries(gates.map((gate, index) => [gate, index === 0 ? result : 'PASSED' as const]));
  return verificationSummary({ verifier: 'arn:aws:codepipeline:eu-central-1:123456789012:api', repository, policy: { gates: results, signature: KEY_ARN }, statements: [], now: verified });
}

/** A statement, signed. */
export function bundleOfDraft({ type, subjects, predicate, by, spoil = bundle => bundle }: Draft): string {
  const payload = Buffer.from(JSON.stringify(statement({ subjects, type, predicate })));
  return spoil(bundleOf({ payload, signature: signatureOf(payload, by) }, 'hint').toString());
}

/** The signature of a payload, or of what else is made of it. */
export function signatureOf(payload: Buffer, by: Keys, encoded: (payload: Buffer) => Buffer = signedBytes): Buffer {
  return sign('sha256', encoded(payload), by.privateKey);
}
