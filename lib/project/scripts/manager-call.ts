import { globOf } from '../text/glob';
import { argumentsOf, Invocation, programOf, Word, wordOf } from './invocation';

/**
 * Call of a package manager, as far as it is of interest: it installs, or it runs a script.
 */
export interface ManagerCall {
  readonly kind: 'install' | 'run';
  /** The directory it works in, as it is written; undefined for the current one. */
  readonly directory?: string;
  /** The script it runs. */
  readonly script: string;
  /** Words it passes to the script. */
  readonly passed: readonly Word[];
  /** True if a dependency's command of this name runs where there is no such script. */
  readonly bin: boolean;
}

/**
 * The command line of a package manager.
 */
interface CommandLine {
  readonly program: string;
  /** Options that name the directory to work in. */
  readonly directoryOptions: readonly string[];
  /** Further options with a value in the next word. */
  readonly valueOptions: readonly string[];
  /** Words that install; the empty one stands for no word at all. */
  readonly install: readonly string[];
  readonly run: readonly string[];
  /** Words that run the script of the same or of another name. */
  readonly shorthands: { readonly [word: string]: string };
  /** True if any other word is the name of a script, and whatever follows it is passed on. */
  readonly bareScripts: boolean;
  /** True if what is no script is a command of a dependency: the bare word, and behind `run`. */
  readonly bins: { readonly bare: boolean; readonly run: boolean };
  /** Words that are none in spite of that. */
  readonly commands?: readonly string[];
}

const COMMAND_LINES: readonly CommandLine[] = [
  {
    // https://docs.npmjs.com/cli/v11/commands
    program: 'npm',
    directoryOptions: ['--prefix', '-C'],
    valueOptions: ['--workspace', '-w', '--loglevel', '--registry'],
    install: ['install', 'i', 'in', 'ins', 'isntall', 'ci', 'clean-install', 'ic', 'install-clean'],
    run: ['run', 'run-script', 'rum', 'urn'],
    shorthands: { start: 'start', test: 'test', t: 'test', tst: 'test', stop: 'stop', restart: 'restart' },
    bareScripts: false,
    bins: { bare: false, run: false },
  },
  {
    // https://classic.yarnpkg.com/lang/en/docs/cli/
    program: 'yarn',
    directoryOptions: ['--cwd'],
    valueOptions: ['--registry', '--cache-folder', '--modules-folder'],
    install: ['', 'install'],
    run: ['run', 'run-script'],
    shorthands: {},
    bareScripts: true,
    bins: { bare: true, run: true },
    commands: [
      'add', 'audit', 'autoclean', 'bin', 'cache', 'check', 'config', 'constraints', 'create', 'dedupe', 'dlx', 'exec', 'explain', 'global', 'import', 'info',
      'init', 'licenses', 'link', 'list', 'login', 'logout', 'node', 'npm', 'outdated', 'owner', 'pack', 'patch', 'patch-commit', 'plugin', 'policies', 'publish',
      'rebuild', 'remove', 'search', 'set', 'stage', 'tag', 'team', 'unlink', 'unplug', 'up', 'upgrade', 'upgrade-interactive', 'version', 'versions', 'why',
      'workspace', 'workspaces',
    ],
  },
  {
    // https://pnpm.io/pnpm-cli
    program: 'pnpm',
    directoryOptions: ['-C', '--dir', '--prefix'],
    valueOptions: ['--filter', '-F', '--registry', '--store-dir', '--loglevel', '--reporter'],
    install: ['install', 'i'],
    run: ['run', 'run-script'],
    shorthands: {},
    bareScripts: true,
    bins: { bare: true, run: false },
    commands: [
      '', 'add', 'approve-builds', 'audit', 'bin', 'config', 'create', 'dedupe', 'deploy', 'dlx', 'doctor', 'env', 'exec', 'fetch', 'import', 'init', 'licenses',
      'link', 'list', 'ln', 'ls', 'm', 'multi', 'outdated', 'pack', 'patch', 'patch-commit', 'prune', 'publish', 'rb', 'rebuild', 'recursive', 'remove', 'rm',
      'root', 'self-update', 'server', 'setup', 'store', 'un', 'uninstall', 'unlink', 'up', 'update', 'upgrade', 'why',
    ],
  },
  {
    // https://bun.com/docs/cli
    program: 'bun',
    directoryOptions: ['--cwd'],
    valueOptions: ['--filter', '-F', '--registry', '-r', '--preload'],
    install: ['install', 'i'],
    run: ['run'],
    shorthands: {},
    bareScripts: true,
    // The program itself is in the image, and runs commands as well as files.
    bins: { bare: false, run: false },
    commands: ['', 'test', 'build', 'add', 'remove', 'update', 'x', 'create', 'link', 'unlink', 'pm', 'init', 'exec', 'repl', 'upgrade', 'publish', 'patch', 'audit', 'outdated'],
  },
];

/**
 * Reads a call of a package manager, undefined if it is none or does something else.
 */
