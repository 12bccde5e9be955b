import { createHash } from 'crypto';
import { ResourceDescriptor } from './statement';
import { Result } from './test-result';

/** Policy that an image was held to before it was released, and its outcome. */
export interface ReleasePolicy {
  /** Result of each gate, by its name. */
  readonly gates: { readonly [gate: string]: Result };
  /** Who scanned the image and found nothing beyond the limits, `basic` or `inspector`; not there where it was not scanned. */
  readonly scan?: string;
  /** The ARN of the key that signed the image. */
  readonly signature: string;
}

/** Content of a summary. */
export interface Summary {
  /** The ARN of the pipeline or project. */
  readonly verifier: string;
  /** The repository, without a scheme. */
  readonly repository: string;
  readonly policy: ReleasePolicy;
  /** The statements that were looked at. */
  readonly statements: readonly ResourceDescriptor[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The address of what a policy means, which docs/signing.md says. */
export const RELEASE_POLICY = 'https://github.com/cdk-nodejs-image/cdk-nodejs-image/release-policy/v1';

/** True if an image passed: each of its gates did, and there is one. A gate that tested nothing has not passed. */
export function hasPassed({ gates }: ReleasePolicy): boolean {
  const results = Object.values(gates);
  return results.length > 0 && results.every(result => result === 'PASSED');
}

/**
 * The predicate on what an image was held to. Levels of SLSA are for those who know the builder to say; these are our own.
 *
 * @see https://slsa.dev/spec/v1.1/verification_summary
 */
export function verificationSummary({ verifier, repository, policy, statements, now }: Summary) {
  const passed = hasPassed(policy);
  return {
    verifier: { id: verifier },
    timeVerified: new Date(now).toISOString().replace(/\.\d+Z$/, 'Z'),
    resourceUri: `oci://${repository}`,
    policy: { uri: RELEASE_POLICY, digest: { sha256: createHash('sha256').update(canonical(policy)).digest('hex') }, annotations: policy },
    inputAttestations: statements,
    verificationResult: passed ? 'PASSED' : 'FAILED',
    verifiedLevels: [...passed ? ['GATES_PASSED'] : [], ...policy.scan ? ['SCAN_PASSED'] : [], 'SIGNED'],
    slsaVersion: '1.1',
  };
}

/** Summary, as it was read. */
export interface ParsedSummary extends ReleasePolicy {
  readonly passed: boolean;
  readonly verifier: string;
  /** With its scheme, `oci://`. */
  readonly resourceUri: string;
  /** Milliseconds since 1970. */
  readonly timeVerified: number;
  readonly levels: readonly string[];
}

/** Summary in a predicate; undefined if it is no summary of this library, or contradicts itself. */
export function parseVerificationSummary(predicate: any): ParsedSummary | undefined {
  try {
    const { verifier: { id }, timeVerified, resourceUri, policy: { uri, digest, annotations }, verificationResult, verifiedLevels } = predicate;
    const { gates, scan, signature } = annotations;
    const time = Date.parse(timeVerified);
    const passed = verificationResult === 'PASSED';
    const whole = [id, resourceUri, signature].every(text => typeof text === 'string') && !Number.isNaN(time) && uri === RELEASE_POLICY
      && ['PASSED', 'FAILED'].includes(verificationResult) && Array.isArray(verifiedLevels) && ['undefined', 'string'].includes(typeof scan)
      && digest.sha256 === createHash('sha256').update(canonical({ gates, scan, signature })).digest('hex')
      && passed === hasPassed({ gates, signature });
    return whole ? { passed, verifier: id, resourceUri, timeVerified: time, gates, scan, signature, levels: verifiedLevels } : undefined;
  } catch {
    return undefined;
  }
}

/** A policy as one text, whatever the order in which it was written. */
function canonical({ gates, scan, signature }: ReleasePolicy): string {
  return JSON.stringify([Object.entries(gates).sort(([one], [other]) => one < other ? -1 : 1), scan ?? null, signature]);
}
