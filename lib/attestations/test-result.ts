import { ResourceDescriptor } from './statement';

/** Result of tests: a gate that tested nothing, or could not tell, is a warning and never passed. */
export type Result = 'PASSED' | 'WARNED' | 'FAILED';

const RESULTS: readonly Result[] = ['PASSED', 'WARNED', 'FAILED'];

/** Results of a gate. */
export interface TestResult {
  /** The name of the gate. */
  readonly gate: string;
  readonly result: Result;
  /** The names of test cases. One that was skipped is in none of the lists. */
  readonly passedTests: readonly string[];
  readonly warnedTests: readonly string[];
  readonly failedTests: readonly string[];
}

/** Where and with what gates ran. */
export interface TestRun {
  /** The address of the build. */
  readonly url?: string;
  /** The Dockerfile, of which each gate is a stage; the digits of its SHA-256. */
  readonly dockerfile: string;
  /** Other materials, by digest: the program that judges gates, base images, images of services. */
  readonly configuration: readonly ResourceDescriptor[];
}

/**
 * The predicate on what came of a gate. Which gate it is, is said by the stage of the Dockerfile that it is, and by the name of
 * that: verifiers that know nothing of this library call a result by the first name in its configuration.
 *
 * @see https://github.com/in-toto/attestation/blob/main/spec/predicates/test-result.md
 */
export function testResult({ gate, result, passedTests, warnedTests, failedTests }: TestResult, { url, dockerfile, configuration }: TestRun) {
  const stage = { name: gate, uri: `Dockerfile#gate-${gate}`, digest: { sha256: dockerfile }, annotations: { gate } };
  return { result, configuration: [stage, ...configuration], ...url ? { url } : {}, passedTests, warnedTests, failedTests };
}

/** Result of a gate, as a predicate has it. */
export interface ParsedTestResult extends TestResult {
  readonly url?: string;
  readonly configuration: readonly ResourceDescriptor[];
}

/** Result of a gate in a predicate; undefined if it is none of this library. */
export function parseTestResult(predicate: any): ParsedTestResult | undefined {
  const { result, configuration, url, passedTests = [], warnedTests = [], failedTests = [] } = predicate ?? {};
  if (!RESULTS.includes(result) || !Array.isArray(configuration) || ![passedTests, warnedTests, failedTests].every(isTexts)) return undefined;
  const gates = configuration.map((one: any) => one?.annotations?.gate).filter((gate: unknown) => gate !== undefined);
  if (gates.length !== 1 || typeof gates[0] !== 'string') return undefined;
  return { gate: gates[0], result, passedTests, warnedTests, failedTests, configuration, ...typeof url === 'string' ? { url } : {} };
}

/** The worst of some results; a warning where there are none. */
export function worstOf(results: readonly Result[]): Result {
  return results.length === 0 ? 'WARNED' : RESULTS[Math.max(...results.map(result => RESULTS.indexOf(result)))];
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(text => typeof text === 'string');
}
