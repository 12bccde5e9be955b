import { errorText, isTransient } from './call';
import { IsCompleteAnswer, ResourceEvent, resourceIdOf } from './event';
import { failureReason, tooLongReason } from './failure-reason';
import { findBuilds, FoundBuild, isRunning } from './find-builds';
import { ImageBuildsError } from './image-builds-error';
import { BuildProperties, ImageProperties, projectsOf, parseProperties } from './properties';
import { Services } from './services';
import { buildKey, startMissing } from './start-build';
import { stopBuilds } from './stop-builds';

/** A build of a stage, with what is known of it. */
interface Member {
  readonly properties: BuildProperties;
  /** Not there if it was not started yet. */
  readonly found?: FoundBuild;
}

/** CloudFormation waits for an hour: this leaves the time to stop the builds and to say why. */
const LIMIT = 55 * 60 * 1000;

/** Looks at the builds of the request, starts what is next, and tells whether the image is there. */
export async function isComplete(services: Services, event: ResourceEvent): Promise<IsCompleteAnswer> {
  if (event.RequestType === 'Delete') {
    return { IsComplete: true };
  }
  try {
    return await advance(services, event, parseProperties(event.ResourceProperties));
  } catch (error) {
    if (!isTransient(error)) {
      throw error;
    }
    console.log(`asking again at the next poll: ${errorText(error)}`);
    return { IsComplete: false };
  }
}

async function advance(services: Services, event: ResourceEvent, properties: ImageProperties): Promise<IsCompleteAnswer> {
  const builds = await findBuilds(services, projectsOf(event.ResourceProperties), resourceIdOf(event));
  const own = builds.filter(({ requestId }) => requestId === event.RequestId);
  refuseIfSuperseded(event, builds, own);
  let stage: Member[] = [];
  for (const [index, members] of properties.stages.entries()) {
    stage = members.map((member, number) => ({ properties: member, found: own.find(({ key }) => key === buildKey(index, number)) }));
    await failIfOneFailed(services, stage, own);
    if (stage.some(({ found }) => !found || isRunning(found))) {
      await failIfTooLong(services, event, stage, own);
      await startMissing(services, event, properties, index, own);
      return { IsComplete: false };
    }
  }
  const [{ properties: { name }, found }] = stage;
  return { IsComplete: true, Data: { ContentTag: properties.contentTag, DigestHex: digestHex(name, found) } };
}

/** After an update was cancelled CloudFormation sends the next one, while the first one is still polled. */
function refuseIfSuperseded({ RequestId }: ResourceEvent, builds: FoundBuild[], own: FoundBuild[]): void {
  const later = own.length && builds.find(({ requestId, started }) => requestId !== RequestId && started > own[0].started);
  if (later) {
    throw new ImageBuildsError(`CloudFormation has sent another request for this resource, which started the build ${later.build.id}`);
  }
}

async function failIfOneFailed(services: Services, stage: Member[], own: FoundBuild[]): Promise<void> {
  const failed = stage.filter(({ found }) => found && !isRunning(found) && found.build.buildStatus !== 'SUCCEEDED');
  if (failed.length === 0) {
    return;
  }
  await stopBuilds(services, own);
  // Those that were stopped are what another failure left.
  const first = failed.find(({ found }) => found!.build.buildStatus !== 'STOPPED') ?? failed[0];
  throw new ImageBuildsError(await failureReason(services, first.properties.name, first.found!.build));
}

async function failIfTooLong(services: Services, event: ResourceEvent, stage: Member[], own: FoundBuild[]): Promise<void> {
  const begin = Math.min(...[event.RequestedAt, own[0]?.started].filter(time => time !== undefined));
  const elapsed = Number.isFinite(begin) ? services.now() - begin : 0;
  if (elapsed < LIMIT) {
    return;
  }
  await stopBuilds(services, own);
  const running = stage.find(({ found }) => found && isRunning(found)) ?? stage[0];
  throw new ImageBuildsError(tooLongReason(running.properties.name, running.found?.build, elapsed));
}

function digestHex(name: string, found: FoundBuild | undefined): string {
  const digest = found?.build.exportedEnvironmentVariables?.find(variable => variable.name === 'IMAGE_DIGEST')?.value;
  if (!digest || !/^sha256:[0-9a-f]{64}$/.test(digest)) {
    throw new ImageBuildsError(`${name} succeeded, but its build ${found?.build.id} exported no digest as IMAGE_DIGEST `
      + `(received ${JSON.stringify(digest ?? '')}); the buildspec of its project was changed outside of this construct`);
  }
  return digest.slice('sha256:'.length);
}
