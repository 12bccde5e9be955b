import { runtimeOf } from '../model/runtime';
import { BUN } from './bun/bun';
import { CommandLine } from './command-line';
import { PackageManagerDefinition } from './definition';
import { NPM } from './npm/npm';
import { PNPM } from './pnpm/pnpm';
import { YARN_BERRY } from './yarn-berry/yarn-berry';
import { YARN_CLASSIC } from './yarn-classic/yarn-classic';

/**
 * Every package manager. The first one is used where nothing tells.
 */
export const DEFINITIONS: readonly PackageManagerDefinition[] = [NPM, YARN_CLASSIC, YARN_BERRY, PNPM, BUN];

/**
 * Command line of each, one of those that managers of the same name share.
 */
export const COMMAND_LINES: readonly CommandLine[] = [...new Set(DEFINITIONS.map(({ commandLine }) => commandLine))];

/**
 * The script that a text is to run, where that is a call of a package manager: `npm run api` for `api`.
 */
export function scriptNamed(text: string): string {
  const [, program, script] = /^(\S+) (?:run )?([^]*)$/.exec(text) ?? [];
  return script !== undefined && managerCalled(program) ? script : text;
}

/**
 * True if a program is a command of a package manager, and no runtime that an image is given.
 */
export function isManagerProgram(program: string): boolean {
  return runtimeOf(program) === undefined && COMMAND_LINES.some(({ programs }) => programs.includes(program));
}

/**
 * The package manager whose command this is, the first of those that share it; undefined if it is of none.
 */
export function managerCalled(program: string | undefined): PackageManagerDefinition | undefined {
  return DEFINITIONS.find(({ name }) => name === program);
}
