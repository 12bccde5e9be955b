import { ScriptNote, Word } from './invocation';
import { GivenOptions, OptionTable } from './wrapper-options';

/**
 * A program that does nothing but run another one.
 */
export interface Wrapper {
  readonly programs: readonly string[];
  /** The words behind it by which it runs another one; the empty word stands for none. */
  readonly commands?: readonly string[];
  readonly options?: OptionTable;
  /** True if variables stand in front of the program, in place of options. */
  readonly assigns?: boolean;
  /** True if it has no options that could be read. */
  readonly raw?: boolean;
  /** How many words stand in front of the program, like the user of `gosu`. */
  readonly operands?: number;
  /** Kind of what follows: a program, one whose name may carry a version, a file for node, a command line, its own arguments. */
  readonly runs: 'program' | 'package' | 'file' | 'line' | 'itself';
  /** True if the program is downloaded where it is not installed. */
  readonly fetched?: boolean;
  /** Why the image does without it. */
  readonly reason?: string;
  /** Changes by its options; undefined where it has to stay. */
  adapt?(read: GivenOptions, isThere: (file: string) => boolean): Adaptation | undefined;
}

/**
 * Changes by the options of a wrapper.
 */
export interface Adaptation {
  readonly runs?: Wrapper['runs'];
  readonly fetched?: boolean;
  /** Variables that it sets. */
  readonly assigned?: readonly Word[];
  readonly rest?: readonly Word[];
  readonly notes?: readonly ScriptNote[];
}
