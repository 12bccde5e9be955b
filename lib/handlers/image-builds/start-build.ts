import { Build, EnvironmentVariable, StartBuildCommand } from '@aws-sdk/client-codebuild';
import { refusal, withPermission } from './call';
import { ResourceEvent, resourceIdOf, sha256 } from './event';
import { FoundBuild, foundBuild } from './find-builds';
import { BuildProperties, ImageProperties } from './properties';
import { Services } from './services';
import { stopBuilds } from './stop-builds';

/** Which of the request's builds it is. */
export function buildKey(stage: number, number: number): string {
  return `${stage}/${number}`;
}

/**
 * Starts the builds of a stage that the request does not have yet. Where one is refused, the others are of no use: they
 * are stopped.
 */
export async function startMissing(
  services: Services, event: ResourceEvent, properties: ImageProperties, stage: number, own: FoundBuild[],
): Promise<void> {
  const started: FoundBuild[] = [];
  for (const [number, build] of properties.stages[stage].entries()) {
    const key = buildKey(stage, number);
    if (own.some(found => found.key === key)) {
      continue;
    }
    try {
      started.push(foundBuild(services, await startBuild(services, event, properties, build, key)));
    } catch (error) {
      const reason = refusal(`${build.name} could not be started in the CodeBuild project ${build.project}`, error);
      if (reason !== error) {
        await stopBuilds(services, [...own, ...started]);
      }
      throw reason;
    }
  }
}

/** The same build is started once, however often this is called within five minutes. */
async function startBuild(
  services: Services, event: ResourceEvent, properties: ImageProperties, build: BuildProperties, key: string,
): Promise<Build> {
  const command = new StartBuildCommand({
    projectName: build.project,
    sourceLocationOverride: build.source,
    environmentVariablesOverride: variables(event, properties, build, key),
    idempotencyToken: sha256(JSON.stringify([event.RequestId, event.LogicalResourceId, key])),
  });
  const { build: answer = {} } = await withPermission(services, () => services.codeBuild.send(command));
  console.log(`started ${build.name}: ${answer.id}`);
  return answer;
}

function variables(event: ResourceEvent, properties: ImageProperties, build: BuildProperties, key: string): EnvironmentVariable[] {
  const { contentTag, buildArgs, stages } = properties;
  const isOfFirstStage = stages[0].includes(build);
  const values: Record<string, string> = {
    ...build.environment,
    CONTENT_TAG: contentTag,
    REQUEST_ID: event.RequestId,
    RESOURCE_ID: resourceIdOf(event),
    BUILD_KEY: key,
    ...(isOfFirstStage && buildArgs ? { BUILD_ARGS: JSON.stringify(buildArgs) } : {}),
  };
  return Object.entries(values).map(([name, value]) => ({ name, value, type: 'PLAINTEXT' }));
}
