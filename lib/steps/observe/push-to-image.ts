import { oneLine } from '../one-line';
import { wordsOf } from '../world/words-of';
import { World } from '../world/world';
import { namespaceOf, putMetrics } from './metrics';

const UNKNOWN = 'notice: it is not known how long it took from the push to the image';

/** Initiator of a build: `codepipeline/` and the name of the pipeline. */
const INITIATOR = /^codepipeline\//;

/**
 * Tells how long it took from the push to the image under its tags, as a metric: from the start of this execution of the
 * pipeline, which is that of its first action, to now. The date of a commit is that of its author's machine, and may be long ago.
 */
export async function putPushToImage(world: World): Promise<void> {
  const { CODEBUILD_INITIATOR = '', EXECUTION_ID = '' } = world.variables;
  if (namespaceOf(world) === undefined) return;
  let answer: any;
  try {
    answer = await world.aws.call('codepipeline', 'ListActionExecutions', {
      pipelineName: CODEBUILD_INITIATOR.replace(INITIATOR, ''), filter: { pipelineExecutionId: EXECUTION_ID },
    }, { aside: true });
  } catch (error) {
    world.say(`${UNKNOWN}: ${oneLine(wordsOf(error)).slice(0, 500)}`);
    return;
  }
  const first = firstStart(answer.actionExecutionDetails ?? []);
  if (first === undefined) {
    world.say(`${UNKNOWN}: the execution has no action`);
    return;
  }
  const seconds = Math.floor(world.now() / 1000) - first;
  world.say(`from the push to the image it took ${seconds} seconds`);
  await putMetrics(world, [{ MetricName: 'PushToImage', Unit: 'Seconds', Value: seconds }]);
}

/** When the first action of an execution began, in seconds since 1970. */
export function firstStart(actions: readonly { readonly startTime?: Date | string }[]): number | undefined {
  const times = actions.flatMap(({ startTime }) => startTime === undefined ? [] : Math.floor(new Date(startTime).getTime() / 1000));
  return times.length === 0 ? undefined : Math.min(...times);
}
