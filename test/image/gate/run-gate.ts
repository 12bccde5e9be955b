import { spawnSync } from 'child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { programText } from '../../../lib/programs/program-text';

/** What runs the gate runner: set it to try another version of Node.js, or Bun. */
export const RUNTIME = process.env.GATE_RUNTIME ?? process.execPath;

/** How a run of the gate runner ended. */
export interface Ended {
  readonly status: number | null;
  readonly output: string;
}

/** A working directory for gates, with the gate runner beside it. */
export class Workplace {
  readonly root = mkdtempSync(join(tmpdir(), 'gate-'));
  readonly directory = join(this.root, 'app');
  readonly gates = join(this.root, 'gates');
  readonly passed = join(this.root, 'passed');
  readonly program = join(this.root, 'gate.mjs');

  constructor() {
    mkdirSync(this.directory);
    writeFileSync(this.program, programText('gate'));
  }

  /** The environment of the gate runner, with these changes. */
  environment(changes: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
    const { CI, GATE_ON_FAILURE, ...rest } = process.env;
    return { ...rest, GATES_DIRECTORY: this.gates, PASSED_DIRECTORY: this.passed, ...changes };
  }

  /** Runs the gate runner to its end. */
  call(args: string[], env: NodeJS.ProcessEnv = {}): Ended {
    const options = { cwd: this.directory, env: this.environment(env), encoding: 'utf-8', maxBuffer: 1e9 } as const;
    const { status, stdout, stderr } = spawnSync(RUNTIME, [this.program, ...args], options);
    return { status, output: stdout + stderr };
  }

  /** Runs the gate "test" with these options and commands. */
  run(options: string[], command: string[], env: NodeJS.ProcessEnv = {}): Ended {
    return this.call(['run', 'test', ...options, '--', ...command], env);
  }

  /** Runs the gate "test" with one command: a shell script. */
  sh(script: string, options: string[] = [], env: NodeJS.ProcessEnv = {}): Ended {
    return this.run(options, ['sh', '-c', script], env);
  }

  /** A file below the results of a gate; undefined where there is none. */
  result(path: string, gate = 'test'): string | undefined {
    const file = join(this.gates, gate, path);
    return existsSync(file) ? readFileSync(file, 'utf-8') : undefined;
  }

  /** Writes a file in the working directory. */
  write(path: string, content: string | Buffer): void {
    const file = join(this.directory, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, content);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
