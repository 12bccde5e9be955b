import { Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ImageRepository } from '../delivery/repository/image-repository';
import { ImageTag } from '../delivery/tags/image-tag';
import { PipelineError } from './pipeline-error';
import { PipelineSource } from './source/pipeline-source';

/** A repository that lets move those tags that are to be moved. */
export function releaseRepository(scope: Construct, tags: readonly ImageTag[]): ImageRepository {
  const moving = tags.map(({ _plan }) => _plan)
    .flatMap(plan => plan.moving && plan.text !== undefined && !Token.isUnresolved(plan.text) ? [plan.text] : []);
  return new ImageRepository(scope, 'Repository', { movingTags: moving.length ? [...new Set(moving)] : undefined });
}

/** Refuses a tag that a source cannot give. */
export function requireCommits(source: PipelineSource, tags: readonly ImageTag[] = []): void {
  if (!source._definition.hasCommits && tags.some(({ _plan }) => _plan.kind === 'commit')) {
    throw new PipelineError('tags holds ImageTag.gitCommit(), and a source in S3 has no commits; use another tag, or another source');
  }
}
