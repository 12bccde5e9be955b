import { parseUser } from '../../../lib/programs/shared/user';
import { judgeCommand, judgeFailure } from '../../../lib/programs/start/check';
import { Ending, judgeAsked, judgeEnd, judgeWaiting, Observed } from '../../../lib/programs/start/judge';
import { isHandler, messageOf } from '../../../lib/programs/start/lambda';
import { parseListeners } from '../../../lib/programs/start/listening';
import { parseStat, Rest, treeOf } from '../../../lib/programs/start/processes';
import { junitOf } from '../../../lib/programs/start/report';
import { environmentOf, parseSettings } from '../../../lib/programs/start/settings';

const place = { directory: '/app', cwd: '/app', user: '1000:1000', exists: () => false };
const observed = (more: Partial<Observed> = {}): Observed => ({ output: '', place, port: 3000, asksPort: true, listening: [], seconds: 1, ...more });
const MODULE = 'Error: Cannot find module \'a\'\n';
const DATABASE = 'Error: connect ECONNREFUSED 127.0.0.1:5432\n';
const PM2 = '2026-01-01T00:00:00: PM2 log: Launching in no daemon mode\n2026-01-01T00:00:00: PM2 error: Error: Could not create folder,Error: Could not create folder\n'
  + '2026-01-01T00:00:00: PM2 log: PM2 successfully stopped\n';

describe('an application that ended', () => {
  test.each<[string, Ending, Partial<Observed>, string]>([
    ['a job', { code: 0 }, { port: undefined }, 'started'],
    ['what was to serve, with 0', { code: 0 }, {}, 'fault'],
    ['what was to serve, with 0, for a database', { code: 0 }, { output: DATABASE }, 'open'],
    ['what was to serve and has no health check, with 0', { code: 0 }, { asksPort: false }, 'started'],
    ['a process manager that could not make a directory', { code: 0 }, { port: undefined, output: PM2 }, 'fault'],
    ['a process manager that could not, where nobody asks', { code: 0 }, { asksPort: false, output: PM2 }, 'fault'],
    ['a process manager that could not for a database', { code: 0 }, { port: undefined, output: `PM2 error: ${DATABASE}PM2 log: PM2 successfully stopped` }, 'open'],
    ['a process manager of jobs that are done', { code: 0 }, { port: undefined, output: 'PM2 log: App [a:0] exited with code [0]\nPM2 log: PM2 successfully stopped' }, 'started'],
    ['for a module', { code: 1 }, { output: MODULE }, 'fault'],
    ['for a database', { code: 1 }, { output: DATABASE }, 'open'],
    ['for something unknown', { code: 1 }, { output: 'TypeError: a is not a function' }, 'open'],
    ['without a word', { code: 3 }, {}, 'open'],
    ['by a signal', { signal: 'SIGSEGV' }, {}, 'open'],
    ['with 127', { code: 127 }, {}, 'fault'],
    ['with 126', { code: 126 }, {}, 'fault'],
    ['before it began', { error: 'spawn x ENOENT' }, { output: '' }, 'fault'],
  ])('%s', (_, ending, more, verdict) => {
    const judgement = judgeEnd(ending, observed(more));

    expect(judgement.verdict).toBe(verdict);
    expect(judgement.message).not.toContain('\n');
    if (verdict !== 'started') expect(judgement.remedy).toBeTruthy();
  });
});

test('what a program said that ended with 0 is shown, with a remedy that mends it', () => {
  expect(judgeEnd({ code: 0 }, observed({ output: PM2 }))).toMatchObject({ verdict: 'fault', message: expect.stringContaining('pm2 may not make'), remedy: expect.stringContaining('writableDirectories') });
  expect(judgeEnd({ code: 0 }, observed({ output: `${PM2}`.replace(/Error: Could.*/, 'Script not found: /app/a.js') })).message).toContain('did not start: PM2 error: Script not found: /app/a.js');
  expect(judgeEnd({ code: 0 }, observed({ output: 'Error: nothing to do\nbye' })).message).toBe('ended with 0 before it listened on 3000: Error: nothing to do, so its health check asks where nothing listens');
});

