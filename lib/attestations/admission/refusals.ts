import { PROVENANCE_TYPE, SIGN_TYPE, SUMMARY_TYPE, TEST_RESULT_TYPE } from '../predicate-types';
import { parseTestResult } from '../test-result';
import { ParsedSummary, parseVerificationSummary } from '../verification-summary';
import { AdmissionDemands, SKEW } from './demands';
import { TrustedStatement, trustedStatements } from './trusted-statements';

/** The kinds of statements that are looked at. */
export const DEMANDED_TYPES: readonly string[] = [SIGN_TYPE, PROVENANCE_TYPE, TEST_RESULT_TYPE, SUMMARY_TYPE];

/** An image that is to run, and what is known of it. */
export interface AdmissionRequest {
  /** As `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
  /** All bundles that are attached to it, of whatever kind and by whomever. */
  readonly bundles: readonly string[];
  readonly demands: AdmissionDemands;
  /** In PEM; at least one. */
  readonly publicKeys: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Why an image may not run; nothing if it may.
 *
 * It needs, by a trusted key and on its digest: a signature, provenance, a result of each gate that is demanded and none of tests
 * that have not passed, and as the newest summary of a verification one that has passed, for the repository, not older than
 * demanded. Of several summaries of the newest moment all have to: the order in which a registry lists them says nothing.
 *
 * @see https://slsa.dev/spec/v1.1/verification_summary#how-to-verify
 */
export function refusals({ digest, bundles, demands, publicKeys, now }: AdmissionRequest): string[] {
  const statements = trustedStatements(bundles, { publicKeys, digest, repositories: demands.repositories });
  const reasons = [
    ...has(statements, SIGN_TYPE) ? [] : ['it has no signature'],
    ...has(statements, PROVENANCE_TYPE) ? [] : ['it has no provenance'],
    ...refusalsOfGates(statements, demands),
    ...refusalsOfSummary(statements, demands, now),
  ];
  const foreign = bundles.length - statements.length;
  return reasons.length && foreign ? [...reasons, `${foreign} of its ${bundles.length} statements are by another key, on another image, of another repository or damaged`] : reasons;
}

function has(statements: readonly TrustedStatement[], wanted: string): boolean {
  return statements.some(({ type }) => type === wanted);
}

function refusalsOfGates(statements: readonly TrustedStatement[], { gates }: AdmissionDemands): string[] {
  const found = ofType(statements, TEST_RESULT_TYPE, parseTestResult);
  const foreign = ofType(statements, TEST_RESULT_TYPE, predicate => parseTestResult(predicate) ? undefined : [resultOf(predicate)]).flat();
  const bad = [...new Set(foreign.filter(result => result !== 'PASSED'))].map(result => `a result of tests that is of no gate is ${result}`);
  if (!found.length) return ['no gate has a result', ...bad];
  const missing = gates.filter(gate => !found.some(known => known.gate === gate)).map(gate => `the gate "${gate}" has no result`);
  return [...missing, ...new Set(found.filter(({ result }) => result !== 'PASSED').map(({ gate, result }) => `the gate "${gate}" is ${result}`)), ...bad];
}

/** The result that another tool states, or what is no result. */
function resultOf(predicate: any): string {
  return `${JSON.stringify(predicate?.result)}`.replace(/^"|"$/g, '');
}

function refusalsOfSummary(statements: readonly TrustedStatement[], demands: AdmissionDemands, now: number): string[] {
  const summaries = ofType(statements, SUMMARY_TYPE, parseVerificationSummary);
  if (!summaries.length) return ['it has no summary of a verification'];
  const newest = Math.max(...summaries.map(({ timeVerified }) => timeVerified));
  return [...new Set(summaries.filter(({ timeVerified }) => timeVerified === newest).flatMap(summary => refusalsBy(summary, demands, now)))];
}

function refusalsBy(summary: ParsedSummary, { repositories, gates, maximumAge }: AdmissionDemands, now: number): string[] {
  const { passed, resourceUri, timeVerified } = summary;
  const age = now - timeVerified;
  const when = new Date(timeVerified).toISOString();
  return [
    ...passed ? [] : [`its verification of ${when} has failed`],
    ...repositories.some(repository => resourceUri === `oci://${repository}`) ? [] : [`its verification is of ${resourceUri}`],
    ...gates.filter(gate => summary.gates[gate] !== 'PASSED').map(gate => `its verification has not seen the gate "${gate}" pass`),
    ...age >= -SKEW ? [] : [`its verification is of ${when}, which is yet to come`],
    ...maximumAge === undefined || age <= maximumAge * 1000 ? [] : [`its verification is of ${when}, which is more than ${maximumAge} seconds ago`],
  ];
}

/** The contents of statements of a type; one that is none of this library says nothing. */
function ofType<T>(statements: readonly TrustedStatement[], wanted: string, parse: (predicate: any) => T | undefined): T[] {
  return statements.flatMap(({ type, predicate }) => (type === wanted ? parse(predicate) : undefined) ?? []);
}
