import * as semver from 'semver';
import { Manifest } from '../manifest/manifest';
import { argumentsOf, Invocation, plainWord, programOf } from '../scripts/invocation';

/**
 * A program of a dependency that starts node anew with a loader, and keeps running beside it.
 */
interface LoaderProgram {
  /** The option by which node has the loader by itself. */
  readonly options: readonly string[];
  /** The versions of the dependency that can be loaded so. */
  readonly versions: string;
  /** The first line of Node.js that can. */
  readonly line: number;
  /** Pattern of its arguments where it does something of its own. */
  readonly own: RegExp;
}

/**
 * tsx passes SIGTERM on to its child, but ends the child where that is not quick to say that it got it.
 *
 * @see https://tsx.is/dev-api/node-cli
 */
const LOADER_PROGRAMS: { readonly [program: string]: LoaderProgram } = {
  tsx: { options: ['--import', 'tsx'], versions: '>=4', line: 20, own: /^($|watch( |$))|(^| )--(tsconfig|no-cache)([= ]|$)/ },
};

/**
 * The same invocation by node itself, without a process in between; as it is where its program is none of these.
 */
export function withoutLoaderProgram(invocation: Invocation, manifest: Manifest | undefined, line: number): Invocation {
  const program = programOf(invocation);
  if (program === undefined || !manifest || !Object.hasOwn(LOADER_PROGRAMS, program)) return invocation;
  const { options, versions, line: firstLine, own } = LOADER_PROGRAMS[program];
  const range = manifest.dependencies[program] ?? manifest.optionalDependencies[program] ?? manifest.devDependencies[program];
  if (range === undefined || line < firstLine || own.test(argumentsOf(invocation).join(' '))) return invocation;
  // What is no range, like a tag or a catalog, is taken for a version of today.
  if (semver.validRange(range) !== null && !semver.intersects(range, versions)) return invocation;
  return { ...invocation, words: [...['node', ...options].map(text => plainWord(text)!), ...invocation.words.slice(1)] };
}
