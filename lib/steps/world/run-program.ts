import { spawn } from 'child_process';
import { Completed, RunOptions } from './world';

/** Where a program cannot be started, as a shell has it. */
const NOT_STARTED = 127;
/** Added to the number of the signal that ended a program, as a shell does. */
const SIGNALS: { readonly [signal: string]: number } = { SIGHUP: 129, SIGINT: 130, SIGABRT: 134, SIGKILL: 137, SIGSEGV: 139, SIGTERM: 143 };

/** Runs a program, without a shell, in the environment that is given. */
export function runProgram(
  program: string, words: readonly string[], environment: NodeJS.ProcessEnv, cwd: string, { input, shown = false }: RunOptions = {},
): Promise<Completed> {
  return new Promise(resolve => {
    const output: Buffer[] = [];
    const parts: { readonly [stream in 'stdout' | 'stderr']: Buffer[] } = { stdout: [], stderr: [] };
    const done = (code: number) => {
      const [stdout, stderr, both] = [parts.stdout, parts.stderr, output].map(chunks => Buffer.concat(chunks).toString('utf8'));
      resolve({ code, stdout, stderr, output: both });
    };
    const take = (stream: keyof typeof parts) => (chunk: Buffer) => {
      parts[stream].push(chunk);
      output.push(chunk);
      if (shown) process.stdout.write(chunk);
    };
    const child = spawn(program, words, { cwd, env: environment, stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'] });
    child.stdout!.on('data', take('stdout'));
    child.stderr!.on('data', take('stderr'));
    child.on('error', error => {
      take('stderr')(Buffer.from(`${program}: ${error.message}\n`));
      done(NOT_STARTED);
    });
    child.on('close', (code, signal) => done(code ?? SIGNALS[signal ?? ''] ?? 128));
    // a program that ends without reading is known by its exit code
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}
