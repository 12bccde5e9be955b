import { ProjectWarning } from '../../project/index';

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

/** A tag of the image that is built. */
export interface ContextTag {
  readonly tag: string;
  /** Whether it may be moved from one image to another. */
  readonly moving: boolean;
}

/**
 * What the program writes that makes a build context from a checkout. It is started by `node index.js` with the variables
 *
 * - `PLAN`: the file of the plan
 * - `SOURCE`: the root of the checkout; nothing but the checkout may lie in it
 * - `OUTPUT`: a directory outside of it to write to
 * - `SOURCE_VERSION`: the commit, where the source has one
 *
 * Where it fails it says why in one line on standard error, and ends with 1.
 */
export interface ContextResult {
  /** The tag that changes if and only if the content of the image does, as far as build arguments were known at synthesis. */
  readonly contentTag: string;
  /** The release tags, in the order given. */
  readonly tags: readonly ContextTag[];
  /** The names of the gates, in the order given. */
  readonly gates: readonly string[];
  /** The reports that the gates write beside the one that each gate has. */
  readonly reports: readonly GateReport[];
  /** The stages that a registry cache holds. */
  readonly cacheStages: readonly string[];
  /** The version in `package.json`; empty where there is none. */
  readonly packageVersion: string;
  /** The references of the base images. */
  readonly baseImages: readonly string[];
  /** What the author of the project should know. */
  readonly warnings: readonly ProjectWarning[];
}
