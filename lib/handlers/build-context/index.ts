import { mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { MadeContext, makeContext } from '../../pipeline/context/make-context';
import { CONTEXT_DIRECTORY, RESULT_FILE } from '../../pipeline/context/result';

/** Errors whose text is for people; of any other the kind is told too. */
const EXPECTED = ['DeliveryError', 'DockerfileError', 'ImageError', 'PipelineError', 'ProjectError'];

/** Makes the build context of a checkout; `ContextResult` says of what, and what of it is written where. */
function main(environment: NodeJS.ProcessEnv): void {
  const [planFile, source, output] = ['PLAN', 'SOURCE', 'OUTPUT'].map(name => variable(environment, name));
  const plan = JSON.parse(readFileSync(planFile, 'utf8'));
  mkdirSync(output, { recursive: true });
  const made = makeContext({ plan, source: realpathSync(source), output: realpathSync(output), sourceVersion: environment.SOURCE_VERSION });
  rmSync(join(output, CONTEXT_DIRECTORY), { recursive: true, force: true });
  renameSync(made.directory, join(output, CONTEXT_DIRECTORY));
  writeFileSync(join(output, RESULT_FILE), `${JSON.stringify(made.result, undefined, 2)}\n`);
  console.log(described(made));
}

function variable(environment: NodeJS.ProcessEnv, name: string): string {
  const value = environment[name];
  if (!value) {
    throw new Error(`the variable ${name} must be a path, received ${JSON.stringify(value ?? '')}`);
  }
  return value;
}

/** What was found out, for people. */
function described({ dockerfile, facts, result }: MadeContext): string {
  return [
    ...[...dockerfile.facts, ...facts].filter(({ value }) => value !== '').map(({ name, value, source, reason }) => `${name}: ${value} (${source}: ${reason})`),
    ...result.warnings.map(({ message }) => `warning: ${message}`),
    `content ${result.contentTag}, tags ${result.tags.map(({ tag }) => tag).join(', ')}, gates ${result.gates.join(', ') || 'none'}`,
  ].join('\n');
}

try {
  main(process.env);
} catch (error) {
  const { name, message } = error as Error;
  const text = EXPECTED.includes(name) || name === 'Error' ? message : `${name}: ${message}`;
  // eslint-disable-next-line no-control-regex -- what a checkout holds must not write lines of its own
  console.error(text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' '));
  process.exitCode = 1;
}
