import { runProgram } from '../../../lib/steps/world/run-program';

const run = (script: string, options = {}) => runProgram(process.execPath, ['-e', script], { PATH: process.env.PATH, A: 'ü $x' }, process.cwd(), options);

test('its outputs come apart and in their order', async () => {
  const done = await run('process.stdout.write("a", () => process.stderr.write("b", () => setTimeout(() => { process.stdout.write(process.env.A); process.exitCode = 3; }, 50)))');

  expect(done).toEqual({ code: 3, stdout: 'aü $x', stderr: 'b', output: 'abü $x' });
});

test('it reads what it is given, and nothing else', async () => {
  const echo = 'process.stdin.pipe(process.stdout)';

  expect([(await run(echo, { input: 'secret\n' })).stdout, (await run(echo)).stdout]).toEqual(['secret\n', '']);
});

test('one that does not read what it is given ends all the same', async () => {
  expect((await run('process.exit(0)', { input: 'x'.repeat(1_000_000) })).code).toBe(0);
});

test('one that is not there, or is killed, has the exit code of a shell', async () => {
  expect(await runProgram('no-such-program', [], {}, process.cwd())).toMatchObject({ code: 127, output: expect.stringContaining('no-such-program: spawn no-such-program ENOENT') });
  expect((await run('process.kill(process.pid, "SIGKILL")')).code).toBe(137);
});
