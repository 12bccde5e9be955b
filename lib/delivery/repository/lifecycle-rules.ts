import { Duration } from 'aws-cdk-lib';
import { LifecycleRule, TagStatus } from 'aws-cdk-lib/aws-ecr';
import { CACHE_TAG_PREFIX, DEPLOYED_TAG_PREFIX } from '../../tags/tag-rules';

/** The priorities of rules that are added to the default ones: after what is for certain images, before what is for all. */
export const FIRST_ADDED_PRIORITY = 100;
export const LAST_ADDED_PRIORITY = 999;

/**
 * More images than are deployed from one repository: each stack that uses an image has one tag on it, which moves. So the
 * rule expires nothing.
 */
const MORE_THAN_ARE_DEPLOYED = 9999;

/**
 * A cache has a tag for each stage and platform, which moves; the one before loses it. It is pushed when packages change and
 * read by every build, and ECR expires by what is pushed alone: by age, a cache that is read every day would go.
 */
const MORE_THAN_THERE_ARE_CACHES = 100;

/**
 * Keeps what is deployed and the newest releases.
 *
 * ECR applies the rules by priority, lowest first, and an image whose tags match a rule is not expired by a later one,
 * but is counted by it. The images of an image index do not expire before it.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
 */
export function defaultLifecycleRules(keepReleases: number): LifecycleRule[] {
  return [
    {
      rulePriority: 1,
      description: 'Keep what is deployed',
      tagStatus: TagStatus.TAGGED,
      tagPatternList: [`${DEPLOYED_TAG_PREFIX}*`],
      maxImageCount: MORE_THAN_ARE_DEPLOYED,
    },
    {
      rulePriority: 10,
      description: 'Expire images that lost their tags',
      tagStatus: TagStatus.UNTAGGED,
      maxImageAge: Duration.days(7),
    },
    {
      rulePriority: 20,
      description: 'Keep build caches',
      tagStatus: TagStatus.TAGGED,
      tagPatternList: [`${CACHE_TAG_PREFIX}*`],
      maxImageCount: MORE_THAN_THERE_ARE_CACHES,
    },
    {
      rulePriority: 1000,
      description: `Keep the newest ${keepReleases} releases`,
      tagStatus: TagStatus.TAGGED,
      tagPatternList: ['*'],
      maxImageCount: keepReleases,
    },
  ];
}
