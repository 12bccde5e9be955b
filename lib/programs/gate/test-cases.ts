import { readFileSync } from 'fs';
import { decodeXml, plain } from '../shared/xml';
import { DeclaredReport } from './parse';

const MOST = 20;

/** Names the test cases that failed, in the words of JUnit reports. */
export function failedTestCases(reports: readonly DeclaredReport[]): string[] {
  const names = new Set(testCases(reports).filter(({ failed }) => failed).map(({ name }) => name));
  const lines = [...names].map(name => `failed test case: ${name}`);
  return lines.length > MOST ? [...lines.slice(0, MOST), `and ${lines.length - MOST} more`] : lines;
}

interface TestCase {
  readonly name: string;
  readonly failed: boolean;
}

/** A scan, not a parser: it stays silent about what it cannot read. */
function testCases(reports: readonly DeclaredReport[]): TestCase[] {
  return reports.filter(({ format }) => /^junit/i.test(format)).flatMap(({ path }) => {
    let report = '';
    try { report = readFileSync(path, 'utf8'); } catch { /* larger than a string can be */ }
    return report.split(/<testcase(?=\s)/).slice(1).map(testCase);
  });
}

function testCase(text: string): TestCase {
  const [tag] = /^(?:[^"'>]|"[^"]*"|'[^']*')*>/.exec(text) ?? ['/>'];
  const attribute = (name: string) =>
    decodeXml((new RegExp(`\\s${name}\\s*=\\s*("[^"]*"|'[^']*')`).exec(tag) ?? ['', '""'])[1].slice(1, -1));
  return {
    name: plain([attribute('classname'), attribute('name')].filter(Boolean).join(': ')).replace(/\s+/g, ' ').trim(),
    failed: !tag.endsWith('/>') && /<(?:failure|error)[\s/>]/.test(text.split('</testcase>')[0]),
  };
}
