import { ImageError } from '../image-error';

/** Divides the steps of a gate on the command line of the gate runner. */
const SEPARATOR = '&&';

/**
 * The steps of a gate as arguments for the gate runner: divided by `&&`, as they would be in a
 * shell, and without one.
 *
 * An argument that consists of two or more ampersands gets another one, which the runner takes
 * off again.
 *
 * @throws if there is no step, or one that could not be run
 */
export function gateArguments(steps: string[][]): string[] {
  if (steps.length === 0) {
    throw new ImageError('a gate needs at least one step, received none');
  }
  return steps.flatMap((step, index) => {
    if (!step[0]) {
      throw new ImageError(`a step of a gate needs a command, received ${JSON.stringify(step)}`);
    }
    if (step.some(argument => argument.includes('\0'))) {
      throw new ImageError(`an argument of a command cannot hold a NUL character, received ${JSON.stringify(step)}`);
    }
    const escaped = step.map(argument => /^&{2,}$/.test(argument) ? `${argument}&` : argument);
    return index === 0 ? escaped : [SEPARATOR, ...escaped];
  });
}
