import { existsSync, mkdirSync, readFileSync, readlinkSync, rmSync, statSync, symlinkSync, writeFileSync } from 'fs';
import { join, posix } from 'path';
import { ENVIRONMENT_FILE, ServiceCall } from '../../service-call';

/** Variables that every builder gives to a step of a build, and no container has. */
const OF_THE_BUILD = /^((HTTPS?|FTP|NO|ALL)_PROXY|TARGETARCH)$/i;

/** Files of the kernel that programs read at their start, as they are here. */
const OF_THE_KERNEL = ['cpuinfo', 'meminfo', 'stat', 'version', 'filesystems', 'sys/vm/overcommit_memory', 'sys/vm/max_map_count', 'sys/net/core/somaxconn',
  'sys/kernel/pid_max', 'sys/kernel/threads-max', 'self/stat', 'self/status', 'self/limits', 'self/maps'];

const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The environment of the image of a service. */
export function imageEnvironment(root: string): Record<string, string> {
  const path = join(root, ENVIRONMENT_FILE);
  const pairs = existsSync(path) ? readFileSync(path, 'utf8').split('\0').filter(Boolean) : [];
  return {
    PATH: DEFAULT_PATH,
    ...Object.fromEntries(pairs.map(pair => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]).filter(([name]) => !OF_THE_BUILD.test(name))),
  };
}

/** A user of the image, in numbers, with the home that he has there. */
export function userIn(root: string, user: string): { readonly uid: number; readonly gid: number; readonly home: string } {
  const table = (file: string) => existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8').split('\n').map(line => line.split(':')) : [];
  const [name, group] = user.split(':');
  const entry = table('etc/passwd').find(fields => fields[0] === name || fields[2] === name);
  const uid = entry ? Number(entry[2]) : numberOf(name);
  const gid = group === undefined ? entry ? Number(entry[3]) : uid : Number(table('etc/group').find(fields => fields[0] === group)?.[2] ?? numberOf(group));
  if (uid === undefined || gid === undefined || !Number.isInteger(gid)) throw new Error(`its image has no user ${JSON.stringify(user)}`);
  return { uid, gid, home: entry?.[5] || '/' };
}

function numberOf(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/**
 * Puts in place of `/proc`, which cannot be mounted in a step of a build, what programs look up there when they start: copies,
 * and a link that says which program runs, by which some find their libraries.
 */
export function furnish({ root, command }: Pick<ServiceCall, 'root' | 'command'>, path: string): void {
  if (existsSync(join(root, 'proc/self'))) return;
  for (const file of OF_THE_KERNEL) {
    try {
      const text = readFileSync(`/proc/${file}`);
      mkdirSync(join(root, 'proc', posix.dirname(file)), { recursive: true });
      writeFileSync(join(root, 'proc', file), text);
    } catch {
      // not every kernel has each of them
    }
  }
  mkdirSync(join(root, 'proc/self'), { recursive: true });
  const program = programIn(root, command[0], path);
  if (program !== undefined) symlinkSync(program, join(root, 'proc/self/exe'));
}

/** A process is asked for by its number, too. */
export function furnishProcess(root: string, pid: number): void {
  const path = join(root, 'proc', String(pid));
  try {
    rmSync(path, { force: true });
    symlinkSync('self', path);
  } catch {
    // a program that needs it says so
  }
}

/** A program of the image, by the path that it has there, links followed. */
function programIn(root: string, program: string, path: string): string | undefined {
  const candidates = program.includes('/') ? [program] : path.split(':').map(directory => posix.join(directory || '/', program));
  const isFile = (candidate: string) => statSync(join(root, candidate), { throwIfNoEntry: false })?.isFile();
  return candidates.map(candidate => followed(root, candidate)).find(isFile);
}

/** A link of the image leads to a place in the image. */
function followed(root: string, path: string): string {
  let at = path;
  for (let links = 0; links < 20; links++) {
    try {
      at = posix.resolve(posix.dirname(at), readlinkSync(join(root, at)));
    } catch {
      break;
    }
  }
  return at;
}
