import { isNeverAllowed } from '../files/never-allowed';
import { COMMAND_LINES } from '../package-managers/command-lines';
import { BinRunner } from '../package-managers/definition/command-line';
import { readsEnvironmentFiles, withoutEnvironmentFiles } from './environment-files';
import { plainWord, Word, wordOf } from './invocation';
import { processManagers } from './process-managers';
import { Adaptation, Wrapper } from './wrapper';
import { GivenOptions, hasOption, OptionTable, valuesOf } from './wrapper-options';

const UNCHANGING = 'an image does not change';
const ONE_USER = 'the image runs as its own user';
const HAS_INIT = 'the image has an init';
const ORCHESTRATED = 'priorities are for what runs the container';

const NPX_OPTIONS: OptionTable = {
  values: ['-p', '--package', '-w', '--workspace', '--registry', '--cache', '--loglevel'],
  flags: ['-y', '--yes', '--no', '--no-install', '-q', '--quiet', '-s', '--silent', '--prefer-offline', '--offline', '--ignore-existing', '-c', '--call', '--shell-mode'],
};

function npx(read: GivenOptions): Adaptation {
  return {
    ...hasOption(read, '-c', '--call', '--shell-mode') ? { runs: 'line' } : {},
    ...hasOption(read, '--no', '--no-install', '--offline') ? { fetched: false } : {},
  };
}

/**
 * The call of a package manager that runs a command. All of them have options of npx.
 */
function runnerOf({ program, commands, runs }: BinRunner): Wrapper {
  return runs === 'file' ? { programs: [program], commands, runs } : { programs: [program], commands, options: NPX_OPTIONS, runs, fetched: runs === 'package' || undefined, adapt: npx };
}

/**
 * A program that reads variables from files. Those never enter an image, so that all that is left is the program. It stays
 * where it reads another file.
 */
function readsVariables(isThere: (file: string) => boolean, files: readonly string[], rest: Adaptation = {}): Adaptation | undefined {
  if (files.some(file => isThere(file) && !isNeverAllowed(file.slice(file.lastIndexOf('/') + 1)))) return undefined;
  return { ...rest, notes: [readsEnvironmentFiles(files)] };
}

/** A line for bash that every shell understands, once the files of variables that it reads are off. */
function plainLine(written: string): Adaptation | undefined {
  const { text, notes } = withoutEnvironmentFiles(written, () => false);
  if (text === '' || !/^[\w@%+:,./=& -]+$/.test(text) || /(^|& *)(source|set|declare|pushd)\b/.test(text)) return undefined;
  return notes.length === 0 ? {} : { rest: [wordOf(text)], notes };
}

const texts = (words: readonly Word[]) => words.map(({ text }) => text);
const orElse = (files: readonly string[], otherwise: string) => files.length > 0 ? files : [otherwise];

/**
 * Every wrapper that is known.
 */
