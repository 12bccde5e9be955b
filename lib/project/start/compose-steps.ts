import { BUILTINS } from '../scripts/builtins';
import { render, StartStep } from '../scripts/flatten-script';
import { Invocation, programOf } from '../scripts/invocation';

/**
 * Steps as one command line, in which the last one takes the place of the shell.
 *
 * @param directories where commands of dependencies are linked, where a step needs one
 */
export function composeSteps(steps: readonly StartStep[], directories: readonly string[]): string {
  const path = directories.length > 0 ? `export PATH="${directories.map(directory => `$PWD/${directory}:`).join('')}$PATH"; ` : '';
  return path + steps.map((step, index) => {
    const last = index === steps.length - 1;
    const text = step.invocation ? lineOf(step.invocation, last) : steps.length > 1 && !last ? `(${step.text}\n)` : step.text;
    if (step.directory === '') return text;
    return last ? `cd ${step.directory} && ${text}` : `(cd ${step.directory} && ${text})`;
  }).join(' && ');
}

function lineOf(invocation: Invocation, last: boolean): string {
  const program = programOf(invocation);
  const replaces = last && invocation.words.length > 0 && !(program !== undefined && BUILTINS.has(program));
  return replaces
    ? [...invocation.assignments.map(({ raw }) => raw), 'exec', ...invocation.words.map(({ raw }) => raw)].join(' ')
    : render(invocation);
}
