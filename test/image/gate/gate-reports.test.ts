import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, utimesSync } from 'fs';
import { join } from 'path';
import * as fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { holds } from '../../property';
import { Workplace } from './run-gate';

let work: Workplace;
beforeEach(() => { work = new Workplace(); });
afterEach(() => work.remove());

/** What is copied below the results of the gate. */
function copied(): string[] {
  const reports = join(work.gates, 'test', 'reports');
  return existsSync(reports) ? readdirSync(reports, { recursive: true, withFileTypes: true, encoding: 'utf-8' })
    .filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name).slice(reports.length + 1)).sort() : [];
}

interface Element { tag: string; attributes: Record<string, string>; text: string; children: Element[] }

/** Parses with a parser that refuses whatever XML 1.0 does. */
function parse(text: string): Element {
  const root: Element = { tag: '', attributes: {}, text: '', children: [] };
  const open = [root];
  const parser = new SaxesParser();
  parser.on('error', error => { throw error; });
  parser.on('opentag', ({ name, attributes }) => {
    const element = { tag: name, attributes: { ...attributes } as Record<string, string>, text: '', children: [] };
    open[0].children.push(element);
    open.unshift(element);
  });
  parser.on('text', content => { open[0].text += content; });
  parser.on('closetag', () => { open.shift(); });
  parser.write(text).close();
  return root.children[0];
}

const junit = (bytes = readFileSync(join(work.gates, 'test', 'junit.xml'))) => parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));

describe('junit.xml', () => {
  test('the gate is a suite and its steps are test cases', () => {
    work.run([], ['sh', '-c', 'sleep 0.2; echo fine', '&&', 'sh', '-c', 'echo "<a> ]]> & \\"b\\""; exit 3', '&&', 'true', 'x']);

    const suites = junit();
    const [suite] = suites.children.filter(({ tag }) => tag === 'testsuite');
    expect(suites.tag).toBe('testsuites');
    expect(suite.attributes).toEqual({ name: 'test', tests: '3', failures: '1', errors: '0', skipped: '1', time: expect.stringMatching(/^\d+\.\d{3}$/) });
    expect(suite.children.map(({ attributes }) => attributes.classname)).toEqual(['gate.test', 'gate.test', 'gate.test']);
    expect(suite.children.map(({ attributes: { name }, children: [{ tag, attributes: { message }, text }] }) => [name, tag, message, text])).toEqual([
      ['sh -c "sleep 0.2; echo fine"', 'system-out', undefined, 'fine'],
      ['sh -c "echo \\"<a> ]]> & \\\\\\"b\\\\\\"\\"; exit 3"', 'failure', 'failed, exit code 3', '<a> ]]> & "b"'],
      ['true x', 'skipped', 'an earlier step failed', ''],
    ]);
    expect(Number(suite.children[0].attributes.time)).toBeGreaterThanOrEqual(0.2);
    expect(Number(suite.attributes.time)).toBeGreaterThanOrEqual(0.2);
  });

  test('it holds the end of a long log', () => {
    work.sh('i=0; while [ $i -lt 300 ]; do echo "line $i"; i=$((i+1)); done; exit 1');
    expect(junit().children[0].children[0].children[0].text.split('\n')).toEqual(Array.from({ length: 100 }, (_, line) => `line ${line + 200}`));
  });

  test('colours, control characters and bytes that are not UTF-8 do no harm', () => {
    work.sh('printf "\\033[1;31mred\\033[0m \\000\\001\\b\\033 \\303\\050 \\377 \\357\\277\\276 gr\\303\\274n\\r\\n"; exit 1');
    expect(junit().children[0].children[0].children[0].text).toBe('red  �( �  grün\r');
  });

  test('whatever a command is called and says, it is well-formed', () => {
    work.write('say.js', 'process.stdout.write(require("fs").readFileSync("bytes")); process.exitCode = Number(process.argv[2])');
    const text = fc.string({ unit: 'binary' }).map(value => value.replaceAll('\0', ''));
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(']]>', '<![CDATA[', '&#0;', '\x1b[', '\ufffe\uffff').map(value => Buffer.from(value)));
    holds(fc.property(bytes, text, fc.constantFrom('0', '1'), (said, name, code) => {
      work.write('bytes', Buffer.from(said));
      work.run([], [process.execPath, 'say.js', code, name]);
      expect(junit().children[0].children).toHaveLength(1);
    }), 30);
  }, 60_000);
});

