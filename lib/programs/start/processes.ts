import { readdirSync, readFileSync } from 'fs';

/** Activity of the processes of an application so far. */
export interface Activity {
  /** Processor time, in ticks of the kernel. */
  readonly ticks: number;
  /** True if one of their threads wants a processor or waits for a disk: one that starves is not at rest. */
  readonly busy: boolean;
}

interface Process {
  readonly pid: string;
  readonly parent: string;
  readonly session: string;
  readonly state: string;
  readonly ticks: number;
}

/** The fields of /proc/<pid>/stat; the name before them may hold anything, a parenthesis as well. */
export function parseStat(pid: string, text: string): Process {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { pid, state: fields[0], parent: fields[1], session: fields[3], ticks: Number(fields[11]) + Number(fields[12]) };
}

/** Those of a process and of all that it started, also where they left it. */
export function treeOf(root: string, processes: readonly Process[]): Process[] {
  const tree = new Set([root]);
  for (let size = 0; size !== tree.size;) {
    size = tree.size;
    for (const { pid, parent, session } of processes) if (tree.has(parent) || session === root) tree.add(pid);
  }
  return processes.filter(({ pid }) => tree.has(pid));
}

/**
 * The activity of the application; as the first process of a container we have all others for it.
 *
 * @param others processes that are none of its own, with all that they started
 */
export function activity(root: number, others: readonly number[] = []): Activity {
  const own = String(process.pid);
  const all = readdirSync('/proc').filter(name => /^\d+$/.test(name) && name !== own).flatMap(pid => read(`/proc/${pid}/stat`, text => parseStat(pid, text)));
  const beside = new Set(others.flatMap(other => treeOf(String(other), all)));
  const tree = (process.pid === 1 ? all : treeOf(String(root), all)).filter(item => !beside.has(item));
  return { ticks: tree.reduce((sum, { ticks }) => sum + ticks, 0), busy: tree.some(({ pid, state }) => wants(state) || threads(pid).some(wants)) };
}

function threads(pid: string): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap(thread => read(`/proc/${pid}/task/${thread}/stat`, text => parseStat(thread, text).state));
  } catch {
    return [];
  }
}

function wants(state: string): boolean {
  return state === 'R' || state === 'D';
}

/** A process may end while it is looked at. */
function read<T>(path: string, parse: (text: string) => T): T[] {
  try {
    return [parse(readFileSync(path, 'latin1'))];
  } catch {
    return [];
  }
}

/**
 * Tells when an application has come to rest: no thread wants to run, and no processor time and no output is added for a while. The while is
 * measured in looks, not by a clock: on a machine that starves the application the looks are as far apart as what it does.
 */
export class Rest {
  private ticks = -1;
  private size = -1;
  private looks = 0;

  /** In how many looks in sequence it has been at rest. */
  public look({ ticks, busy }: Activity, size: number): number {
    // one tick may be what a timer takes, or the looking
    if (busy || this.ticks < 0 || Math.abs(ticks - this.ticks) > 1 || size !== this.size) {
      this.ticks = ticks;
      this.size = size;
      this.looks = 0;
    } else {
      this.looks += 1;
    }
    return this.looks;
  }
}
