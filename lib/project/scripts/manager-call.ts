import { managerCalled } from '../package-managers/command-lines';
import { CommandLine } from '../package-managers/definition/command-line';
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
 * Reads a call of a package manager, undefined if it is none or does something else.
 */
export function parseManagerCall(invocation: Invocation): ManagerCall | undefined {
  const line = managerCalled(programOf(invocation))?.commandLine;
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
export function parseScriptList(invocation: Invocation, names: readonly string[]): ScriptList | undefined {
  const program = programOf(invocation);
  const words = argumentsOf(invocation).filter(word => !word.startsWith('-'));
  // https://github.com/bcomnes/npm-run-all2
  if (['run-s', 'run-p', 'npm-run-all', 'npm-run-all2', 'run-s2', 'run-p2'].includes(program ?? '')) {
    const parallel = program!.startsWith('run-p') || argumentsOf(invocation).some(word => ['-p', '--parallel', '-l', '-r', '--race'].includes(word));
    return { scripts: words.flatMap(word => matching(word.split(' ')[0], names)), texts: [], sequential: !parallel };
  }
  // https://github.com/open-cli-tools/concurrently
  if (program === 'concurrently' || program === 'conc') {
    const isShort = (word: string) => managerCalled(/^(\w+):/.exec(word)?.[1]) !== undefined;
    const [short, texts] = [words.filter(isShort), words.filter(word => !isShort(word))];
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
