import { stepBuildspec } from '../../../lib/pipeline/steps/image-step';
import { AwsAnswer, runScripted, ScriptedRun, StandIns } from '../../shell/scripted-run';

/** What `aws` answers to a command: in turn, the last again and again. A text that begins with `!` is an error. */
export interface Script { readonly [command: string]: readonly (object | string)[] }

/** A run of a step with a stand-in for aws, whose calls are without its name and without what is said of the output. */
export interface StepRun extends ScriptedRun {
  /** The last line that says why it failed. */
  readonly error?: string;
}

/** Runs the commands of a step as they are. */
export function runStep(programs: string[], environment: Record<string, string>, script: Script = {}, standIns: StandIns = {}): StepRun {
  const answers = Object.entries(script).map(([command, texts]) => [command, texts.map(answerOf)]);
  const run = runScripted(stepBuildspec({ programs }), environment, Object.fromEntries(answers), standIns);
  return {
    ...run,
    error: run.said.filter(line => line.startsWith('error: ')).map(line => line.slice('error: '.length)).at(-1),
    calls: run.calls.map(call => call.slice(1).filter((word, index, words) => word !== '--output' && words[index - 1] !== '--output')),
  };
}

function answerOf(text: object | string): AwsAnswer {
  return typeof text === 'string' && text.startsWith('!') ? { error: text.replace(/^!(An error occurred )?/, '') } : { json: text };
}
