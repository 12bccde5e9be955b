import { given } from '../world/variables';
import { World } from '../world/world';
import { BuildRecord } from './provenance';

/** Initiator of a build, as CodeBuild names it: `codepipeline/` and the name of the pipeline. */
const PIPELINE = /^codepipeline\/(.+)$/;

/** The ARN of a build: what comes before the kind, and the name of the project. */
const BUILD = /^(arn:[^:]+):codebuild:([^:]*):([^:]*):build\/([^:]+)/;

/**
 * Who built, as an account knows it: the ARN of the pipeline that runs this step, else that of the project that built. CodeBuild
 * tells it, and nothing that a project could say of itself.
 */
export function builderId(world: World, builds: readonly BuildRecord[]): string {
  const [, partition, region, account] = BUILD.exec(given(world, 'CODEBUILD_BUILD_ARN') ?? '') ?? [];
  const pipeline = PIPELINE.exec(given(world, 'CODEBUILD_INITIATOR') ?? '')?.[1];
  if (partition !== undefined && pipeline !== undefined) return `${partition}:codepipeline:${region}:${account}:${pipeline}`;
  return projectOf(builds[0]?.arn) ?? projectOf(given(world, 'CODEBUILD_BUILD_ARN')) ?? '';
}

function projectOf(build: string | undefined): string | undefined {
  const [, partition, region, account, project] = BUILD.exec(build ?? '') ?? [];
  return partition === undefined ? undefined : `${partition}:codebuild:${region}:${account}:project/${project}`;
}
