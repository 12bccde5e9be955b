import { Packages } from '../manifest/packages';
import { findBin } from '../scripts/dependency-bins';
import { programOf } from '../scripts/invocation';
import { ScriptStep, walkNamedScript } from '../scripts/walk-script';
import { filesOf } from './warn-of-git';

/** A program that a script calls and that no dependency brings. */
export interface OutsideProgram {
  readonly program: string;
  /** The text that calls it, or the file. */
  readonly caller: string;
}

/** Programs that machines of developers have, and images of Node.js not all; git is told of by itself. */
const PROGRAMS = [
  'make', 'cmake', 'gcc', 'g++', 'cc', 'c++', 'clang', 'python', 'python3', 'pip', 'pip3', 'curl', 'wget', 'unzip', 'zip', 'rsync', 'jq', 'ssh', 'scp', 'gpg',
  'java', 'javac', 'mvn', 'gradle', 'go', 'cargo', 'rustc', 'ruby', 'gem', 'bundle', 'php', 'composer', 'hugo', 'jekyll', 'protoc', 'convert', 'magick',
  'ffmpeg', 'aws', 'gcloud', 'kubectl', 'terraform', 'sudo', 'bc', 'xz', 'brotli', 'envsubst', 'sqlite3', 'pandoc', 'dot', 'gs',
];

const WORD = PROGRAMS.map(program => program.replace(/\+/g, '\\+')).join('|');

/** A command of a shell script, and one that a program of JavaScript runs. */
const IN_SHELL = new RegExp(`(?:^|[;&|(]|\\bthen|\\bdo|\\belse)[ \\t]*(?:[A-Z_]+=\\S*[ \\t]+)*(${WORD})(?=[ \\t\\n;)]|$)(?![ \\t]*\\(\\))`, 'gm');
const IN_CODE = new RegExp(`\\b(?:exec|execSync|execFile|execFileSync|spawn|spawnSync|execa|execaSync|execaCommand)\\s*\\(\\s*["'\`](${WORD})(?=[\\s"'\`])`, 'g');

/** Longer files are not written by hand, and scripts run no more files than these. */
const MAX_LENGTH = 200_000;
const MAX_FILES = 30;

/** The programs of a script, each once, with what calls it. What goes on without a program does not need it. */
export function outsidePrograms(packages: Packages, name: string): OutsideProgram[] {
  const steps = walkNamedScript(packages, '', name).filter(step => !step.guarded && step.directory !== undefined).slice(0, 500);
  const found = new Map<string, string>();
  const add = (program: string, caller: string) => {
    if (!found.has(program) && !isBrought(packages, program)) found.set(program, caller);
  };
  for (const step of steps) {
    const program = programOf(step);
    if (program !== undefined && PROGRAMS.includes(program)) add(program, textOf(step));
  }
  for (const { directory, file } of filesOf(steps).slice(0, MAX_FILES)) {
    const text = packages.text(directory, file) ?? '';
    if (text.length > MAX_LENGTH) continue;
    const isShell = !/\.[cm]?[jt]s$/.test(file);
    for (const [, program] of text.matchAll(isShell ? IN_SHELL : IN_CODE)) {
      if (!asksForIt(text, program)) add(program, file);
    }
  }
  return [...found].map(([program, caller]) => ({ program, caller }));
}

function isBrought(packages: Packages, program: string): boolean {
  const manifest = packages.at('');
  return manifest !== undefined && findBin(program, manifest, undefined) !== undefined;
}

/** `command -v curl` in front of it: the script does without where it is not there. */
function asksForIt(text: string, program: string): boolean {
  const name = program.replace(/\+/g, '\\+');
  return new RegExp(`\\b(command -v|which|type|hash) ["']?${name}\\b`).test(text);
}

function textOf({ assignments, words }: ScriptStep): string {
  return [...assignments, ...words].map(({ raw }) => raw).join(' ').slice(0, 80);
}
