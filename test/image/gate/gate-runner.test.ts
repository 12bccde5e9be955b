import { spawn } from 'child_process';
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { RUNTIME, Workplace } from './run-gate';

let work: Workplace;
beforeEach(() => { work = new Workplace(); });
afterEach(() => work.remove());

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf-8'));
  } catch {
    return false;
  }
};

/** What a gate printed, without the last line, which says how to get at its reports. */
function withoutHint(output: string): string {
  return output.replace(/\[gate test\] its reports: .*\n$/, '');
}

describe('run', () => {
  test('a gate that passes', () => {
    const { status, output } = work.run([], ['sh', '-c', 'echo out; echo err >&2; echo out', '&&', 'echo', 'second']);

    expect(output).toBe('[gate test] sh -c "echo out; echo err >&2; echo out"\nout\nerr\nout\n[gate test] echo second\nsecond\n[gate test] passed\n');
    expect(status).toBe(0);
    expect(work.result('log')).toBe(withoutHint(output));
    expect(work.result('exit-code')).toBe('0\n');
    expect(readdirSync(work.gates)).toEqual(['test']);
    expect(readdirSync(join(work.gates, 'test')).sort()).toEqual(['exit-code', 'junit.xml', 'log']);
  });

  test('the first step that fails ends it', () => {
    const { status, output } = work.run([], ['true', '&&', 'sh', '-c', 'echo no; exit 3', '&&', 'echo', 'never']);

    expect(status).toBe(3);
    expect(output).toContain('no\n[gate test] step 2 of 3, sh -c "echo no; exit 3": failed, exit code 3\n');
    expect(output).not.toContain('never');
    expect(output).toMatch(/\n\[gate test\] its reports: node cdk\.out\/gate-reports\.mjs, where the CDK builds; else docker build --target test-report .*\n$/);
    expect(work.result('log')).toBe(withoutHint(output));
    expect(work.result('exit-code')).toBe('3\n');
  });

  test.each([
    ['record', 0], ['fail', 3], ['', 3], ['RECORD', 3], ['record ', 3],
  ])('GATE_ON_FAILURE=%j gives %i where a step gives 3', (mode, status) => {
    expect(work.sh('exit 3', [], { GATE_ON_FAILURE: mode }).status).toBe(status);
    expect(work.result('exit-code')).toBe('3\n');
  });

  test('what a step says is there before it ends', async () => {
    const gate = spawn(RUNTIME, [work.program, 'run', 'test', '--', 'sh', '-c', 'echo early; while ! [ -e seen ]; do sleep 0.05; done'],
      { cwd: work.directory, env: work.environment() });
    const ended = new Promise(done => gate.on('exit', done));
    await new Promise<void>(done => gate.stdout.on('data', data => { if (String(data).includes('early\n')) done(); }));
    work.write('seen', '');
    expect(await ended).toBe(0);
  });

  test('no shell sees a command', () => {
    const args = ['$HOME', '*', ';', '|', 'a  b', '', '`id`', '\\', '"', '\'', '&', '&&&', '--', '--timeout=1'];
    work.run([], [process.execPath, '-e', 'require("fs").writeFileSync("args", JSON.stringify(process.argv.slice(1)))', '--', ...args]);
    expect(JSON.parse(readFileSync(join(work.directory, 'args'), 'utf-8'))).toEqual(args.map(arg => arg === '&&&' ? '&&' : arg));
  });

  test('standard input is at its end, and /dev/stderr can be opened', () => {
    expect(work.sh('cat; echo one > /dev/stdout; echo two > /dev/stderr; echo three').output).toContain('\none\ntwo\nthree\n');
  });

  test.each([[undefined, 'true'], ['1', '1'], ['', '']])('CI=%j becomes %j', (before, after) => {
    expect(work.sh('echo "CI=${CI-unset}."', [], before === undefined ? {} : { CI: before }).output).toContain(`\nCI=${after}.\n`);
  });

  test('long output is complete', () => {
    const { output } = work.sh('i=0; while [ $i -lt 50 ]; do head -c 100000 /dev/zero | tr "\\0" x; i=$((i+1)); done; echo; echo end');
    expect(output).toContain('x'.repeat(5_000_000) + '\nend\n');
    expect(work.result('log')).toBe(withoutHint(output));
  });

  test('without mkfifo nothing is lost either', () => {
    const { output, status } = work.run([], ['/bin/sh', '-c', 'echo one; echo two >&2; i=0; while [ $i -lt 30000 ]; do echo line; i=$((i+1)); done; exit 3'], { PATH: '/none' });
    expect(status).toBe(3);
    expect(output).toContain('\none\ntwo\n' + 'line\n'.repeat(30000) + '[gate test] step 1');
    expect(work.result('log')).toBe(withoutHint(output));
  });

  test.each([
    [127, ['no-such-command'], 'no-such-command: command not found, or the interpreter it names is missing, exit code 127'],
    [126, ['./plain'], './plain: cannot be run ('],
    [126, ['./folder'], './folder: cannot be run ('],
    [126, ['./plain/command'], './plain/command: cannot be run ('],
    [137, ['sh', '-c', 'kill -KILL $$'], 'killed by SIGKILL, exit code 137'],
    [143, ['sh', '-c', 'kill $$'], 'killed by SIGTERM, exit code 143'],
  ])('%i', (code, command, message) => {
    work.write('plain', '');
    mkdirSync(join(work.directory, 'folder'));
    const { status, output } = work.run([], command);
    expect(output).toContain(message);
    expect(status).toBe(code);
    expect(work.result('exit-code')).toBe(`${code}\n`);
  });

  test.each([
    [[]], [['walk']], [['run']], [['run', 'test']], [['run', '--', 'true']], [['run', 'test', '--']], [['run', 'test', '--', '']],
    [['run', 'test', '--', '&&', 'true']], [['run', 'test', '--', 'true', '&&']], [['run', '../test', '--', 'true']], [['run', '.test', '--', 'true']],
    [['run', 'test', '--timeout=0', '--', 'true']], [['run', 'test', '--timeout=1s', '--', 'true']], [['run', 'test', '--report=junit', '--', 'true']],
    [['run', 'test', '--report=../x:y', '--', 'true']], [['run', 'test', 'true', '--', 'true']], [['verify', 'test']],
  ])('64 and the usage for %j', args => {
    const { status, output } = work.call(args, { GATE_ON_FAILURE: 'record' });
    expect(output).toContain('usage: gate.mjs run NAME');
    expect(status).toBe(64);
    expect(existsSync(work.gates)).toBe(false);
  });
});

