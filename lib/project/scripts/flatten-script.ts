import { joinInside } from '../files/relative-path';
import { scriptOf } from '../manifest/manifest';
import { Packages } from '../manifest/packages';
import { parseScript, ShellAssignment, ShellCommand, ShellScript } from '../text/shell/parse-script';
import { BUILTINS } from './builtins';
import { chosenScript } from './chosen-script';
import { withoutEnvironmentFiles } from './environment-files';
import { argumentsOf, Invocation, invocationOf, isStatic, plainWord, programOf, ScriptNote, Word } from './invocation';
import { binInvocation, parseManagerCall, parseScriptList } from './manager-call';
import { unwrap } from './wrappers';

/**
 * A step of a script: a program that is run in a directory, or text that only a shell understands.
 */
export interface StartStep {
  readonly directory: string;
  /** The program; undefined for text. */
  readonly invocation?: Invocation;
  /** The step as a shell reads it. */
  readonly text: string;
  /** The name of the script that it is written in. */
  readonly script?: string;
}

/**
 * A script as steps that follow one another as long as none fails.
 */
export interface FlatScript {
  readonly steps: readonly StartStep[];
  /** The scripts that would follow when the last step ends. */
  readonly afterwards: readonly string[];
  /** Notes on the changes on the way. */
  readonly notes: readonly ScriptNote[];
}

/**
 * A script that calls itself.
 */
export class ScriptCycle {
  constructor(public readonly path: readonly string[]) {}
}

/**
 * Commands that change nothing, or nothing outside of the shell. `set NAME=value` comes from Windows.
 */
const IDLE = new Set([':', 'true', 'set']);

/**
 * Replaces every script that a script calls by what it does, together with its `pre` scripts.
 */
export function flattenScript(packages: Packages, directory: string, name: string): FlatScript | ScriptCycle {
  const flattener = new Flattener(packages);
  try {
    return { steps: flattener.script(directory, name, [], [], []), afterwards: flattener.afterwards, notes: flattener.notes };
  } catch (error) {
    if (error instanceof ScriptCycle) return error;
    throw error;
  }
}

/**
 * No application starts with more scripts than these; scripts that call one another twice can make millions.
 */
const MAX_SCRIPTS = 200;

class Flattener {
  public readonly afterwards: string[] = [];
  public readonly notes: ScriptNote[] = [];
  private count = 0;

  constructor(private readonly packages: Packages) {}

  public script(
    directory: string,
    name: string,
    passed: readonly Word[],
    outer: readonly ShellAssignment[],
    callers: readonly string[],
  ): StartStep[] {
    const caller = directory === '' ? name : `${directory}: ${name}`;
    if (callers.includes(caller)) throw new ScriptCycle([...callers, caller]);
    const path = [...callers, caller];
    const manifest = this.packages.at(directory)!;
    const before = scriptOf(manifest, `pre${name}`);
    if (scriptOf(manifest, `post${name}`) !== undefined) this.afterwards.push(`post${name}`);
    return [
      ...before === undefined ? [] : this.text(directory, before, outer, path),
      ...this.text(directory, [scriptOf(manifest, name)!, ...passed.map(word => word.raw)].join(' '), outer, path),
    ];
  }

  private text(start: string, written: string, outer: readonly ShellAssignment[], callers: readonly string[]): StartStep[] {
    const own = callers[callers.length - 1]?.replace(/^.*: /, '');
    const chosen = chosenScript(this.packages.at(start), own, written);
    if (chosen) this.notes.push({ text: chosen.reason });
    const { text, notes } = withoutEnvironmentFiles(this.inForeground(chosen?.text ?? written), file => this.packages.allows(start, file));
    this.notes.push(...notes);
    if (text === '') return [];
    const whole: StartStep = { directory: start, text: [...outer.map(({ raw }) => `export ${raw};`), text].join(' '), script: own };
    const script = parseScript(text);
    if (!script?.isChain || ++this.count > MAX_SCRIPTS) return [whole];
    const steps: StartStep[] = [];
    let directory = start;
    let exported = outer;
    for (const command of script.commands) {
      const unwrapped = unwrap(invocationOf(command), file => this.packages.hasFile(directory, file));
      const invocation = withOuter(unwrapped, exported);
      // Variables in front of a program are not there yet where the shell reads its words.
      if (reads(invocation.line ?? script.text.slice(command.start, command.end), exported)) return [this.byShell(whole, text, outer, script)];
      const program = programOf(invocation);
      if (program === 'cd') {
        const target = isStatic(invocation) ? joinInside(directory, argumentsOf(invocation)[0] ?? '/') : undefined;
        // A directory that would need quotes, or is not known, stays with the text around it.
        if (target === undefined || (target !== '' && !plainWord(target))) return [whole];
        directory = target;
      } else if (program === 'export') {
        const assignments = readExport(command);
        if (!assignments) return [whole];
        exported = [...exported, ...assignments];
      } else if (!(program !== undefined && IDLE.has(program)) || command.redirected) {
        steps.push(...this.command(directory, command, invocation, exported, script.text, callers).map(step => ({ script: own, ...step })));
      }
    }
    return steps;
  }

