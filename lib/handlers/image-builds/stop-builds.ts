import { StopBuildCommand } from '@aws-sdk/client-codebuild';
import { errorText } from './call';
import { FoundBuild, isRunning } from './find-builds';
import { Services } from './services';

/** Stops those that run. What cannot be stopped ends by itself: it is no reason to fail for. */
export async function stopBuilds(services: Services, builds: FoundBuild[]): Promise<void> {
  await Promise.all(builds.filter(isRunning).map(async ({ build: { id } }) => {
    try {
      await services.codeBuild.send(new StopBuildCommand({ id }));
      console.log(`stopped ${id}`);
    } catch (error) {
      console.log(`could not stop ${id}: ${errorText(error)}`);
    }
  }));
}