export function readManagerCall(invocation: Invocation): ManagerCall | undefined {
  const line = COMMAND_LINES.find(({ program }) => program === programOf(invocation));
  if (!line) return undefined;
  const words = invocation.words.slice(1);
  const names: Word[] = [];
  let directory: string | undefined;
  let passed: readonly Word[] = [];
  for (let i = 0; i < words.length; i++) {
    const { text } = words[i];
    const [option, value] = text.startsWith('--') && text.includes('=') ? [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)] : [text, undefined];
    if (text === '--') {
      passed = words.slice(i + 1);
      break;
    } else if (line.directoryOptions.includes(option)) {
      directory = value ?? words[++i]?.text;
    } else if (line.valueOptions.includes(option)) {
      if (value === undefined) i++;
    } else if (!text.startsWith('-')) {
      names.push(words[i]);
      if (line.bareScripts && isScript(line, names)) {
        passed = words.slice(i + 1);
        break;
      }
    }
  }
  return callOf(line, names, directory, passed);
}

function isScript(line: CommandLine, names: readonly Word[]): boolean {
  const isRun = line.run.includes(names[0].text);
  return isRun ? names.length === 2 : names.length === 1 && !line.install.includes(names[0].text);
}

function callOf(line: CommandLine, names: readonly Word[], directory: string | undefined, passed: readonly Word[]): ManagerCall | undefined {
  const verb = names[0]?.text ?? '';
  if (line.install.includes(verb)) {
    // With the name of a package it adds that package: it does not install what the manifest says.
    return names.length > 1 ? undefined : { kind: 'install', directory, script: '', passed: [], bin: false };
  }
  if (line.commands?.includes(verb)) return undefined;
  const script = line.run.includes(verb)
    ? names[1]
    : Object.hasOwn(line.shorthands, verb) ? { text: line.shorthands[verb], dynamic: false } : line.bareScripts ? names[0] : undefined;
  if (script === undefined || script.dynamic) return undefined;
  // npm passes on every further word that is no option of its own.
  const further = line.bareScripts ? [] : names.slice(line.run.includes(verb) ? 2 : 1);
  // A path, or a file that a runtime runs, is no command.
  const bin = !/[/\\]|\.[cm]?[jt]sx?$/.test(script.text) && (line.run.includes(verb) ? line.bins.run : line.bins.bare);
  return { kind: 'run', directory, script: script.text, passed: [...further, ...withoutSeparator(passed)], bin };
}

/**
 * The command of a dependency that a call runs where there is no script of its name.
 */
export function binInvocation(invocation: Invocation, call: ManagerCall): Invocation {
  return { ...invocation, words: [wordOf(call.script), ...call.passed] };
}

function withoutSeparator(words: readonly Word[]): readonly Word[] {
  return words[0]?.raw === '--' ? words.slice(1) : words;
}

/**
 * The scripts that a tool like `npm-run-all` or `concurrently` runs, and the command lines that it is given.
 */
export interface ScriptList {
  readonly scripts: readonly string[];
  readonly texts: readonly string[];
  /** True if one begins when the one before it has ended well. */
  readonly sequential: boolean;
}

/**
 * Reads a call of a tool that runs several scripts, undefined if it is none.
 *
 * @param names the names of all scripts, for patterns like `build:*`
 */
export function readScriptList(invocation: Invocation, names: readonly string[]): ScriptList | undefined {
  const program = programOf(invocation);
  const words = argumentsOf(invocation).filter(word => !word.startsWith('-'));
  // https://github.com/bcomnes/npm-run-all2
  if (['run-s', 'run-p', 'npm-run-all', 'npm-run-all2', 'run-s2', 'run-p2'].includes(program ?? '')) {
    const parallel = program!.startsWith('run-p') || argumentsOf(invocation).some(word => ['-p', '--parallel', '-l', '-r', '--race'].includes(word));
    return { scripts: words.flatMap(word => matching(word.split(' ')[0], names)), texts: [], sequential: !parallel };
  }
  // https://github.com/open-cli-tools/concurrently
  if (program === 'concurrently' || program === 'conc') {
    const [short, texts] = [words.filter(word => /^(npm|yarn|pnpm|bun):/.test(word)), words.filter(word => !/^(npm|yarn|pnpm|bun):/.test(word))];
    return { scripts: short.flatMap(word => matching(word.replace(/^\w+:/, '').split(' ')[0], names)), texts, sequential: false };
  }
  if (program === 'node' && argumentsOf(invocation)[0] === '--run') {
    return { scripts: argumentsOf(invocation).slice(1, 2), texts: [], sequential: true };
  }
  return undefined;
}

/** The scripts that a pattern names, in which `:` divides names as `/` does paths. */
function matching(pattern: string, names: readonly string[]): string[] {
  if (!pattern.includes('*')) return [pattern];
  const swapped = (text: string) => text.replace(/[:/]/g, sign => sign === ':' ? '/' : ':');
  const matches = globOf(swapped(pattern), { dot: true, starsOnly: true });
  return names.filter(name => matches(swapped(name)));
}