describe('an application that is asked for its first page', () => {
  test.each<[string, Ending | undefined, Partial<Observed>, string | undefined]>([
    ['and lives on', undefined, { output: MODULE }, undefined],
    ['and has done what it was for', { code: 0 }, {}, undefined],
    ['and ends for a module', { code: 1 }, { output: MODULE }, 'fault'],
    ['and ends for a database', { code: 1 }, { output: DATABASE }, 'open'],
    ['and cannot take it', { signal: 'SIGSEGV' }, {}, 'open'],
  ])('%s', (_, ending, more, verdict) => {
    const judgement = judgeAsked(ending, observed({ listening: [3000], ...more }));

    expect(judgement?.verdict).toBe(verdict);
    if (judgement) expect(judgement.message).toMatch(/^asked for \/, it (ended with 1|was killed by SIGSEGV) after it listened on 3000/);
  });
});

describe('an application that runs', () => {
  test.each<[string, Partial<Observed>, boolean, boolean | undefined, string]>([
    ['a worker at rest', { port: undefined }, true, undefined, 'started'],
    ['a worker that works', { port: undefined }, false, undefined, 'started'],
    ['a worker that warns of an optional module', { port: undefined, output: MODULE }, true, undefined, 'started'],
    ['a supervisor of what crashed', { port: undefined, output: `${MODULE}\nNode.js v24.1.0\n` }, true, undefined, 'fault'],
    ['a worker that looks for a queue', { port: undefined, output: DATABASE }, true, undefined, 'open'],
    ['a server that waits without a word', {}, true, undefined, 'open'],
    ['a server that waits for a database', { output: DATABASE }, true, undefined, 'open'],
    ['a server that lacks a module and lives on', { output: MODULE }, true, undefined, 'fault'],
    ['a server that is still busy', { seconds: 60 }, false, undefined, 'open'],
    ['a server that listens elsewhere', { listening: [8080] }, true, false, 'fault'],
    ['a server that listens elsewhere, too, while it waits for a database', { listening: [9229], output: DATABASE }, true, false, 'open'],
    ['a server that listens elsewhere and is well', { listening: [8080] }, true, true, 'started'],
    ['a server that listens elsewhere, and nobody asks', { listening: [8080], asksPort: false }, true, undefined, 'started'],
  ])('%s', (_, more, atRest, healthy, verdict) => {
    expect(judgeWaiting(observed(more), atRest, healthy).verdict).toBe(verdict);
  });

  test('the port that it listens on is named', () => {
    expect(judgeWaiting(observed({ listening: [8080] }), true, false)).toMatchObject({ message: expect.stringContaining('listens on 8080, the image says 3000'), remedy: expect.stringContaining('set port: 8080') });
  });
});

describe('a health check', () => {
  const check = { command: ['curl', 'localhost'], place, path: undefined, port: 3000 };

  test.each([
    [{ error: 'spawn curl ENOENT', output: '' }, 'fault'],
    [{ code: 127, output: '' }, 'fault'],
    [{ code: 1, output: 'ReferenceError: fetch is not defined' }, 'fault'],
    [{ code: 1, output: 'no' }, undefined],
  ])('%j', (result, verdict) => expect(judgeCommand(result, check)?.verdict).toBe(verdict));

  test.each<[number | undefined, string]>([[404, 'fault'], [405, 'fault'], [503, 'open'], [401, 'open'], [undefined, 'open']])('a path that answers %s', (status, verdict) => {
    expect(judgeFailure({ code: 1, output: '' }, status, { ...check, path: '/up' }).verdict).toBe(verdict);
  });
});

test('what listens is read from the kernel', () => {
  const text = '  sl  local_address rem_address   st\n   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000\n   1: 00000000:0BB8 00000000:0000 0A\n   2: 0100007F:1F91 0100007F:1F90 01\n';
  const six = '  sl  local_address\n   0: 00000000000000000000000000000000:0050 0:0 0A\n   1: 00000000000000000000000001000000:0051 0:0 0A\n   2: 0000000000000000FFFF00000100007F:0052 0:0 0A\n';

  expect(parseListeners(text)).toEqual([{ port: 8080, loopback: true }, { port: 3000, loopback: false }]);
  expect(parseListeners(six)).toEqual([{ port: 80, loopback: false }, { port: 81, loopback: true }, { port: 82, loopback: true }]);
});

