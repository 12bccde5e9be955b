import { ScriptsContext } from './install-apart';

/**
 * The words that tell the program for scripts whose scripts are to run; none where that is left to the package manager.
 */
export function onlyWords({ only }: ScriptsContext): string[] {
  return only === undefined ? [] : [`--only=${only.join(',')}`];
}
