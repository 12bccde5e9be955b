import { BatchGetBuildsCommand, Build, ListBuildsForProjectCommand } from '@aws-sdk/client-codebuild';
import { refusal, withPermission } from './call';
import { Services } from './services';

/** A custom resource lives for an hour: whatever started before this is of no request that still runs. */
const RECENT = 2 * 60 * 60 * 1000;

/** A build that the handlers started. */
export interface FoundBuild {
  readonly build: Build;
  /** The request of CloudFormation that it was started for. */
  readonly requestId: string;
  /** Which of the request's builds it is: stage and number. */
  readonly key: string;
  /** When it started, in milliseconds since 1970. */
  readonly started: number;
}

/** The recent builds of a resource in these projects, the oldest first. */
export async function findBuilds(services: Services, projects: string[], resourceId: string): Promise<FoundBuild[]> {
  const found: FoundBuild[] = [];
  for (const project of projects) {
    try {
      for await (const build of recentBuilds(services, project)) {
        found.push(foundBuild(services, build));
      }
    } catch (error) {
      throw refusal(`the builds of the CodeBuild project ${project} could not be read`, error);
    }
  }
  return found
    .filter(({ build }) => variable(build, 'RESOURCE_ID') === resourceId)
    .sort((a, b) => a.started - b.started);
}

/** A build of CodeBuild with what the handlers know it by. */
export function foundBuild(services: Services, build: Build): FoundBuild {
  return {
    build,
    requestId: variable(build, 'REQUEST_ID') ?? '',
    key: variable(build, 'BUILD_KEY') ?? '',
    started: startOf(build, services),
  };
}

/** True if a build has not ended. */
export function isRunning({ build }: FoundBuild): boolean {
  return build.buildStatus === 'IN_PROGRESS';
}

/** The builds of a project, page by page, until they are too old to matter. */
async function* recentBuilds(services: Services, projectName: string): AsyncGenerator<Build> {
  const { codeBuild } = services;
  let nextToken: string | undefined;
  do {
    // No sort order: a project with more than a hundred builds refuses it. The newest come first anyway.
    const token = nextToken;
    const page = await withPermission(services, () => codeBuild.send(new ListBuildsForProjectCommand({ projectName, nextToken: token })));
    const ids = page.ids ?? [];
    if (ids.length === 0) {
      return;
    }
    const { builds = [] } = await withPermission(services, () => codeBuild.send(new BatchGetBuildsCommand({ ids })));
    yield* builds;
    nextToken = builds.some(build => startOf(build, services) < services.now() - RECENT) ? undefined : page.nextToken;
  } while (nextToken);
}

function startOf(build: Build, services: Services): number {
  return build.startTime?.getTime() ?? services.now();
}

function variable(build: Build, name: string): string | undefined {
  return build.environment?.environmentVariables?.find(item => item.name === name)?.value;
}