describe('declared reports', () => {
  const files = ['junit.xml', 'reports/a.xml', 'reports/b.txt', 'reports/deep/er/c.xml', 'packages/x/coverage/lcov.info', 'packages/y/coverage/lcov.info',
    'packages/y/node_modules/z/coverage/lcov.info', '.hidden/d.xml', 'od(d) [na].me.xml', 'oddd [na]xme.xml'];

  test.each([
    ['junit.xml', ['junit.xml']],
    ['./junit.xml', ['junit.xml']],
    ['od(d) [na].me.xml', ['od(d) [na].me.xml']],
    ['reports', ['reports/a.xml', 'reports/b.txt', 'reports/deep/er/c.xml']],
    ['reports/', ['reports/a.xml', 'reports/b.txt', 'reports/deep/er/c.xml']],
    ['reports/*', ['reports/a.xml', 'reports/b.txt', 'reports/deep/er/c.xml']],
    ['reports/*.xml', ['reports/a.xml']],
    ['reports/**/*.xml', ['reports/a.xml', 'reports/deep/er/c.xml']],
    ['reports/**', ['reports/a.xml', 'reports/b.txt', 'reports/deep/er/c.xml']],
    ['packages/*/coverage', ['packages/x/coverage/lcov.info', 'packages/y/coverage/lcov.info']],
    ['**/lcov.info', ['packages/x/coverage/lcov.info', 'packages/y/coverage/lcov.info']],
    ['packages/y/node_modules/**/lcov.info', ['packages/y/node_modules/z/coverage/lcov.info']],
    ['*/d.xml', ['.hidden/d.xml']],
  ])('%s', (path, expected) => {
    const output = work.sh(files.map(file => `mkdir -p "$(dirname "${file}")"; echo "${file}" > "${file}"`).join('\n'), [`--report=x-format:${path}`]).output;
    expect(output).not.toContain('warning');
    expect(copied()).toEqual(expected.map(file => `x-format/${file}`).sort());
    for (const file of expected) expect(work.result(`reports/x-format/${file}`)).toBe(`${file}\n`);
  });

  test('from above the working directory, and by an absolute path', () => {
    const { output } = work.sh('mkdir ../out; echo 1 > ../out/a.xml; echo 2 > out.xml', ['--report=junit:../out/a.xml', `--report=junit:${work.directory}/out.xml`]);
    expect(output).not.toContain('warning');
    expect(copied()).toEqual(['junit/out.xml', 'junit/out/a.xml']);
  });

  test('a missing one is a warning in the log', () => {
    const { status, output } = work.sh('echo 1 > a', ['--report=junit:none.xml', '--report=cobertura:**/none*.xml', '--report=junit:a']);
    expect(status).toBe(0);
    expect(output).toContain('[gate test] warning: no junit report at none.xml\n[gate test] warning: no cobertura report at **/none*.xml\n');
    expect(work.result('log')).toBe(output);
    expect(copied()).toEqual(['junit/a']);
  });

  test('circles, pipes and dangling links do not hold it up', () => {
    mkdirSync(join(work.directory, 'reports'));
    symlinkSync('..', join(work.directory, 'reports', 'circle'));
    symlinkSync('nowhere', join(work.directory, 'reports', 'dangling'));
    symlinkSync('reports', join(work.directory, 'latest'));
    const { status } = work.sh('mkfifo reports/pipe; echo 1 > reports/a.xml', ['--report=junit:latest', '--report=junit:**/*.xml']);
    expect(status).toBe(0);
    expect(copied()).toEqual(['junit/latest/a.xml', 'junit/reports/a.xml']);
  });

  test('what cannot be copied is a warning', () => {
    const { status, output } = work.sh('echo 1 > a; mkdir -p b', ['--report=junit:a', '--report=junit:a/', '--report=junit:a/b']);
    expect(status).toBe(0);
    expect(output).toContain('warning:');
    expect(work.result('exit-code')).toBe('0\n');
  });
});

/** Writes a report that counts as one of the gate, however long the gate takes to begin. */
function made(text: string): void {
  work.write('made.xml', text);
  const later = Date.now() / 1000 + 3600;
  utimesSync(join(work.directory, 'made.xml'), later, later);
}

describe('failed test cases', () => {
  const report = `<?xml version="1.0"?><testsuites><testsuite name="s">
    <testcase classname="a" name="passes" time="1"/><testcase name="also passes"><system-out>no</system-out></testcase>
    <testcase classname="Calc&amp;Co" name="adds &lt;one&gt; &#x1F680; &#27;[31m" time="0.1"><failure message="m">text</failure></testcase>
    <testcase time="0.1" name='it "breaks" > all' classname=''><error/></testcase>
    <testcase classname="b" name="skipped"><skipped/></testcase>
    <testcase name="twice"><failure/></testcase><testcase name="twice"><failure/></testcase>
  </testsuite></testsuites>`;

  test('are named when the gate fails', () => {
    made(report);
    const { output } = work.sh('cp made.xml junit.xml; exit 1', ['--report=junit:junit.xml']);
    expect(output).toContain('failed, exit code 1\n'
      + '[gate test]   failed test case: Calc&Co: adds <one> 🚀\n'
      + '[gate test]   failed test case: it "breaks" > all\n'
      + '[gate test]   failed test case: twice\n');
    expect(output).not.toMatch(/passes|skipped/);
    expect(output.startsWith(work.result('log')!)).toBe(true);
  });

  test('are not looked for when the gate passes, nor in other reports', () => {
    made(report);
    expect(work.sh('true', ['--report=junit:made.xml']).output).not.toContain('failed test case');
    expect(work.sh('false', ['--report=cobertura:made.xml']).output).not.toContain('failed test case');
  });

  test('are counted when they are many', () => {
    made(Array.from({ length: 50 }, (_, i) => `<testcase name="t${i}"><failure/></testcase>`).join(''));
    const { output } = work.sh('false', ['--report=junit:made.xml']);
    expect(output).toContain('failed test case: t19\n[gate test]   and 30 more\n');
    expect(output).not.toContain('t20');
  });

  test.each(['', '<testcase', '<testcase name="a', '\0\xff', '<testcase name="x"><failure', '<testcase ' + 'a="'.repeat(10_000)])('an unreadable report is none', text => {
    made(text);
    expect(work.sh('exit 3', ['--report=junit:made.xml']).status).toBe(3);
    expect(work.result('exit-code')).toBe('3\n');
  });
});

test('a report that lay there before the gate began is not copied', () => {
  work.write('reports/junit.xml', '<testsuites/>');
  utimesSync(join(work.directory, 'reports/junit.xml'), 1, 1);

  const { output } = work.sh('echo new > reports/other.xml', ['--report=JUNITXML:reports']);

  expect(copied()).toEqual(['JUNITXML/reports/other.xml']);
  expect(output).not.toContain('warning');
});