describe('a timeout', () => {
  test('stops the whole group, lets it end, and is one for all steps', () => {
    const script = 'trap "echo bye; exit 0" TERM; sleep 60 & echo pid $!; wait';
    const { status, output } = work.run(['--timeout=6'], ['sleep', '1', '&&', 'sh', '-c', script, '&&', 'echo', 'never']);

    expect(status).toBe(124);
    expect(output).toContain('[gate test] out of time: stopping sh -c');
    expect(output).toContain('\nbye\n');
    expect(output).toContain('timed out after 6 s, exit code 124\n');
    expect(output).not.toContain('echo never\n');
    expect(isAlive(Number(/pid (\d+)/.exec(output)![1]))).toBe(false);
    expect(work.result('exit-code')).toBe('124\n');
  });

  test('kills what ignores it', () => {
    const { status, output } = work.sh('trap "" TERM; echo pid $$; while :; do sleep 0.2; done', ['--timeout=4']);
    expect(status).toBe(124);
    expect(isAlive(Number(/pid (\d+)/.exec(output)![1]))).toBe(false);
  });
});

describe('a command that says nothing', () => {
  test('is named, with how long it is silent, at growing intervals, until it says something', () => {
    const { output, status } = work.sh('echo begun; sleep 3; echo done; sleep 0.1', ['--timeout=60'], { GATE_SILENCE_SECONDS: '1' });
    expect(status).toBe(0);
    const lines = output.split('\n').filter(line => line.includes('still waiting'));
    // after one second and after two, by a machine that may be slow
    expect([1, 2, 3]).toContain(lines.length);
    expect(lines[0]).toMatch(/^\[gate test\] still waiting for sh -c "echo begun; .*": nothing said for \d s, running for \d s of 60 s \(timeout\), now in sleep 3$/);
    expect(work.result('log')).toBe(withoutHint(output));
  });

  test('is not named before a minute is over', () => {
    expect(work.sh('sleep 1.5').output).not.toContain('still waiting');
  });

  test('and never ends: the end names timeout and what usually is the cause', () => {
    const { output } = work.sh('sleep 60', ['--timeout=1']);
    expect(output).toMatch(/timed out after 1 s, exit code 124\n\[gate test\] {3}what usually keeps tests from ending: .*open.*watch.*service.*the option timeout of the gate/);
  });
});

