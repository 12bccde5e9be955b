import { ImageTagMutabilityExclusionFilter, RepositoryProps, TagMutability } from 'aws-cdk-lib/aws-ecr';
import { DeliveryError } from '../../context/delivery-error';
import { globOf } from '../../project/text/glob';
import { CACHE_TAG_PREFIX, DEPLOYED_TAG_PREFIX } from '../../tags/tag-rules';

/** Tags that the deliveries move. */
const OURS = [`${CACHE_TAG_PREFIX}*`, `${DEPLOYED_TAG_PREFIX}*`];

/** ECR takes five patterns. */
export const MOST_MOVING_TAGS = 5 - OURS.length;

/** Which tags may be moved, as ECR's repository takes it. */
export function tagMutability(movingTags: string[] | undefined, given: RepositoryProps): RepositoryProps {
  const { imageTagMutability, imageTagMutabilityExclusionFilters } = given;
  if (movingTags && (imageTagMutability || imageTagMutabilityExclusionFilters)) {
    throw new DeliveryError(`movingTags (received ${JSON.stringify(movingTags)}) is for the default mutability, which imageTagMutability and `
      + 'imageTagMutabilityExclusionFilters replace; give one of them');
  }
  if (imageTagMutability) {
    return { imageTagMutability, imageTagMutabilityExclusionFilters };
  }
  return {
    imageTagMutability: TagMutability.IMMUTABLE_WITH_EXCLUSION,
    imageTagMutabilityExclusionFilters: imageTagMutabilityExclusionFilters
      ?? [...OURS, ...requireMovingTags(movingTags ?? [])].map(pattern => ImageTagMutabilityExclusionFilter.wildcard(pattern)),
  };
}

/** The patterns of tags that may be moved; undefined where filters were given, which do not tell theirs. */
export function movablePatterns(movingTags: string[] = [], given: RepositoryProps): string[] | undefined {
  if (given.imageTagMutabilityExclusionFilters) return undefined;
  if (given.imageTagMutability === undefined) return [...OURS, ...movingTags];
  return given.imageTagMutability === TagMutability.MUTABLE ? ['*'] : [];
}

/** True if a tag is one of a pattern, in which `*` stands for any characters. */
export function wildcardMatches(pattern: string, tag: string): boolean {
  return globOf(pattern, { dot: true, starsOnly: true })(tag);
}

function requireMovingTags(patterns: string[]): string[] {
  if (patterns.length > MOST_MOVING_TAGS) {
    throw new DeliveryError(`movingTags must hold at most ${MOST_MOVING_TAGS} patterns, received ${JSON.stringify(patterns)}`);
  }
  patterns.forEach((pattern, index) => {
    if (!/^[0-9A-Za-z._*-]{1,128}$/.test(pattern) || pattern.split('*').length > 3) {
      throw new DeliveryError(`movingTags must be 1 to 128 letters, digits, "_", ".", "-" and at most two "*" each, received ${JSON.stringify(pattern)}`);
    }
    if (/^\*+$/.test(pattern)) {
      throw new DeliveryError(`movingTags would let every tag be moved, received ${JSON.stringify(pattern)}; if that is meant, set imageTagMutability to TagMutability.MUTABLE`);
    }
    if (patterns.indexOf(pattern) !== index) {
      throw new DeliveryError(`movingTags must be different from one another, received ${JSON.stringify(pattern)} twice`);
    }
  });
  return patterns;
}
