import { CommandList, ListItem, Pipeline, SimpleCommand } from './command-tree';

/** How a part of a script can end: well or not, and whether it ends the shell with that. */
export type Outcome = 'success' | 'failure' | 'exit-success' | 'exit-failure';

const ALWAYS: { readonly [program: string]: Outcome } = { 'true': 'success', ':': 'success', 'echo': 'success', 'printf': 'success', 'false': 'failure' };

/** How a list can end, as far as that can be told without running anything. */
export function outcomesOfList({ items }: CommandList): Set<Outcome> {
  return items.reduce((before, item) => {
    // what sends itself to the background is started, and no more
    const after = item.background ? new Set<Outcome>(['success']) : outcomesOfItem(item);
    return new Set([...exits(before), ...ends(before).length > 0 ? after : []]);
  }, new Set<Outcome>(['success']));
}

/** How commands can end that `&&` and `||` join. */
export function outcomesOfItem({ pipelines: [first, ...others], operators }: Pick<ListItem, 'pipelines' | 'operators'>): Set<Outcome> {
  return others.reduce((before, pipeline, index) => {
    const goesOn: Outcome = operators[index] === '&&' ? 'success' : 'failure';
    return new Set([...[...before].filter(outcome => outcome !== goesOn), ...before.has(goesOn) ? outcomesOfPipeline(pipeline) : []]);
  }, outcomesOfPipeline(first));
}

function outcomesOfPipeline({ elements, negated }: Pipeline): Set<Outcome> {
  const last = elements[elements.length - 1];
  const outcomes = 'words' in last ? outcomesOfCommand(last) : outcomesOfList(last);
  const own = elements.length > 1 || ('items' in last && last.subshell) ? new Set([...outcomes].map(withoutExit)) : outcomes;
  return negated ? new Set([...own].map(outcome => outcome === 'success' ? 'failure' : outcome === 'failure' ? 'success' : outcome)) : own;
}

function outcomesOfCommand({ words: [program, code] }: SimpleCommand): Set<Outcome> {
  if (program === undefined) return new Set(['success']);
  // without a code it is that of what failed before
  if (['exit', 'return'].includes(program.text)) return new Set([code?.text === '0' ? 'exit-success' : 'exit-failure']);
  return new Set(Object.hasOwn(ALWAYS, program.text) ? [ALWAYS[program.text]] : ['success', 'failure']);
}

function exits(outcomes: Set<Outcome>): Outcome[] {
  return [...outcomes].filter(outcome => outcome.startsWith('exit'));
}

function ends(outcomes: Set<Outcome>): Outcome[] {
  return [...outcomes].filter(outcome => !outcome.startsWith('exit'));
}

function withoutExit(outcome: Outcome): Outcome {
  return outcome.replace('exit-', '') as Outcome;
}