describe('the number of test cases', () => {
  test.each([
    ['echo "Tests:       3 passed, 3 total"', '[gate test] passed, 3 test cases ran\n', '3'],
    ['echo "  1 passing (3ms)"', '[gate test] passed, 1 test case ran\n', '1'],
    ['echo "# pass 0"', '[gate test] warning: passed, but no test case ran\n', '0'],
    ['echo "<testsuites><testcase name=\'a\'/><testcase name=\'b\'><skipped/></testcase></testsuites>" > j.xml; echo "# pass 7"', '[gate test] passed, 1 test case ran\n', '1'],
    ['echo "<testsuites/>" > j.xml', '[gate test] warning: passed, but no test case ran\n', '0'],
  ])('%s', (script, verdict, count) => {
    const { output, status } = work.sh(script, script.includes('j.xml') ? ['--report=junit:j.xml'] : []);
    expect({ status, output }).toEqual({ status: 0, output: expect.stringContaining(verdict) });
    expect(work.result('junit.xml')).toContain(`<property name="test-cases" value="${count}"/>`);
  });

  test('is left out where nothing tells it', () => {
    expect(work.sh('echo linted').output).toMatch(/passed\n$/);
    expect(work.result('junit.xml')).not.toContain('propert');
  });
});

describe('test cases that failed by the log of a command that ended with 0', () => {
  const script = 'for status in 1 0; do echo "# tests 1"; echo "# pass $((1 - status))"; echo "# fail $status"; done';

  test('fail the gate, which says why and what to do', () => {
    const { status, output } = work.sh(script);
    expect(status).toBe(1);
    expect(output).toContain('1 test case failed by its log, though it ended with 0, exit code 1');
    expect(output).toContain('set the gate\'s option "exitCodeAlone"');
    expect(work.result('junit.xml')).toContain('failures="1"');
  });

  test('are what they are where its exit code alone decides', () => {
    const { status, output } = work.sh(script, ['--exit-code-alone']);
    expect(status).toBe(0);
    expect(output).toContain('passed, 2 test cases ran');
  });
});

describe('a process that a step leaves behind', () => {
  test.each([['silent', 'sleep 60'], ['loud', 'yes']])('is there for later steps, does not hold up the gate, and ends with it (%s)', async (_, command) => {
    const started = Date.now();
    const { status, output } = work.run([], ['sh', '-c', `${command} & echo $! > pid`, '&&', 'sh', '-c', 'kill -0 $(cat pid) && echo still there']);

    expect(status).toBe(0);
    expect(output).toContain('still there\n');
    // it would have waited a minute for `sleep`, and for ever for `yes`
    expect(Date.now() - started).toBeLessThan(50_000);
    // it was sent a signal that ends it, for which it still has to get a processor
    const pid = Number(readFileSync(join(work.directory, 'pid'), 'utf-8'));
    for (let attempt = 0; attempt < 100 && isAlive(pid); attempt++) await new Promise(resolve => setTimeout(resolve, 100));
    expect(isAlive(pid)).toBe(false);
  });
});

