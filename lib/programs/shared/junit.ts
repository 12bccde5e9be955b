import { xml } from './xml';

/** A part of a gate, as a test case. */
export interface TestCase {
  readonly name: string;
  readonly seconds: number;
  /** Why it was not run; none if it was. */
  readonly skipped?: string;
  /** Why it failed; none if it passed. */
  readonly failure?: string;
  /** Text it printed, or what is to be known of it. */
  readonly text: string;
}

/**
 * A gate as a test suite, in JUnit's format: a report exists whatever the test runner.
 *
 * @param properties what is known of the whole, by name
 */
export function junit(name: string, testCases: readonly TestCase[], properties: { readonly [name: string]: string } = {}): string {
  const seconds = testCases.reduce((sum, testCase) => sum + testCase.seconds, 0).toFixed(3);
  const count = (attribute: string, test: (testCase: TestCase) => boolean) => ` ${attribute}="${testCases.filter(test).length}"`;
  const totals = `${count('tests', () => true)}${count('failures', ({ failure }) => failure !== undefined)} errors="0"${count('skipped', ({ skipped }) => skipped !== undefined)} time="${seconds}"`;
  const cases = testCases.map(testCase => `    <testcase classname="gate.${name}" name="${xml(testCase.name)}" time="${testCase.seconds.toFixed(3)}">\n`
    + `      ${bodyOf(testCase)}\n    </testcase>\n`);
  const known = Object.entries(properties).map(([key, value]) => `      <property name="${xml(key)}" value="${xml(value)}"/>\n`).join('');
  const head = known === '' ? '' : `    <properties>\n${known}    </properties>\n`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${totals}>\n  <testsuite name="${name}"${totals}>\n${head}${cases.join('')}  </testsuite>\n</testsuites>\n`;
}

function bodyOf({ skipped, failure, text }: TestCase): string {
  if (skipped !== undefined) return `<skipped message="${xml(skipped)}"/>`;
  return failure === undefined ? `<system-out>${xml(text)}</system-out>` : `<failure message="${xml(failure)}">${xml(text)}</failure>`;
}
