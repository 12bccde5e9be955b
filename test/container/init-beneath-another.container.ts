import { spawnSync } from 'child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { INIT_BINARIES } from '../../lib/image/init/init-binaries';

// It runs on this machine, which has to be Linux, and is not PID 1 here; init.container.ts has the rest.
const own = { x64: 'amd64', arm64: 'arm64' }[process.arch as string];

describe('beneath another init', () => {
  const directory = mkdtempSync(join(tmpdir(), 'init-'));
  const init = join(directory, 'init');
  const executable = (path: string, content: string) => {
    writeFileSync(join(directory, path), content);
    chmodSync(join(directory, path), 0o755);
  };

  beforeAll(() => {
    expect([process.platform, Object.keys(INIT_BINARIES)]).toEqual(['linux', expect.arrayContaining([own])]);
    writeFileSync(init, Buffer.from(INIT_BINARIES[own!], 'base64'));
    chmodSync(init, 0o755);
    for (const name of ['first', 'second', 'plain', 'folder', 'folder/tool']) mkdirSync(join(directory, name));
    executable('first/tool', '#!/bin/sh\necho first "$@"\n');
    executable('second/tool', '#!/bin/sh\necho second "$@"\n');
    executable('here', '#!/bin/sh\necho here\n');
    executable('no-interpreter', '#!/no/such/interpreter\n');
    executable('no-shebang', 'echo hello\n');
    executable('second/no-shebang', 'echo hello\n');
    writeFileSync(join(directory, 'plain/tool'), '#!/bin/sh\necho plain\n', { mode: 0o644 });
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  function run(args: string[], env: Record<string, string> = {}) {
    const { status, signal, stdout, stderr } = spawnSync(init, args, { cwd: directory, env, encoding: 'utf-8' });
    return { status, signal, stdout, stderr };
  }
  const path = (...names: string[]) => ({ PATH: names.map((name) => join(directory, name)).join(':') });

  test('it becomes the command', () => {
    const { pid, stdout } = spawnSync(init, ['/bin/sh', '-c', 'echo $$'], { encoding: 'utf-8' });
    expect(Number(stdout)).toBe(pid);
  });

  test.each([0, 1, 7, 255])('the exit code %i is the command\'s', (code) => {
    expect(run(['/bin/sh', '-c', `exit ${code}`])).toEqual({ status: code, signal: null, stdout: '', stderr: '' });
  });

  test('the arguments and the environment are the command\'s', () => {
    const program = 'console.log(JSON.stringify([process.argv.slice(1), process.env]))';
    const args = ['a b', '', '"\'$HOME\\', 'grün 🚀', '--version', 'a\nb'];
    const env = { EMPTY: '', SPACED: 'a b', UNICODE: 'grün 🚀' };
    expect(JSON.parse(run([process.execPath, '-e', program, '--', ...args], env).stdout)).toEqual([args, env]);
  });

  test('the first of PATH wins', () => {
    expect(run(['tool', 'x'], path('missing', 'first', 'second')).stdout).toBe('first x\n');
  });

  test('what is not executable is passed over', () => {
    expect(run(['tool'], path('plain', 'folder', 'here', 'second')).stdout).toBe('second\n');
  });

  test('an empty directory in PATH is the working directory', () => {
    for (const PATH of [':/missing', '/missing:', '/missing::/missing', '']) {
      expect(run(['here'], { PATH }).stdout).toBe('here\n');
    }
  });

  test('without PATH it takes Docker\'s', () => {
    expect(run(['sh', '-c', 'echo found'], { XPATH: '/x', PATHX: '/x' }).stdout).toBe('found\n');
  });

  test('a name with a slash is not looked up', () => {
    expect(run(['./here'], path('first')).stdout).toBe('here\n');
    expect(run(['./tool'], path('first')).status).toBe(127);
  });

  test.each([
    ['a missing command', ['missing'], 'init: missing: not found, or the interpreter it names is missing (error 002)\n'],
    ['a missing file', ['./missing'], 'init: ./missing: not found, or the interpreter it names is missing (error 002)\n'],
    ['a missing interpreter', ['./no-interpreter'], 'init: ./no-interpreter: not found, or the interpreter it names is missing (error 002)\n'],
    ['an empty name', [''], 'init: : not found, or the interpreter it names is missing (error 002)\n'],
    ['a name longer than any path', ['x'.repeat(5000)], expect.stringContaining('xxx: not found')],
  ])('127 for %s', (_, args, stderr) => {
    expect(run(args, path('first'))).toEqual({ status: 127, signal: null, stdout: '', stderr });
  });

  test.each([
    ['a file without the permission', ['tool'], 'init: tool: not executable (error 013)\n'],
    ['a folder', ['./folder'], 'init: ./folder: not executable (error 013)\n'],
    ['a script without an interpreter', ['./no-shebang'], 'init: ./no-shebang: not a program for this machine (error 008)\n'],
    ['a file taken for a folder', ['./here/tool'], 'init: ./here/tool: cannot be run (error 020)\n'],
  ])('126 for %s', (_, args, stderr) => {
    expect(run(args, path('plain', 'missing'))).toEqual({ status: 126, signal: null, stdout: '', stderr });
  });

  test('a broken program ends the search', () => {
    expect(run(['no-shebang'], path('second', 'first'))).toMatchObject({ status: 126, stderr: expect.stringContaining('(error 008)') });
  });

  test('64 and the usage without a command', () => {
    expect(run([])).toEqual({ status: 64, signal: null, stdout: '', stderr: 'usage: /init COMMAND [ARG...]\n' });
  });
});