describe('nothing that a step plants fakes a result', () => {
  const planted = {
    'an exit code': 'mkdir -p "$GATES_DIRECTORY/test" && echo 0 > "$GATES_DIRECTORY/test/exit-code"',
    'an exit code that cannot be written': 'mkdir -p "$GATES_DIRECTORY/test" && echo 0 > "$GATES_DIRECTORY/test/exit-code" && chmod 0444 "$GATES_DIRECTORY/test/exit-code"',
    'links to files': 'mkdir -p "$GATES_DIRECTORY/test" && for f in log exit-code junit.xml reports; do ln -s "$PWD/target" "$GATES_DIRECTORY/test/$f"; done',
    'a link to a folder': 'mkdir -p "$GATES_DIRECTORY" && ln -s "$PWD/folder" "$GATES_DIRECTORY/test"',
    'a file': 'mkdir -p "$GATES_DIRECTORY" && echo 0 > "$GATES_DIRECTORY/test"',
    'a pipe': 'mkdir -p "$GATES_DIRECTORY/test" && mkfifo "$GATES_DIRECTORY/test/log" "$GATES_DIRECTORY/test/exit-code"',
    'nothing, all is removed': 'rm -rf "$GATES_DIRECTORY"',
  };

  test.each(Object.entries(planted))('%s', (_, script) => {
    work.write('target', 'untouched');
    mkdirSync(join(work.directory, 'folder'));

    expect(work.sh(`${script}; echo planted; exit 3`).status).toBe(3);

    expect(work.result('exit-code')).toBe('3\n');
    expect(work.result('log')).toContain('\nplanted\n');
    expect(readFileSync(join(work.directory, 'target'), 'utf-8')).toBe('untouched');
    expect(readdirSync(join(work.directory, 'folder'))).toEqual([]);
    expect(lstatSync(join(work.gates, 'test')).isSymbolicLink()).toBe(false);
    expect(readdirSync(join(work.gates, 'test')).sort()).toEqual(['exit-code', 'junit.xml', 'log']);
  });

  test('a gate that cannot record fails, recording or not', () => {
    writeFileSync(work.gates, 'not a folder');
    expect(work.sh('exit 0', [], { GATE_ON_FAILURE: 'record' }).status).toBe(1);
  });
});

describe('the proof for the release', () => {
  test('is an empty directory of the name of the gate, and nothing else', () => {
    work.sh('true');
    expect(readdirSync(work.passed)).toEqual(['test']);
    expect(readdirSync(join(work.passed, 'test'))).toEqual([]);
  });

  test.each(['fail', 'record'])('is not there where a gate fails, with GATE_ON_FAILURE=%s', mode => {
    work.sh('exit 3', [], { GATE_ON_FAILURE: mode });
    expect(existsSync(work.passed)).toBe(false);
  });

  test('is not there where what failed has made it, as a directory or as a link', () => {
    work.sh(`mkdir -p ${work.passed}/test; exit 3`, [], { GATE_ON_FAILURE: 'record' });
    expect(existsSync(work.passed)).toBe(false);
    work.sh(`mkdir -p elsewhere/test; ln -s $PWD/elsewhere ${work.passed}; exit 3`, [], { GATE_ON_FAILURE: 'record' });
    expect(lstatSync(work.passed, { throwIfNoEntry: false })).toBeUndefined();
  });

  test('holds nothing of what the gate has put there', () => {
    work.sh(`mkdir -p ${work.passed}/test ${work.passed}/lint; touch ${work.passed}/test/planted`);
    expect(readdirSync(work.passed)).toEqual(['test']);
    expect(readdirSync(join(work.passed, 'test'))).toEqual([]);
  });

  test('is not there where a gate ran out of time', () => {
    work.sh('sleep 60', ['--timeout=1'], { GATE_ON_FAILURE: 'record' });
    expect(existsSync(work.passed)).toBe(false);
  });
});

test('what dependencies bring in node_modules/.bin is found by its name', () => {
  work.write('node_modules/.bin/a-linter', '#!/bin/sh\necho linted "$1"\n');
  chmodSync(join(work.directory, 'node_modules/.bin/a-linter'), 0o755);

  expect(work.run([], ['a-linter', '.']).output).toContain('linted .');
});
