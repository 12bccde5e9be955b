import { posix } from 'path';
import { Packages } from '../manifest/packages';
import { StartCommand } from '../model/start-command';
import { WrittenDirectory } from '../model/written-directory';
import { findBin } from '../scripts/dependency-bins';
import { programOf } from '../scripts/invocation';
import { withoutPm2 } from '../scripts/process-managers';
import { ScriptStep, walkNamedScript } from '../scripts/walk-script';
import { Written } from './writers';

/**
 * A program that writes the file that it is given.
 */
interface WritingProgram {
  /** Options of which the value is a path that it writes. */
  readonly options?: { readonly [option: string]: Written };
  /** Pattern of the word that is the file, where no option is in front of it. */
  readonly file?: RegExp;
  /** Options with a value in the next word that is no such file. */
  readonly values?: readonly string[];
  /** Options with which it writes nothing. */
  readonly unless?: readonly string[];
}

const PM2: WritingProgram = {
  options: { '-o': 'file', '--output': 'file', '-e': 'file', '--error': 'file', '-l': 'file', '--log': 'file', '-p': 'file', '--pid': 'file' },
};

const WRITING_PROGRAMS: { readonly [program: string]: WritingProgram } = {
  // https://github.com/typicode/json-server/tree/v0: what it reads from an address, or from code, is in memory
  'json-server': {
    file: /^(?!\w+:\/\/).*\.json5?$/,
    values: ['-c', '--config', '-r', '--routes', '-m', '--middlewares', '-s', '--static', '-S', '--snapshots'],
    unless: ['--read-only', '--readOnly', '--ro'],
  },
  // https://pm2.keymetrics.io/docs/usage/log-management/
  'pm2-runtime': PM2,
  'pm2': PM2,
  'pm2-docker': PM2,
  // https://nodejs.org/api/cli.html#--localstorage-filefile
  'node': { options: { '--localstorage-file': 'file' } },
  // https://github.com/maildev/maildev#usage
  'maildev': { options: { '--mail-directory': 'directory' } },
  // https://github.com/pouchdb/pouchdb-server#usage
  'pouchdb-server': { options: { '-d': 'directory', '--dir': 'directory' } },
};

/** Values that are no file: pm2 writes nothing then. */
const NO_FILE = new Set(['NULL', '/dev/null', '']);

/**
 * Lists the directories to which programs write that the start script runs, and that are told their files by words.
 */
export function writtenByPrograms(packages: Packages, command: StartCommand | undefined): WrittenDirectory[] {
  const script = command?.script;
  if (script === undefined || command?.staticFiles !== undefined) return [];
  const found = walkNamedScript(packages, '', script).flatMap(step => {
    const program = programOf(step);
    const known = program !== undefined && Object.hasOwn(WRITING_PROGRAMS, program) ? WRITING_PROGRAMS[program] : undefined;
    if (!known || step.directory === undefined || isTakenOff(packages, step)) return [];
    return pathsOf(known, step.words.slice(1).filter(({ dynamic }) => !dynamic).map(({ text }) => text))
      .map(({ path, written }) => directoryIn(step.directory!, path, written))
      .flatMap(directory => directory === undefined ? [] : [{ directory, writer: `the script ${script}`, by: program!, variables: [], script }]);
  });
  return found.filter(({ directory }, index) => found.findIndex(other => other.directory === directory) === index);
}

/** True if the image does without it: pm2 that is no dependency, where node runs the file by itself. */
function isTakenOff(packages: Packages, step: ScriptStep): boolean {
  const program = programOf(step)!;
  const manifest = packages.at(step.directory!);
  const isBrought = manifest === undefined || findBin(program, manifest, undefined) !== undefined;
  return WRITING_PROGRAMS[program] === PM2 && !isBrought && withoutPm2(step.words) !== undefined;
}

function pathsOf({ options = {}, file, values = [], unless = [] }: WritingProgram, words: readonly string[]): { path: string; written: Written }[] {
  if (unless.some(option => words.includes(option))) return [];
  const found: { path: string; written: Written }[] = [];
  for (let index = 0; index < words.length; index++) {
    const [option, value] = words[index].startsWith('-') ? words[index].split(/=([^]*)/) : [words[index]];
    if (Object.hasOwn(options, option)) found.push({ path: value ?? words[++index] ?? '', written: options[option] });
    else if (values.includes(option) && value === undefined) index++;
    else if (file?.test(words[index])) found.push({ path: words[index], written: 'file' });
  }
  return found.filter(({ path }) => !NO_FILE.has(path));
}

/** The directory that is written to: relative to the package, or absolute; undefined for one outside of it. */
function directoryIn(directory: string, path: string, written: Written): string | undefined {
  const whole = posix.join(path.startsWith('/') ? '' : directory, path).replace(/(?<=.)\/+$/, '');
  const found = written === 'directory' ? whole : posix.dirname(whole);
  return found.startsWith('..') || path.startsWith('~') ? undefined : found.replace(/^\.$/, '');
}
