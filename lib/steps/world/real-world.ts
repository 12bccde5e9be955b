import * as path from 'path';
import { WORK_DIRECTORY } from '../step-program';
import { runProgram } from './run-program';
import { sdk } from './sdk';
import { WayOut } from './way-out';
import { World } from './world';

/** Prefix of every line of a step in the log. */
export const MARK = 'nodejs-image: ';

/** Machine of a build in CodeBuild, by the variables of its machine. */
export function machine(variables: NodeJS.ProcessEnv, wayOut: WayOut = new WayOut(variables)): Omit<World, 'aws'> {
  const source = variables.CODEBUILD_SRC_DIR;
  if (source === undefined) throw new Error('CODEBUILD_SRC_DIR is not set: a step runs in CodeBuild');
  return {
    variables,
    source,
    work: path.join(source, WORK_DIRECTORY),
    fetch: wayOut.fetch,
    // how a build came about is told by what is signed, not by attestations of BuildKit's own
    run: (program, words, options = {}) =>
      runProgram(program, words, { ...variables, BUILDX_NO_DEFAULT_ATTESTATIONS: '1', ...options.variables }, source, options),
    now: () => Date.now(),
    pause: seconds => new Promise(resolve => setTimeout(resolve, seconds * 1000)),
    say: line => void process.stdout.write(`${MARK}${line}\n`),
    show: text => void process.stdout.write(text),
  };
}

/** World of a step in CodeBuild. */
export function realWorld(variables: NodeJS.ProcessEnv): World {
  const wayOut = new WayOut(variables);
  return { ...machine(variables, wayOut), aws: sdk(variables, wayOut) };
}
