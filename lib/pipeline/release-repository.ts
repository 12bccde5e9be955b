import { Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ImageRepository } from '../delivery/repository/image-repository';
import { MOST_MOVING_TAGS } from '../delivery/repository/moving-tags';
import { ImageTag } from '../delivery/tags/image-tag';
import { PipelineError } from './pipeline-error';
import { PipelineSource } from './source/pipeline-source';

/**
 * A repository that lets move those tags that are to be moved.
 *
 * @throws PipelineError where they are more than ECR takes patterns of.
 */
export function releaseRepository(scope: Construct, tags: readonly ImageTag[]): ImageRepository {
  const moving = tags.map(({ _plan }) => _plan)
    .flatMap(plan => plan.moving && plan.text !== undefined && !Token.isUnresolved(plan.text) ? [plan.text] : []);
  const movingTags = [...new Set(moving)];
  if (movingTags.length > MOST_MOVING_TAGS) {
    throw new PipelineError(`the repository of the pipeline can let ${MOST_MOVING_TAGS} tags move by their names, received ${JSON.stringify(movingTags)} from "tags" and the environments; `
      + 'give environments tags that begin alike, such as ImageTag.moving("environment-staging"), and as "repository" an ImageRepository with movingTags like ["environment-*"]');
  }
  return new ImageRepository(scope, 'Repository', { movingTags: movingTags.length ? movingTags : undefined });
}

/** Refuses a tag that a source cannot give. */
export function requireCommits(source: PipelineSource, tags: readonly ImageTag[] = []): void {
  if (!source._definition.hasCommits && tags.some(({ _plan }) => _plan.kind === 'commit')) {
    throw new PipelineError('tags holds ImageTag.gitCommit(), and a source in S3 has no commits; use another tag, or another source');
  }
}
