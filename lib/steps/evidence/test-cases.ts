/** A test case of a JUnit report. */
export interface TestCase {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
}

const ENTITIES: { readonly [name: string]: string } = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

/** As much of a name as is told. */
const NAME = 300;

/** The test cases of a report. A scan, not a parser: what is no test case is nothing. */
export function testCasesIn(report: string): TestCase[] {
  return report.split(/<testcase(?=\s)/).slice(1).map(text => {
    const [tag] = /^(?:[^"'>]|"[^"]*"|'[^']*')*>/.exec(text) ?? ['/>'];
    const body = tag.endsWith('/>') ? '' : text.slice(tag.length).split('</testcase>')[0];
    const outcome = /<(?:failure|error)[\s/>]/.test(body) ? 'failed' : /<skipped[\s/>]/.test(body) ? 'skipped' : 'passed';
    return { name: nameIn(tag), outcome };
  });
}

/** Totals of a report, by name. */
export function propertiesIn(report: string): { readonly [name: string]: string } {
  return Object.fromEntries([...report.matchAll(/<property name="([^"]*)" value="([^"]*)"\/>/g)].map(([, name, value]) => [decoded(name), decoded(value)]));
}

function nameIn(tag: string): string {
  const attribute = (name: string) => decoded((new RegExp(`\\s${name}\\s*=\\s*("[^"]*"|'[^']*')`).exec(tag) ?? ['', '""'])[1].slice(1, -1));
  // of a gate's own steps the class is the gate, which is said elsewhere
  const parts = [attribute('classname').replace(/^gate\..*$/, ''), attribute('name')].filter(part => part !== '');
  return parts.join(': ').replace(/[\p{Cc}\p{Cs}\s\u2028\u2029]+/gu, ' ').trim().slice(0, NAME);
}

function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi, (whole: string, decimal?: string, hex?: string, name?: string) => {
    if (name) return ENTITIES[name] ?? whole;
    const code = hex ? parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
