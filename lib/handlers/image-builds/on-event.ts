import { errorText, isTransient } from './call';
import { OnEventAnswer, ResourceEvent, resourceIdOf } from './event';
import { findBuilds, FoundBuild } from './find-builds';
import { projectsOf, parseProperties } from './properties';
import { Services } from './services';
import { startMissing } from './start-build';
import { stopBuilds } from './stop-builds';

/** Starts the builds of the first stage, unless this very event has started them before. */
export async function onEvent(services: Services, event: ResourceEvent): Promise<OnEventAnswer> {
  const resourceId = resourceIdOf(event);
  const answer = { PhysicalResourceId: event.PhysicalResourceId ?? resourceId, RequestedAt: services.now() };
  const projects = projectsOf(event.ResourceProperties);
  if (event.RequestType === 'Delete') {
    // The images stay: others may use them.
    await stopRunning(services, event, projects);
    return answer;
  }
  const properties = parseProperties(event.ResourceProperties);
  try {
    const builds = await findBuilds(services, projects, resourceId);
    const own = builds.filter(({ requestId }) => requestId === event.RequestId);
    await stopEarlier(services, event, builds, own);
    await startMissing(services, event, properties, 0, own);
  } catch (error) {
    if (!isTransient(error)) {
      throw error;
    }
    console.log(`isComplete starts what is missing: ${errorText(error)}`);
  }
  return answer;
}

/** An update that was cancelled leaves builds that run: they would put its tags after ours. */
async function stopEarlier(services: Services, event: ResourceEvent, builds: FoundBuild[], own: FoundBuild[]): Promise<void> {
  const start = own[0]?.started ?? Infinity;
  await stopBuilds(services, builds.filter(({ requestId, started }) => requestId !== event.RequestId && started < start));
  const present = projectsOf(event.ResourceProperties);
  await stopRunning(services, event, projectsOf(event.OldResourceProperties).filter(project => !present.includes(project)));
}

/** Stops what runs for the resource in these projects. Never fails: they may be gone, and nothing depends on it. */
async function stopRunning(services: Services, event: ResourceEvent, projects: string[]): Promise<void> {
  const withoutWaiting = { ...services, sleep: async () => {} };
  for (const project of projects) {
    try {
      await stopBuilds(services, await findBuilds(withoutWaiting, [project], resourceIdOf(event)));
    } catch (error) {
      console.log(`there is nothing to stop in ${project}: ${errorText(error)}`);
    }
  }
}