  /**
   * A script without the `&` at its end: there would be nothing left in the foreground, and the container would end.
   */
  private inForeground(text: string): string {
    const script = parseScript(text);
    const last = script?.commands[script.commands.length - 1];
    if (!script || last?.before !== '&') return text;
    this.notes.push({ text: `${script.text.slice(last.start, last.end)} runs in the foreground, without the & behind it, for the container would end at once` });
    return text.slice(0, last.end);
  }

  /** A text in which variables are set before its words are read; a single program takes the place of the shell. */
  private byShell(whole: StartStep, text: string, outer: readonly ShellAssignment[], { commands: [only, ...others] }: ShellScript): StartStep {
    const isProgram = only.assignments.length === 0 && only.words.length > 0 && !BUILTINS.has(only.words[0].text);
    const alone = others.length === 0 && isProgram && outer.length > 0;
    return alone ? { ...whole, text: `${outer.map(({ raw }) => `export ${raw};`).join(' ')} exec ${text}` } : whole;
  }

  private command(
    directory: string,
    command: ShellCommand,
    invocation: Invocation,
    outer: readonly ShellAssignment[],
    text: string,
    callers: readonly string[],
  ): StartStep[] {
    if (command.redirected || command.groups.length > 0) {
      return [{ directory, text: [...outer.map(({ raw }) => raw), text.slice(command.start, command.end)].join(' ') }];
    }
    if (invocation.line !== undefined) return this.line(directory, invocation, callers);
    const call = parseManagerCall(invocation);
    const there = call?.kind === 'run' ? joinInside(directory, call.directory ?? '.') : undefined;
    const manifest = there === undefined || (there !== '' && !plainWord(there)) ? undefined : this.packages.at(there);
    if (call && manifest && scriptOf(manifest, call.script) !== undefined) {
      this.notes.push(...invocation.notes);
      return this.script(there!, call.script, call.passed, invocation.assignments, callers);
    }
    if (call?.bin && manifest) {
      const own = unwrap(binInvocation(invocation, call), file => this.packages.hasFile(there!, file));
      return own.line === undefined ? [{ directory: there!, invocation: own, text: render(own) }] : this.line(there!, own, callers);
    }
    const list = parseScriptList(invocation, Object.keys(this.packages.at(directory)?.scripts ?? {}));
    const all = this.packages.at(directory);
    if (list?.sequential && all && list.scripts.length > 0 && list.scripts.every(script => scriptOf(all, script) !== undefined)) {
      return list.scripts.flatMap(script => this.script(directory, script, [], invocation.assignments, callers));
    }
    return [{ directory, invocation, text: render(invocation) }];
  }

  /** A command line that a wrapper would hand to a shell. */
  private line(directory: string, { line, assignments, notes }: Invocation, callers: readonly string[]): StartStep[] {
    this.notes.push(...notes);
    return this.text(directory, line!, assignments, callers);
  }
}

/**
 * An invocation as a shell reads it.
 */
export function render(invocation: Invocation): string {
  return [...invocation.assignments, ...invocation.words].map(({ raw }) => raw).join(' ');
}

function withOuter(invocation: Invocation, outer: readonly ShellAssignment[]): Invocation {
  return outer.length === 0 ? invocation : { ...invocation, assignments: [...outer, ...invocation.assignments] };
}

function readExport(command: ShellCommand): ShellAssignment[] | undefined {
  const parsed = command.words.slice(1).map(word => parseScript(word.raw)?.commands[0]?.assignments[0]);
  return parsed.every(assignment => assignment !== undefined) && !command.redirected ? parsed as ShellAssignment[] : undefined;
}

/**
 * True if a text has the shell put the value of one of these variables into it.
 */
function reads(text: string, variables: readonly ShellAssignment[]): boolean {
  return variables.some(({ name }) => new RegExp(`\\$\\{?${name}(?!\\w)`).test(text));
}
