import { CommandList, ListItem, Pipeline, SimpleCommand } from '../text/shell/command-tree';
import { Outcome, outcomesOfItem, outcomesOfList } from '../text/shell/outcomes';

/** Why the exit code of a script does not say that a command failed, and what to do about it. */
export interface Loss {
  readonly cause: string;
  readonly remedy: string;
}

type Joined = Pick<ListItem, 'pipelines' | 'operators'>;

/** Options of the shell that were given by `set`. */
export interface ShellOptions {
  errexit: boolean;
  pipefail: boolean;
}

/** Readers of the Test Anything Protocol: they fail where a test that they read of failed. */
const TAP_READERS = /^(npx|tap-[\w-]+|faucet|tnyan|tap-nyan|snazzy)$/;

const TRUE = new Set(['true', ':', 'echo', 'printf']);

/** How a list loses the failure of one of its items; undefined if it does not. */
export function lostInList({ items }: CommandList, index: number, options: ShellOptions): Loss | undefined {
  const later = items.slice(index + 1);
  const text = later.map(textOfItem).join('; ');
  if (items.slice(0, index).some(isExit)) return { cause: '"exit" comes before it, so it never runs', remedy: 'take that away' };
  if (items[index].background && !/\bwait\s+\S/.test(text)) return { cause: '"&" sends it to the background, where nothing asks how it ended', remedy: 'take the "&" away' };
  if (later.length === 0 || options.errexit || /\$\?|\bexit\s+["']?\$/.test(text) || !canSucceed(outcomesOfList({ items: later, subshell: false }))) return undefined;
  return items[index].background ? undefined : { cause: `${quoted(text)} runs after it whatever happened, and decides`, remedy: 'join them by &&' };
}

/** How `&&` and `||` lose the failure of a pipeline. */
export function lostInItem({ pipelines, operators }: ListItem, index: number, isTest: (command: SimpleCommand) => boolean): Loss | undefined {
  const before = pipelines.slice(0, index);
  if (before.some((pipeline, at) => isExitOnly(pipeline) && operators.slice(0, at).every(operator => operator === '&&'))) {
    return { cause: '"exit" comes before it, so it never runs', remedy: 'take that away' };
  }
  const previous = before[index - 1];
  if (operators[index - 1] === '||' && TRUE.has(simpleOf(previous)?.words[0]?.text ?? '')) {
    return { cause: `"||" runs it only where ${quoted(textOfPipeline(previous))} fails, which it never does`, remedy: 'join them by &&' };
  }
  const right = insteadOf({ pipelines, operators }, index);
  if (right === undefined || !canSucceed(outcomesOfItem(right))) return undefined;
  // a second try is judged by itself
  if (right.pipelines.flatMap(commandsOf).some(isTest)) return undefined;
  return { cause: `"|| ${right.pipelines.map(textOfPipeline).join(' && ')}" ends well instead`, remedy: 'take that away' };
}

/** True if what runs where a pipeline fails ends the script as a failure. */
export function failureExits(item: ListItem, index: number): boolean {
  const right = insteadOf(item, index);
  return right !== undefined && [...outcomesOfItem(right)].every(outcome => outcome === 'exit-failure');
}

/** Step that runs where a pipeline fails. */
function insteadOf({ pipelines, operators }: Joined, index: number): Joined | undefined {
  const or = operators.findIndex((operator, at) => at >= index && operator === '||');
  return or === -1 ? undefined : { pipelines: pipelines.slice(or + 1), operators: operators.slice(or + 1) };
}

function canSucceed(outcomes: Set<Outcome>): boolean {
  return outcomes.has('success') || outcomes.has('exit-success');
}

/** How a pipeline loses the failure of one of its commands. */
export function lostInPipeline({ elements, negated }: Pipeline, index: number, options: ShellOptions): Loss | undefined {
  if (negated) return { cause: '"!" makes success of its failure', remedy: 'take the "!" away' };
  const last = elements[elements.length - 1];
  if (index === elements.length - 1 || options.pipefail || ('words' in last && TAP_READERS.test(last.words[0]?.text ?? ''))) return undefined;
  return {
    cause: `the exit code of a pipe is that of its last program, ${quoted('words' in last ? last.text : '( ... )')}`,
    remedy: 'take the pipe away (the log of the gate is kept, and files that it writes are by its option "reports")',
  };
}

/** Notes what a command tells the shell. */
export function applySet({ words: [program, ...args] }: SimpleCommand, options: ShellOptions): void {
  if (program?.text !== 'set') return;
  const texts = args.map(({ text }) => text);
  if (texts.some(text => /^-[a-z]*e/.test(text) || text === 'errexit')) options.errexit = true;
  if (texts.includes('pipefail')) options.pipefail = true;
}

/** Every command of a pipeline, those in groups included. */
export function commandsOf({ elements }: Pipeline): SimpleCommand[] {
  return elements.flatMap(element => 'words' in element ? [element] : element.items.flatMap(item => item.pipelines.flatMap(commandsOf)));
}

function isExit({ pipelines: [first] }: ListItem): boolean {
  return isExitOnly(first);
}

function isExitOnly(pipeline: Pipeline): boolean {
  return simpleOf(pipeline)?.words[0]?.text === 'exit';
}

function simpleOf({ elements }: Pipeline): SimpleCommand | undefined {
  return elements.length === 1 && 'words' in elements[0] ? elements[0] : undefined;
}

function textOfItem({ pipelines }: ListItem): string {
  return pipelines.map(textOfPipeline).join(' && ');
}

function textOfPipeline(pipeline: Pipeline): string {
  return commandsOf(pipeline).map(({ text }) => text).join(' | ');
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}...` : text);
}
