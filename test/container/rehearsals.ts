import { ChildProcess, spawn } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { docker, temporaryDirectory } from './engine';

/** Nothing that a rehearsal may have left. */
export const NOTHING = { containers: [], images: [], volumes: [], networks: [], files: [], processes: [] };

const ROOT = path.resolve(__dirname, '..', '..');
const processes = new Set<ChildProcess>();

/** What is known of a rehearsal that was ended. */
export interface Interrupted {
  readonly code: unknown;
  /** What it had on the engine and on disk. */
  readonly before: Record<string, string[]>;
}

/** Directory for temporary files of rehearsals, until `end`. */
export class Temporary {
  public readonly directory = temporaryDirectory();
  private readonly before = process.env.TMPDIR;

  constructor() {
    process.env.TMPDIR = this.directory;
  }

  /** What a rehearsal may have left: on the engine, where others work too, what has its name; of directories everything. */
  public left(): Record<string, string[]> {
    const list = (...command: string[]) => docker(...command).split('\n').filter(line => line !== '');
    return {
      containers: list('ps', '--all', '--format', '{{.Names}}', '--filter', 'name=cdk-nodejs-image-rehearsal-'),
      images: list('image', 'ls', '--format', '{{.Repository}}:{{.Tag}}').filter(name => name.startsWith('127.0.0.1:')),
      volumes: list('volume', 'ls', '--format', '{{.Name}}', '--filter', 'name=rehearsal'),
      networks: list('network', 'ls', '--format', '{{.Name}}', '--filter', 'name=rehearsal'),
      files: fs.readdirSync(this.directory).filter(name => !name.startsWith('tsx-')), // of what runs these tests
      processes: processesAt(this.directory),
    };
  }

  /**
   * Starts a rehearsal, and ends it by Ctrl-C as soon as a build is in the midst of what is named.
   *
   * @param midst part of the commands of processes that run then, side by side
   * @returns its exit code, and what was there before that
   */
  public async interrupted(words: readonly string[], midst: readonly RegExp[]): Promise<Interrupted> {
    const [loader, entry] = [['node_modules', 'tsx', 'dist', 'loader.mjs'], ['test', 'cli', 'entry.ts']].map(names => path.join(ROOT, ...names));
    const child = spawn(process.execPath, ['--import', loader, entry, ...words], {
      cwd: temporaryDirectory(), env: { ...process.env, TSX_TSCONFIG_PATH: path.join(ROOT, 'examples', 'tsconfig.json') },
    });
    processes.add(child);
    let said = '';
    for (const stream of [child.stdout!, child.stderr!]) stream.on('data', data => { said += data; });
    for (const began = Date.now(); ;) {
      if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode} before:\n${said}`);
      if (Date.now() - began > 300_000) throw new Error(`it did not come to that in five minutes; there are ${JSON.stringify(this.left())}, and it said:\n${said}`);
      const running = processesAt(this.directory);
      if (midst.every(pattern => running.some(line => pattern.test(line)))) break;
      await new Promise(resolve => setTimeout(resolve, 200));
    }
    const before = this.left();
    child.kill('SIGINT');
    return { code: await Promise.race([new Promise(resolve => child.on('exit', resolve)), later(120_000)]), before };
  }

  public async end(): Promise<void> {
    if (this.before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = this.before;
    await Promise.all([...processes].filter(({ exitCode }) => exitCode === null).map(child => new Promise(resolve => child.on('close', resolve).kill('SIGINT'))));
  }
}

/** The status of each line of a summary that has one, by its label. */
export function statuses(out: string): Record<string, string> {
  return Object.fromEntries([...out.matchAll(/^ {2}(\S+ \/ \S+) +(ok|failed|noted|not rehearsed|not reached)/gm)].map(([, action, status]) => [action, status]));
}

/** Tags and digests under which something is released, by repositories. */
export function released(out: string): Record<string, Record<string, string>> {
  const shown = out.slice(out.indexOf('Under release tags'));
  return Object.fromEntries([...shown.matchAll(/^ {2}(\S+)\n((?: {4}\S+ +sha256:[0-9a-f]{12}\n)+)/gm)].map(([, repository, lines]) =>
    [repository, Object.fromEntries(lines.trim().split('\n').map(line => line.trim().split(/ +/)))]));
}

/** Commands of the processes that are in a directory, or have its name. */
function processesAt(directory: string): string[] {
  return fs.readdirSync('/proc').filter(name => /^\d+$/.test(name)).flatMap(pid => {
    try {
      const command = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ');
      return [command, fs.readlinkSync(`/proc/${pid}/cwd`)].some(text => text.includes(directory)) ? [command] : [];
    } catch {
      return []; // it has ended
    }
  });
}

/** A word that says that nothing came. */
function later(milliseconds: number): Promise<string> {
  return new Promise(resolve => setTimeout(() => resolve(`nothing within ${milliseconds / 1000} s`), milliseconds).unref());
}
