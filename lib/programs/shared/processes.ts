import { readdirSync, readFileSync } from 'fs';

/** Waits. */
export function sleep(milliseconds: number): Promise<void> {
  return new Promise(done => { setTimeout(done, milliseconds); });
}

/**
 * Sends a signal to the process group that a process leads; tells whether there is one.
 *
 * A group 1 would mean every process there is.
 */
export function signalGroup(pid: number | undefined, signal: NodeJS.Signals | 0): boolean {
  try {
    return pid !== undefined && pid > 1 && process.kill(-pid, signal);
  } catch {
    return false;
  }
}

/** Ends these process groups and, as the first process of a container, all that is left in it, daemons too. */
export function endAll(groups: readonly number[]): void {
  for (const pid of groups) signalGroup(pid, 'SIGKILL');
  if (process.pid !== 1) return;
  try { process.kill(-1, 'SIGKILL'); } catch { /* nothing is left */ }
}

/** Innermost command of a process: the youngest of those that it started, directly or not, as it was called; undefined if it is itself. */
export function innermost(pid: number): string | undefined {
  let last: number | undefined;
  try {
    const parents = new Map(readdirSync('/proc').filter(name => /^\d+$/.test(name)).map(name => [Number(name), parentOf(name)]));
    for (let parent: number | undefined = pid; parent !== undefined;) {
      const children = [...parents].filter(([, of]) => of === parent).map(([child]) => child);
      parent = children.length === 0 ? undefined : Math.max(...children);
      last = parent ?? last;
    }
    return last === undefined ? undefined : readFileSync(`/proc/${last}/cmdline`, 'utf8').split('\0').join(' ').trim().slice(0, 300) || undefined;
  } catch {
    return undefined;
  }
}

function parentOf(pid: string): number | undefined {
  try {
    // the name of the program stands in parentheses, and may hold anything
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ')[1]);
  } catch {
    return undefined;
  }
}