export const WRAPPERS: readonly Wrapper[] = [
  // https://github.com/kentcdodds/cross-env
  { programs: ['cross-env', 'env'], assigns: true, runs: 'program' },
  { programs: ['cross-env-shell'], assigns: true, runs: 'line' },
  { programs: ['sh', 'dash', 'ash'], commands: ['-c', '-ec'], runs: 'line', adapt: ({ rest }) => rest.length === 1 ? {} : undefined },
  // What another shell understands, `sh` may not.
  { programs: ['bash', 'zsh'], commands: ['-c', '-ec', '-lc'], runs: 'line', adapt: ({ rest }) => rest.length === 1 && !rest[0].dynamic ? plainLine(rest[0].text) : undefined },
  { programs: ['exec', 'nohup', 'time'], runs: 'program' },
  { programs: ['nice'], options: { values: ['-n', '--adjustment'] }, runs: 'program', reason: ORCHESTRATED },
  { programs: ['ionice'], options: { values: ['-c', '-n', '--class', '--classdata'], flags: ['-t'] }, runs: 'program', reason: ORCHESTRATED },
  { programs: ['setsid'], options: { flags: ['-w', '--wait', '-f', '-c'] }, runs: 'program', reason: HAS_INIT },
  { programs: ['dumb-init'], options: { flags: ['-c', '--single-child', '-v', '--verbose'], values: ['-r', '--rewrite'] }, runs: 'program', reason: HAS_INIT },
  { programs: ['tini', 'tini-static', 'catatonit'], options: { flags: ['-s', '-v', '-vv', '-vvv', '-w', '-g', '-P'], values: ['-p', '-e'] }, runs: 'program', reason: HAS_INIT },
  { programs: ['gosu', 'su-exec'], operands: 1, runs: 'program', reason: ONE_USER },
  { programs: ['sudo'], options: { flags: ['-E', '-n', '-H', '--preserve-env', '--non-interactive'], values: ['-u', '--user', '-g', '--group'] }, runs: 'program', reason: ONE_USER },
  ...COMMAND_LINES.flatMap(({ runners }) => runners.map(runnerOf)),
  // https://github.com/nodejs/corepack#usage
  { programs: ['corepack'], raw: true, runs: 'program', adapt: ({ rest }) => COMMAND_LINES.some(line => line.corepack && line.programs.includes(rest[0]?.text)) ? {} : undefined },
  // https://github.com/entropitor/dotenv-cli
  {
    programs: ['dotenv'],
    options: { values: ['-e', '-v'], flags: ['-c', '-o', '--override', '-q', '--quiet', '--no-expand'], separator: true },
    runs: 'program',
    adapt: (read, isThere) => readsVariables(isThere, orElse(texts(valuesOf(read, '-e')), '.env'), { assigned: valuesOf(read, '-v') }),
  },
  // https://github.com/toddbluhm/env-cmd
  {
    programs: ['env-cmd'],
    options: {
      values: ['-e', '--environments', '-f', '--file', '-r', '--rc-file'],
      flags: ['--fallback', '--no-override', '--silent', '--use-shell', '--verbose', '-x', '--expand-envs', '--recursive'],
    },
    runs: 'program',
    adapt: (read, isThere) => {
      // Before version 9 the file was the first word.
      const [first] = read.given.length === 0 && /^[./]|\.(env|json|js)$/.test(read.rest[0]?.text ?? '') ? read.rest : [];
      const named = texts([...valuesOf(read, '-f', '--file', '-r', '--rc-file'), ...first ? [first] : []]);
      const files = orElse(named, hasOption(read, '-e', '--environments') ? '.env-cmdrc' : '.env');
      return readsVariables(isThere, files, { ...hasOption(read, '--use-shell') ? { runs: 'line' } : {}, ...first ? { rest: read.rest.slice(1) } : {} });
    },
  },
  // https://dotenvx.com/docs/advanced/run
  {
    programs: ['dotenvx'],
    commands: ['run'],
    options: { values: ['-f', '--env-file', '-fk', '--env-keys-file', '-e', '--env', '-l', '--log-level', '--convention'], separator: true },
    runs: 'program',
    adapt: (read, isThere) => readsVariables(isThere, orElse(texts(valuesOf(read, '-f', '--env-file')), '.env'), { assigned: valuesOf(read, '-e', '--env') }),
  },
  {
    programs: ['dotenv-flow', 'dotenv-run', 'dotenvrun'],
    options: { values: ['-f', '-p', '--path', '-e', '-r', '--root'], flags: ['-v', '--verbose', '--silent', '--debug'], separator: true },
    runs: 'program',
    adapt: (read, isThere) => readsVariables(isThere, orElse(texts(valuesOf(read, '-f')), '.env')),
  },
  // https://github.com/remy/nodemon
  {
    programs: ['nodemon'],
    options: {
      values: ['-w', '--watch', '-e', '--ext', '-i', '--ignore', '-d', '--delay', '-s', '--signal', '-x', '--exec'],
      flags: ['-L', '--legacy-watch', '-q', '--quiet', '-V', '--verbose', '-I', '--no-stdin', '-C', '--on-change-only', '--spawn', '--exitcrash', '--no-colors'],
    },
    runs: 'program',
    reason: UNCHANGING,
    adapt: read => {
      const exec = valuesOf(read, '-x', '--exec').pop()?.text.split(' ').filter(word => word !== '').map(plainWord);
      // Without a file, and for a file that is not JavaScript, its configuration says what it runs.
      if (!exec && !/(\.[cm]?js|(^|\/)[^./]+)$/.test(read.rest[0]?.text ?? '.')) return undefined;
      const programs = exec ?? [wordOf('node')];
      return programs.every(word => word !== undefined) ? { rest: [...programs, ...read.rest] } : undefined;
    },
  },
  // https://tsx.is/watch-mode
  {
    programs: ['tsx'],
    commands: ['watch'],
    options: { values: ['--include', '--ignore', '--exclude', '--env-file'], flags: ['--clear-screen', '--no-clear-screen', '--clearScreen', '--no-cache', '--env-file-if-exists'] },
    runs: 'itself',
    reason: UNCHANGING,
    adapt: (read, isThere) => {
      const files = texts(valuesOf(read, '--env-file'));
      return files.length === 0 ? {} : readsVariables(isThere, files);
    },
  },
  { programs: ['bun'], commands: ['--watch', '--hot'], options: { flags: ['--watch', '--hot', '--no-clear-screen'] }, runs: 'itself' },
  { programs: ['node-dev'], options: { values: ['--notify', '--ignore'], flags: ['--respawn', '--clear', '--dedupe', '--poll', '--fork'] }, runs: 'file', reason: UNCHANGING },
  // https://github.com/petruisfan/node-supervisor
  {
    programs: ['supervisor', 'node-supervisor'],
    options: { values: ['-w', '--watch', '-i', '--ignore', '-p', '--poll-interval', '-e', '--extensions', '-n', '--no-restart-on', '-RV'], flags: ['-q', '--quiet', '-k', '--instant-kill', '-s', '--timestamp', '-t', '--non-interactive', '-V', '--verbose', '--'] },
    runs: 'file',
    reason: UNCHANGING,
  },
  ...processManagers,
];
