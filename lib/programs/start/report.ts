import { mkdirSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { lastLines } from '../shared/gate-files';
import { junit } from '../shared/junit';

const LOG_LINES = 100;

/** A part of the gate: a test case in its report. */
export interface Part {
  readonly name: string;
  readonly seconds: number;
  /** Why it failed. */
  readonly failure?: string;
  /** Remarks where it passed. */
  readonly notes: readonly string[];
  /** True if it passed though nothing shows that the image starts. */
  readonly open?: boolean;
}

/** Writes what each gate writes; the exit code last, because what breaks before has not passed. */
export function writeResults(directory: string, code: number, log: string, parts: readonly Part[]): void {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'log'), log);
  writeFileSync(join(directory, 'junit.xml'), junitOf(parts, log));
  writeFileSync(join(directory, 'exit-code'), `${code}\n`, { flag: 'wx' });
}

/** The parts as test cases; what failed has the end of the log with it. */
export function junitOf(parts: readonly Part[], log: string): string {
  const end = lastLines(log, LOG_LINES);
  const cases = parts.map(({ name, seconds, failure, notes }) => ({ name, seconds, failure, text: [...notes, ...failure === undefined ? [] : end].join('\n') }));
  const warnings = parts.filter(({ open }) => open).length;
  return junit('start', cases, warnings > 0 ? { warnings: String(warnings) } : {});
}
