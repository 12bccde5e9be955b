// Has publint and attw judge the package that is packed from what was compiled, or TARBALL: `npm run lint:package`.
import { spawnSync } from 'child_process';
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join, resolve } from 'path';

const root = resolve(__dirname, '..');

/** Runs a program with its output on the screen. */
function passes(command: string, ...args: string[]): boolean {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], shell: process.platform === 'win32' });
  if (error) throw error;
  return status === 0;
}

/** Packs what is there, without the scripts that would compile it anew. */
function packed(directory: string): string {
  const { status, stdout, stderr } = spawnSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', directory], {
    cwd: root, encoding: 'utf8', shell: process.platform === 'win32', maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`npm pack failed\n${stderr}`);
  // npm 12 answers with an object by package name, earlier ones with an array
  return join(directory, Object.values<{ filename: string }>(JSON.parse(stdout))[0].filename);
}

const directory = mkdtempSync(join(tmpdir(), 'lint-tarball-'));
try {
  const tarball = process.argv[2] ?? packed(directory);
  const program = (name: string) => join(root, 'node_modules', '.bin', name);
  const results = [passes(program('publint'), tarball, '--strict'), passes(program('attw'), tarball, '--format', 'ascii')];
  process.exitCode = results.every(Boolean) ? 0 : 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}
