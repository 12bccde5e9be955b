import { xml } from './xml';

/** How a step of a gate ended. */
export interface StepResult {
  readonly name: string;
  readonly seconds: number;
  /** Whether it was not run, for one before it failed. */
  readonly skipped: boolean;
  readonly code: number;
  /** How it failed. */
  readonly reason: string;
  /** The end of what it printed. */
  readonly log: string;
}

/**
 * The gate as a test suite and its steps as test cases, in JUnit's format: a report exists whatever the test runner.
 *
 * @param properties what is known of the whole, by name
 */
export function junit(name: string, results: readonly StepResult[], properties: { readonly [name: string]: string } = {}): string {
  const seconds = results.reduce((sum, result) => sum + result.seconds, 0).toFixed(3);
  const count = (attribute: string, test: (result: StepResult) => boolean) => ` ${attribute}="${results.filter(test).length}"`;
  const totals = `${count('tests', () => true)}${count('failures', result => result.code !== 0)} errors="0"${count('skipped', result => result.skipped)} time="${seconds}"`;
  const cases = results.map(result => `    <testcase classname="gate.${name}" name="${xml(result.name)}" time="${result.seconds.toFixed(3)}">\n`
    + `      ${bodyOf(result)}\n    </testcase>\n`);
  const known = Object.entries(properties).map(([key, value]) => `      <property name="${xml(key)}" value="${xml(value)}"/>\n`).join('');
  const head = known === '' ? '' : `    <properties>\n${known}    </properties>\n`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${totals}>\n  <testsuite name="${name}"${totals}>\n${head}${cases.join('')}  </testsuite>\n</testsuites>\n`;
}

function bodyOf({ skipped, code, reason, log }: StepResult): string {
  if (skipped) return '<skipped message="an earlier step failed"/>';
  return code === 0 ? `<system-out>${xml(log)}</system-out>` : `<failure message="${xml(`${reason}, exit code ${code}`)}">${xml(log)}</failure>`;
}
