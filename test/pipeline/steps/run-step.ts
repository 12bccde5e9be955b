import { stepBuildspec } from '../../../lib/codebuild/buildspec/step-buildspec';
import { StepName } from '../../../lib/steps/step-program';
import { AwsAnswer, AwsCall, awsCalls, callsOf, runScripted, ScriptedRun, StandIns } from '../../shell/scripted-run';

/** What AWS answers to an operation: in turn, the last again and again. A text that begins with `!` is an error. */
export interface Script { readonly [operation: string]: readonly (object | string)[] }

/** A run of a step with a stand-in for AWS and docker. */
export interface StepRun extends ScriptedRun {
  /** The last line that says why it failed. */
  readonly error?: string;
  /** The calls of AWS, but for those that log docker in. */
  readonly aws: readonly AwsCall[];
  /** The words of each call of docker. */
  readonly docker: readonly string[][];
}

/** Runs the commands of a step as they are. */
export function runStep(name: StepName, environment: Record<string, string>, script: Script = {}, standIns: StandIns = {}): StepRun {
  const answers = Object.entries(script).map(([operation, given]) => [operation, given.map(answerOf)]);
  const run = runScripted(stepBuildspec({ name }), environment, Object.fromEntries(answers), standIns);
  return {
    ...run,
    error: run.said.filter(line => line.startsWith('error: ')).map(line => line.slice('error: '.length)).at(-1),
    aws: awsCalls(run).filter(({ operation }) => operation !== 'GetAuthorizationToken'),
    docker: callsOf(run, 'docker').map(call => call.slice(1)),
  };
}

function answerOf(given: object | string): AwsAnswer {
  return typeof given === 'string' ? { error: given.replace(/^!(An error occurred )?/, '') } : { json: given };
}
