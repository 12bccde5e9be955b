import { mkdirSync, rmSync } from 'fs';
import { join, resolve } from 'path';

/** Where each gate leaves what it wrote, in a directory of its name. */
export const GATES = resolve(process.env.GATES_DIRECTORY || '/gates');

/** Where a gate that passed leaves an empty directory of its name, which the release takes: there is no release without it. */
const PASSED = process.env.PASSED_DIRECTORY || '/passed';

/** Says to the release if a gate passed. Whatever lies there before, what the gate ran put there. */
export function prove(gate: string, passed: boolean): void {
  rmSync(PASSED, { recursive: true, force: true });
  if (!passed) return;
  mkdirSync(PASSED);
  mkdirSync(join(PASSED, gate));
}

/** The size of a log's end. */
export const TAIL = 65_536;

/** The last lines of a text. */
export function lastLines(text: string, count: number): string[] {
  return text.replace(/\n$/, '').split('\n').slice(-count);
}
