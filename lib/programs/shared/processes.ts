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
