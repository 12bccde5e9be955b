import * as fs from 'fs';
import * as path from 'path';
import { oneLine } from '../one-line';
import { wordsOf } from '../world/words-of';
import { World } from '../world/world';
import { logBatches } from './log-batches';

/** Keeps the log of each gate apart, in a stream of its own beside that of the build. A log that cannot be kept is no failure of the build. */
export async function putGateLogs(world: World, gates: readonly string[]): Promise<void> {
  const group = world.variables.LOG_GROUP ?? '';
  if (group === '') return;
  for (const gate of gates) {
    const file = path.join(world.work, 'reports', gate, 'log');
    if (!fs.existsSync(file)) continue;
    try {
      await putLog(world, { logGroupName: group, logStreamName: streamOf(gate, world.variables.CODEBUILD_BUILD_ID ?? '') }, fs.readFileSync(file));
    } catch (error) {
      world.say(`notice: the log of the gate ${oneLine(gate)} is not kept apart: ${oneLine(wordsOf(error))}`);
    }
  }
}

/** Where the log of a gate is in the log group of its build. */
export function streamOf(gate: string, buildId: string): string {
  return `gate/${gate}/${buildId.slice(buildId.lastIndexOf(':') + 1)}`;
}

async function putLog({ aws, now }: World, stream: { readonly logGroupName: string; readonly logStreamName: string }, log: Buffer): Promise<void> {
  const batches = logBatches(log, now());
  await aws.call('cloudwatch-logs', 'CreateLogStream', stream, { aside: true });
  for (const logEvents of batches) {
    await aws.call('cloudwatch-logs', 'PutLogEvents', { ...stream, logEvents }, { aside: true });
  }
}
