import * as fs from 'fs';
import * as path from 'path';
import { oneLine } from './one-line';
import { Step, StepFailure } from './step';
import { AwsError } from './world/aws';
import { wordsOf } from './world/words-of';
import { World } from './world/world';

/** As many of the last lines as are shown of a text. */
const SHOWN = 20;

/** Runs a step, and leaves each of its variables as a file of `exports`. Gives the exit code. */
export async function runStep(steps: Readonly<Record<string, Step>>, name: string | undefined, world: World): Promise<number> {
  try {
    if (name === undefined || !Object.hasOwn(steps, name)) {
      throw new StepFailure(`there is no step ${JSON.stringify(name ?? '')}, only ${Object.keys(steps).join(', ')}`);
    }
    const exported = await steps[name](world);
    const several = Object.entries(exported).find(([, value]) => /[\n\0]/.test(value));
    if (several) {
      throw new StepFailure(`the variable ${several[0]} must be one line, received ${JSON.stringify(several[1])}`);
    }
    const directory = path.join(world.work, 'exports');
    fs.mkdirSync(directory, { recursive: true });
    Object.entries(exported).forEach(([variable, value]) => fs.writeFileSync(path.join(directory, variable), `${value}\n`));
    return 0;
  } catch (error) {
    const { reason, detail } = failureOf(error);
    world.say(`error: ${oneLine(reason)}`);
    shownOf(detail).forEach(line => world.say(`| ${line}`));
    return 1;
  }
}

/** An error that no step foresaw is a failure, too, with what helps to find it. */
function failureOf(error: any): Pick<StepFailure, 'reason' | 'detail'> {
  if (error instanceof StepFailure) return error;
  if (error instanceof AwsError) return { reason: wordsOf(error), detail: '' };
  return { reason: String(error?.message ?? error), detail: String(error?.stack ?? '') };
}

function shownOf(detail: string): string[] {
  const lines = detail.replace(/\r/g, '').split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.slice(-SHOWN);
}
