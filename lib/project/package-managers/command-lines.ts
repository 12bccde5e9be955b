import { runtimeOf } from '../model/runtime';
import { CommandLine } from './definition/command-line';
import { PackageManagerDefinition } from './definition/definition';
import { DEFINITIONS } from './definitions';

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
