import { Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ImageRecords } from '../delivery/repository/image-records';
import { ImageRepository } from '../delivery/repository/image-repository';
import { MOST_MOVING_TAGS } from '../delivery/repository/moving-tags';
import { ImageTag } from '../tags/image-tag';
import { PipelineError } from './pipeline-error';
import { PipelineSource } from './source/pipeline-source';

/**
 * A repository that lets move those tags that are to be moved.
 *
 * @throws PipelineError where they are more than ECR takes patterns of.
 */
export function releaseRepository(scope: Construct, tags: readonly ImageTag[]): ImageRepository {
  const moving = tags.map(({ _definition }) => _definition)
    .flatMap(plan => plan.moving && plan.text !== undefined && !Token.isUnresolved(plan.text) ? [plan.text] : []);
  const movingTags = [...new Set(moving)];
  if (movingTags.length > MOST_MOVING_TAGS) {
    throw new PipelineError(`the repository of the pipeline can let ${MOST_MOVING_TAGS} tags move by their names, received ${JSON.stringify(movingTags)} from "tags" and the environments; `
      + 'give environments tags that begin alike, such as ImageTag.moving("environment-staging"), and as "repository" an ImageRepository with movingTags like ["environment-*"]');
  }
  return ImageRecords.share(new ImageRepository(scope, 'Repository', { movingTags: movingTags.length ? movingTags : undefined }));
}

/** Refuses a tag that a source cannot give, and what a commit that nobody has reviewed would reach. */
export function requireTagsFit(
  source: PipelineSource, tags: readonly ImageTag[] = [], environments: ReadonlyArray<{ readonly name: string }> = [],
): void {
  const moving = tags.filter(({ _definition }) => _definition.moving).map(({ _definition }) => _definition.text);
  if (source._definition.buildsAnyTag && moving.length + environments.length > 0) {
    const reached = [...moving.map(tag => `the moving tag ${JSON.stringify(tag)}`), ...environments.map(({ name }) => `the environment ${JSON.stringify(name)}`)].join(' and ');
    throw new PipelineError(`gitTags runs the pipeline for a tag on any commit, one that nobody has reviewed, too, which would reach ${reached}; `
      + 'give them by "protectedGitTags" if the host of the repository lets only those push such tags who may release, or build tags by a pipeline or project of their own');
  }
  if (!source._definition.hasCommits && tags.some(({ _definition }) => _definition.kind === 'commit')) {
    throw new PipelineError('tags holds ImageTag.gitCommit(), and a source in S3 has no commits; use another tag, or another source');
  }
}
