import { readFileSync } from 'fs';
import { decodeXml, plain } from '../shared/xml';
import { DeclaredReport } from './parse';

const MOST = 20;

/** Names the test cases that failed, in the words of JUnit reports. */
export function failedTestCases(reports: readonly DeclaredReport[]): string[] {
  const names = new Set(reportTexts(reports).flatMap(casesOf).filter(({ failed }) => failed).map(({ name }) => name));
  const lines = [...names].map(name => `failed test case: ${name}`);
  return lines.length > MOST ? [...lines.slice(0, MOST), `and ${lines.length - MOST} more`] : lines;
}

/** How many test cases ran, by JUnit reports; undefined where there is none. */
export function reportedCases(reports: readonly DeclaredReport[]): number | undefined {
  const texts = reportTexts(reports).filter(text => /<testsuites?[\s/>]/.test(text));
  return texts.length === 0 ? undefined : texts.flatMap(casesOf).filter(({ skipped }) => !skipped).length;
}

interface TestCase {
  readonly name: string;
  readonly failed: boolean;
  readonly skipped: boolean;
}

function reportTexts(reports: readonly DeclaredReport[]): string[] {
  return reports.filter(({ format }) => /^junit/i.test(format)).map(({ path }) => {
    try { return readFileSync(path, 'utf8'); } catch { return ''; /* larger than a string can be */ }
  });
}

/** A scan, not a parser: it stays silent about what it cannot read. */
function casesOf(report: string): TestCase[] {
  return report.split(/<testcase(?=\s)/).slice(1).map(testCase);
}

function testCase(text: string): TestCase {
  const [tag] = /^(?:[^"'>]|"[^"]*"|'[^']*')*>/.exec(text) ?? ['/>'];
  const attribute = (name: string) =>
    decodeXml((new RegExp(`\\s${name}\\s*=\\s*("[^"]*"|'[^']*')`).exec(tag) ?? ['', '""'])[1].slice(1, -1));
  const body = tag.endsWith('/>') ? '' : text.split('</testcase>')[0];
  return {
    name: plain([attribute('classname'), attribute('name')].filter(Boolean).join(': ')).replace(/\s+/g, ' ').trim(),
    failed: /<(?:failure|error)[\s/>]/.test(body),
    skipped: /<skipped[\s/>]/.test(body),
  };
}
