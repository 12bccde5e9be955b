import * as fs from 'fs';
import * as path from 'path';
import { Result, TestResult } from '../../attestations/test-result';
import { propertiesIn, TestCase, testCasesIn } from './test-cases';

/** A report that is larger is none that is read. */
const MOST_BYTES = 50_000_000;

/** Files that a gate left, as far as they tell its result. */
export interface GateFiles {
  /** Its exit code; undefined where it left none. */
  readonly code?: string;
  /** Its own report of JUnit. */
  readonly junit?: string;
  /** Those of its test runner. */
  readonly reports: readonly string[];
}

/**
 * Results of gates, by what they left in a directory.
 *
 * @param unproven The gates whose command passes whatever its tests say, as far as that can be read from it.
 */
export function gateResults(directory: string, gates: readonly string[], unproven: readonly string[]): TestResult[] {
  return gates.map(gate => gateResult(gate, filesOf(path.join(directory, gate)), unproven.includes(gate)));
}

/** Result of a gate. It passed if it ended with 0, something was tested, and no test says otherwise. */
export function gateResult(gate: string, { code, junit, reports }: GateFiles, unproven: boolean): TestResult {
  const own = testCasesIn(junit ?? '');
  const cases = [...own, ...reports.flatMap(testCasesIn)];
  const failedTests = namesOf(cases, 'failed');
  const doubtful = unproven || testedNothing(junit, own);
  const passed = namesOf(cases, 'passed').filter(name => !failedTests.includes(name));
  const result: Result = code !== '0' || failedTests.length > 0 ? 'FAILED' : doubtful || passed.length === 0 ? 'WARNED' : 'PASSED';
  // where nothing shows that a gate tests, nothing shows that what it names was tested
  return { gate, result, passedTests: doubtful ? [] : passed, warnedTests: doubtful ? passed : [], failedTests };
}

/** True if a gate says itself that no test ran, or that it could not tell. A step of it that was skipped was not run. */
function testedNothing(junit: string | undefined, own: readonly TestCase[]): boolean {
  if (junit === undefined || own.some(({ outcome }) => outcome === 'skipped')) return true;
  const { 'test-cases': ran, warnings } = propertiesIn(junit);
  return ran === '0' || (warnings ?? '0') !== '0';
}

function namesOf(cases: readonly TestCase[], outcome: TestCase['outcome']): string[] {
  return [...new Set(cases.filter(one => one.outcome === outcome).map(({ name }) => name))].sort();
}

function filesOf(directory: string): GateFiles {
  const declared = path.join(directory, 'reports');
  const junit = names(declared).filter(name => /^junit/i.test(name)).flatMap(name => below(path.join(declared, name)));
  return { code: textOf(path.join(directory, 'exit-code'))?.trim(), junit: textOf(path.join(directory, 'junit.xml')), reports: junit.flatMap(file => textOf(file) ?? []) };
}

function below(directory: string): string[] {
  return names(directory).flatMap(name => {
    const file = path.join(directory, name);
    return fs.lstatSync(file).isDirectory() ? below(file) : [file];
  });
}

function names(directory: string): string[] {
  return fs.lstatSync(directory, { throwIfNoEntry: false })?.isDirectory() ? fs.readdirSync(directory).sort() : [];
}

/** The text of a file. What tests left may be a link, and lead to what is none of theirs. */
function textOf(file: string): string | undefined {
  const stat = fs.lstatSync(file, { throwIfNoEntry: false });
  return stat?.isFile() && stat.size <= MOST_BYTES ? fs.readFileSync(file, 'utf8') : undefined;
}
