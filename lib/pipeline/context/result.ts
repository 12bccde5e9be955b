import { ProjectWarning } from '../../project/index';
import { ToldOfImage } from '../../steps/context-program';

/** The directory with the build context, below `OUTPUT`: to be handed to `docker build`. */
export const CONTEXT_DIRECTORY = 'context';

/** The file with the result, below `OUTPUT`. */
export const RESULT_FILE = 'result.json';

/** The file of the plan in its asset. */
export const PLAN_FILE = 'plan.json';

/** The program in the asset, run by `node index.js`. */
export const PROGRAM_FILE = 'index.js';

/** A report that a gate of the image writes. */
export interface GateReport {
  /** The name of the gate. */
  readonly gate: string;
  /** CodeBuild's name of the format. */
  readonly format: string;
  /** Where the gate writes it, relative to the project. */
  readonly path: string;
}

/**
 * Result of the program that makes a build context from a checkout. It is started by `node index.js` with the variables
 *
 * - `PLAN`: the file of the plan
 * - `SOURCE`: the root of the checkout; nothing but the checkout may lie in it
 * - `OUTPUT`: a directory outside of it to write to
 * - `SOURCE_VERSION`: the commit, where the source has one
 *
 * Where it fails it says why in one line on standard error, and ends with 1.
 */
export interface ContextResult extends ToldOfImage {
  /** The reports that the gates write beside the one that each gate has. */
  readonly reports: readonly GateReport[];
  /** The version in `package.json`; empty where there is none. */
  readonly packageVersion: string;
  /** Warnings for the author of the project. */
  readonly warnings: readonly ProjectWarning[];
}
