import { joinInside } from '../files/relative-path';
import { scriptOf } from '../manifest/manifest';
import { Packages } from '../manifest/packages';
import { parseScript, ShellCommand } from '../text/shell/parse-script';
import { argumentsOf, Invocation, invocationOf, isStatic, programOf } from './invocation';
import { binInvocation, parseManagerCall, parseScriptList } from './manager-call';
import { unwrap } from './wrappers';

/**
 * One program that a script runs in the end, once every script that it calls is followed.
 */
export interface ScriptStep extends Invocation {
  /** The directory it runs in, undefined if that cannot be told or lies outside of the project. */
  readonly directory: string | undefined;
  /** True if the script goes on when it fails. */
  readonly guarded: boolean;
}

/**
 * Lists every program that a script runs, in order. What cannot be parsed is one step without words.
 *
 * A script that is called several times, or by itself, is listed once: `seen` remembers it.
 */
export function walkScript(packages: Packages, directory: string, text: string, seen = new Set<string>()): ScriptStep[] {
  const script = parseScript(text);
  if (!script) return [unreadable(directory)];
  const directories = new Map<number, string | undefined>();
  return script.commands.flatMap((command, index) => {
    const group = [-1, ...command.groups].reverse().find(id => directories.has(id));
    const current = group === undefined ? directory : directories.get(group);
    const changed = readChange(command);
    if (changed !== undefined) {
      directories.set([-1, ...command.groups].pop()!, current === undefined ? undefined : joinInside(current, changed));
      return [];
    }
    const guarded = isGuarded(script.commands, index);
    return follow(packages, current, command, seen).map(step => ({ ...step, guarded: step.guarded || guarded }));
  });
}

/**
 * Lists every program that running a script by its name runs, its `pre` and `post` scripts included.
 */
export function walkNamedScript(packages: Packages, directory: string, name: string, seen = new Set<string>()): ScriptStep[] {
  const key = scriptKey(directory, name);
  const manifest = packages.at(directory);
  if (!manifest || seen.has(key)) return [];
  seen.add(key);
  return [`pre${name}`, name, `post${name}`].flatMap(script => {
    const text = scriptOf(manifest, script);
    return text === undefined ? [] : walkScript(packages, directory, text, seen);
  });
}

/**
 * How `seen` remembers a script.
 */
export function scriptKey(directory: string, name: string): string {
  return `${directory}:${name}`;
}

function follow(packages: Packages, directory: string | undefined, command: ShellCommand, seen: Set<string>): ScriptStep[] {
  const invocation = unwrap(invocationOf(command));
  if (invocation.line !== undefined && directory !== undefined) {
    return walkScript(packages, directory, invocation.line, seen).map(step => ({
      ...step,
      assignments: [...invocation.assignments, ...step.assignments],
      through: [...invocation.through, ...step.through],
    }));
  }
  const call = parseManagerCall(invocation);
  const there = call?.directory === undefined || directory === undefined ? directory : joinInside(directory, call.directory);
  if (call?.kind === 'run' && there !== undefined && hasScript(packages, there, call.script)) {
    return walkNamedScript(packages, there, call.script, seen);
  }
  if (call?.bin && there !== undefined) {
    const own = unwrap(binInvocation(invocation, call));
    return [{ ...own, directory: there, guarded: false }];
  }
  const list = directory === undefined ? undefined : parseScriptList(invocation, Object.keys(packages.at(directory)?.scripts ?? {}));
  if (list) {
    return [
      ...list.scripts.flatMap(name => walkNamedScript(packages, directory!, name, seen)),
      ...list.texts.flatMap(text => walkScript(packages, directory!, text, seen)),
    ].map(step => ({ ...step, through: [...invocation.through, programOf(invocation)!, ...step.through] }));
  }
  return [{ ...invocation, directory, guarded: false }];
}

function hasScript(packages: Packages, directory: string, name: string): boolean {
  const manifest = packages.at(directory);
  return manifest !== undefined && scriptOf(manifest, name) !== undefined;
}

/**
 * Where `cd` leads, undefined if a command is anything else. A place that is computed is outside.
 */
function readChange(command: ShellCommand): string | undefined {
  const invocation = invocationOf(command);
  if (!['cd', 'pushd'].includes(programOf(invocation) ?? '')) return undefined;
  const [target] = argumentsOf(invocation);
  return target !== undefined && isStatic(invocation) ? target : '/';
}

/**
 * True if `||` follows a command, or follows those that are joined to it by `&&`.
 */
function isGuarded(commands: readonly ShellCommand[], index: number): boolean {
  const end = commands.slice(index).find(({ before }) => before !== '&&');
  return end?.before === '||';
}

function unreadable(directory: string): ScriptStep {
  return { words: [], assignments: [], fetched: false, through: [], notes: [], directory, guarded: false };
}
