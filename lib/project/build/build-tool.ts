import { ProjectFiles } from '../files/project-files';
import { directoryOf } from '../files/relative-path';
import { optionValue } from '../scripts/option-value';
import { ScriptStep } from '../scripts/walk-script';

/**
 * A call of a build tool.
 */
export interface BuildCall {
  readonly files: ProjectFiles;
  /** The directory it runs in. */
  readonly directory: string;
  readonly args: readonly string[];
  readonly environment: { readonly [name: string]: string };
}

/**
 * A program that builds, and where it writes.
 */
export interface BuildTool {
  readonly programs: readonly string[];

  /** The subcommands that build; undefined if the program has none. */
  readonly commands?: readonly string[];

  /** The subcommands that build nothing, where it builds without one. */
  readonly others?: readonly string[];

  /**
   * Directories it writes, relative to the directory it runs in. An empty path is that directory itself: the tool
   * writes beside the sources. Empty if it cannot be told.
   */
  outputs(call: BuildCall): string[];
}

/**
 * The directory of a file that an option names.
 */
export function optionDirectory(args: readonly string[], ...names: string[]): string | undefined {
  const file = optionValue(args, ...names);
  return file === undefined ? undefined : directoryOf(file);
}

/**
 * True if a step of a script is a call of a tool.
 */
export function isCallOf(tool: BuildTool, step: Pick<ScriptStep, 'words'>): boolean {
  const [program, ...args] = step.words;
  if (program === undefined || program.dynamic || !tool.programs.includes(program.text)) return false;
  if (args.length > 0 && tool.others?.includes(args[0].text)) return false;
  return tool.commands === undefined || args.some(word => tool.commands!.includes(word.text));
}