describe('rest', () => {
  const stat = (pid: number, parent: number, session: number, state = 'S') => parseStat(String(pid), `${pid} (a) b) ${state} ${parent} 1 ${session} 0 0 0 0 0 0 0 7 5 0`);

  test('a name in parentheses does no harm', () => expect(stat(9, 8, 7, 'R')).toEqual({ pid: '9', parent: '8', session: '7', state: 'R', ticks: 12 }));

  test('the tree has what was left, too', () => {
    expect(treeOf('2', [stat(5, 4, 9), stat(4, 2, 2), stat(2, 1, 2), stat(6, 1, 2), stat(7, 1, 1)]).map(({ pid }) => pid)).toEqual(['5', '4', '2', '6']);
  });

  test('is what lasts: what wants a processor, works or prints is not at rest', () => {
    const rest = new Rest();
    const looks = [[5, true], [5], [6], [6, true], [6], [9], [9]].map(([ticks, busy = false]) => ({ ticks: ticks as number, busy: busy as boolean }));
    expect(looks.map(look => rest.look(look, 0))).toEqual([0, 1, 2, 0, 1, 0, 1]);
    expect(rest.look({ ticks: 9, busy: false }, 1)).toBe(0);
  });
});

test('the user has the group and the home that a runtime gives it', () => {
  const passwd = 'root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1001::/home/node:/bin/sh\n';

  expect(parseUser('1000', passwd)).toEqual({ uid: 1000, gid: 1001, home: '/home/node' });
  expect(parseUser('1000:7', passwd)).toEqual({ uid: 1000, gid: 7, home: '/home/node' });
  expect(parseUser('65532', passwd)).toEqual({ uid: 65532, gid: 0, home: '/' });
});

test('settings are read back as they are given, and the build leaves no variable', () => {
  const settings = parseSettings(['--user=7:8', '--port=80', '--required', '--environment=A=b=\n"c"', '--unset=X', '--stop-signal=2', '--health=a', '--health=b "c"', '--', '/init', '--', 'x']);

  expect(settings).toMatchObject({ user: '7:8', port: 80, required: true, environment: { A: 'b=\n"c"' }, stopSignal: 'SIGINT', health: ['a', 'b "c"'], init: true, command: ['/init', '--', 'x'] });
  expect(environmentOf({ PATH: '/bin', X: '1', GATE_ON_FAILURE: 'fail', TARGETARCH: 'amd64', HOME: '/root', http_proxy: 'x' }, '/home/node', settings))
    .toEqual({ PATH: '/bin', HOME: '/home/node', HOSTNAME: 'localhost', A: 'b=\n"c"' });
});

test('a handler of Lambda is told by what starts it', () => {
  expect(isHandler(['/lambda-entrypoint.sh', 'index.handler'])).toBe(true);
  expect(isHandler(['/usr/local/bin/npx', 'aws-lambda-ric', 'index.handler'])).toBe(true);
  expect(isHandler(['/init', 'node', 'server.js'])).toBe(false);
  expect(messageOf('{"errorType":"Runtime.ImportModuleError","errorMessage":"Error: Cannot find module \'a\'"}')).toContain('Cannot find module \'a\'');
  expect(messageOf('no JSON')).toBe('no JSON');
});

test('the report is XML whatever was said', () => {
  const text = junitOf([{ name: 'starts', seconds: 1, failure: 'a "b" <c> & \u0001', notes: [] }, { name: 'x', seconds: 0, notes: ['warning: ]]>'] }], 'log <\u001b[31m>');

  expect(text).toContain('tests="2" failures="1"');
  expect(text).toContain('message="a &quot;b&quot; &lt;c&gt; &amp; "');
  expect(text).not.toMatch(/[\u0001\u001b]/);
});
