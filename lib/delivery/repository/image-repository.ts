import { RemovalPolicy, Token } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { Construct } from 'constructs';
import { DeliveryError } from '../../context/delivery-error';
import { instanceOf, listOf, NUMBER, requireProps, shape, TEXT } from '../../props/index';
import { CACHE_TAG_PREFIX, DEPLOYED_TAG_PREFIX } from '../../tags/tag-rules';
import { defaultLifecycleRules, FIRST_ADDED_PRIORITY, LAST_ADDED_PRIORITY } from './lifecycle-rules';
import { ManagedSigning } from './managed-signing';
import { movablePatterns, tagMutability, wildcardMatches } from './moving-tags';

const MARK = Symbol.for('cdk-nodejs-image.ImageRepository');

/** As many releases as are kept: two months of daily ones. */
const DEFAULT_RELEASES = 50;

/**
 * Properties of a repository for images. Those of ECR's own repository override the values set here:
 *
 * - `imageTagMutability` is IMMUTABLE_WITH_EXCLUSION, with `cache-*`, `deployed-*` and `movingTags` for
 *   `imageTagMutabilityExclusionFilters`. Where you give one of them, keep `cache-*` and `deployed-*` movable if the
 *   deliveries of this library use the repository.
 * - `imageScanOnPush` is true. ECR ignores it where the registry has rules for scanning of its own.
 * - `encryption` is KMS, with the key that AWS manages for ECR unless there is an `encryptionKey`: there is no charge for
 *   having it, every use of it is in CloudTrail, and who pulls needs no permission for it. AES_256 makes no requests to KMS
 *   at all. Neither can be changed later but by a new repository.
 * - `removalPolicy` is RETAIN_ON_UPDATE_OR_DELETE: images outlive the stack. A repository whose first deployment is rolled
 *   back goes, with all that is in it: nothing uses it, and the next attempt takes its name again.
 * - `lifecycleRules` keep what is deployed, and the build caches that builds read, expire images without a tag after 7 days,
 *   and others when there are `keepReleases` newer ones. Rules that you give replace all of these, also the one that keeps what is
 *   deployed; to add a rule call `addLifecycleRule()`.
 */
export interface ImageRepositoryProps extends ecr.RepositoryProps {
  /**
   * How many of the newest images with a tag are kept: a whole number, from one on. An image that a deployment of this library
   * uses is kept whatever its age, and counts; so does a build cache. An image of several architectures counts once for each of
   * them and once as a whole.
   *
   * Not together with `lifecycleRules`.
   *
   * @default 50
   */
  readonly keepReleases?: number;

  /**
   * Tags that may be moved from one image to another, such as `latest` or `branch-*`. At most three; `*` stands for any
   * characters, and may come twice in one. All other tags name one image for good.
   *
   * Not together with `imageTagMutability` or `imageTagMutabilityExclusionFilters`.
   *
   * @default - none but `cache-*` and `deployed-*`, which the deliveries of this library move
   * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageTagMutabilityExclusionFilter.html
   */
  readonly movingTags?: string[];

  /**
   * Signatures of Notation that ECR makes when an image is pushed. Who is allowed to push by this construct is allowed to have
   * it signed.
   *
   * @default - ECR signs nothing
   */
  readonly managedSigning?: ManagedSigning;
}

/** Properties that are checked: those of ECR's own repository are for the CDK to check. */
const OWN_PROPS = shape<Pick<ImageRepositoryProps, 'keepReleases' | 'movingTags' | 'managedSigning'>>('ImageRepositoryProps', {
  keepReleases: NUMBER,
  movingTags: listOf(TEXT),
  managedSigning: instanceOf('ManagedSigning', () => ManagedSigning, { example: 'new ManagedSigning(this, "Signing")' }),
});

/**
 * A repository of ECR with the defaults of somebody who has run one: tags that name one image for good, scanning,
 * encryption, and a lifecycle that keeps the newest releases and whatever is deployed. Every default has a prop.
 *
 * The deliveries of this library put a tag `deployed-...` on the image that a stack uses. That is how the lifecycle
 * knows.
 *
 * @resource AWS::ECR::Repository
 * @example
 * import { Stack } from 'aws-cdk-lib';
 * import { ImageRepository } from 'cdk-nodejs-image';
 *
 * declare const stack: Stack;
 * const repository = new ImageRepository(stack, 'Images', {
 *   repositoryName: 'team/api',
 *   movingTags: ['latest', 'branch-*'],
 *   keepReleases: 20,
 * });
 */
@propertyInjectable
export class ImageRepository extends ecr.Repository {
  /** The id by which `PropertyInjectors` of the CDK know this class. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-nodejs-image.ImageRepository';

  /** True if a value is such a repository, also one of another copy of this library. */
  public static isImageRepository(x: any): x is ImageRepository {
    return x !== null && typeof x === 'object' && MARK in x;
  }

  /** Prefix of the tags of build caches. They may be moved, and expire. */
  public readonly cacheTagPrefix: string = CACHE_TAG_PREFIX;
  /** Prefix of the tags that keep deployed images. They may be moved, and do not expire. */
  public readonly deployedTagPrefix: string = DEPLOYED_TAG_PREFIX;

  /** The priorities of the rules, where the rules are those of this library and what was added to them. */
  private readonly priorities?: Set<number>;
  private readonly signing?: ManagedSigning;
  /** The patterns of tags that may be moved, where they are known. */
  private readonly movable?: string[];

  /**
   * @throws if a prop is not one that ECR takes, or contradicts another.
   */
  constructor(scope: Construct, id: string, props: ImageRepositoryProps = {}) {
    requireProps(`${scope.node.path}/${id}`, props, OWN_PROPS, DeliveryError, { open: true });
    super(scope, id, repositoryProps(props));
    if (!props.lifecycleRules) {
      this.priorities = new Set();
      defaultLifecycleRules(props.keepReleases ?? DEFAULT_RELEASES).forEach(rule => this.addLifecycleRule(rule));
    }
    if (props.removalPolicy === undefined && props.emptyOnDelete === undefined && props.autoDeleteImages === undefined) {
      // It is deleted when its own creation is rolled back, and never else: it may have images or caches by then.
      (this.node.defaultChild as ecr.CfnRepository).emptyOnDelete = true;
    }
    this.movable = movablePatterns(props.movingTags, props);
    this.signing = props.managedSigning;
    this.signing?.sign(this);
    Object.defineProperty(this, MARK, { value: true });
  }

  /** Allows pushing, and having signed what is pushed where ECR signs it. */
  public grantPush(grantee: IGrantable): Grant {
    this.signing?.grantSign(grantee);
    return super.grantPush(grantee);
  }

  /** Allows pulling and pushing, and having signed what is pushed where ECR signs it. */
  public grantPullPush(grantee: IGrantable): Grant {
    this.signing?.grantSign(grantee);
    return super.grantPullPush(grantee);
  }

  /**
   * Adds a rule for expiring images. One without a priority comes after the rules that keep what is deployed and build
   * caches and expire untagged images, and before the rule that keeps the newest releases: an image that it matches is not
   * expired by that rule.
   *
   * @throws if the rule has the priority of another one, or there are too many
   */
  public addLifecycleRule(rule: ecr.LifecycleRule): void {
    // called by the base class before the constructor of this one is done: those rules replace the default
    if (!this.priorities || isForAll(rule)) {
      return super.addLifecycleRule(rule);
    }
    const rulePriority = rule.rulePriority ?? this.nextPriority();
    if (this.priorities.has(rulePriority)) {
      throw new DeliveryError(`each rule of a lifecycle must have a rulePriority of its own, received ${rulePriority} a second time; `
        + `taken are ${[...this.priorities].sort((a, b) => a - b).join(', ')}`);
    }
    this.priorities.add(rulePriority);
    super.addLifecycleRule({ ...rule, rulePriority });
  }

  /**
   * True if a tag may be moved from one image to another. Undefined where that cannot be told now: the tag is known only
   * while deploying, or the repository has exemptions that were given as such.
   *
   * @internal
   */
  public _mayMove(tag: string): boolean | undefined {
    return Token.isUnresolved(tag) ? undefined : this.movable?.some(pattern => wildcardMatches(pattern, tag));
  }

  private nextPriority(): number {
    for (let priority = FIRST_ADDED_PRIORITY; priority <= LAST_ADDED_PRIORITY; priority++) {
      if (!this.priorities!.has(priority)) return priority;
    }
    throw new DeliveryError(`a lifecycle must have at most ${LAST_ADDED_PRIORITY - FIRST_ADDED_PRIORITY + 1} added rules, received one more`);
  }
}

/** True if a rule is for images with and without tags. Such a one has to be the last, and the base class puts it there. */
function isForAll(rule: ecr.LifecycleRule): boolean {
  return rule.tagStatus === ecr.TagStatus.ANY || (!rule.tagStatus && !rule.tagPrefixList && !rule.tagPatternList);
}

/** The props of the base class: those given, else our defaults. */
function repositoryProps(props: ImageRepositoryProps): ecr.RepositoryProps {
  const { keepReleases, movingTags, managedSigning: _, ...given } = props;
  requireRepositoryName(given.repositoryName);
  requireReleases(keepReleases, given.lifecycleRules);
  return {
    ...given,
    ...tagMutability(movingTags, given),
    imageScanOnPush: given.imageScanOnPush ?? true,
    encryption: given.encryption ?? ecr.RepositoryEncryption.KMS,
    removalPolicy: given.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  };
}

function requireReleases(keepReleases: number | undefined, rules: ecr.LifecycleRule[] | undefined): void {
  if (keepReleases === undefined) return;
  if (!Number.isInteger(keepReleases) || keepReleases < 1) {
    throw new DeliveryError(`keepReleases must be a whole number of 1 or more, received ${JSON.stringify(keepReleases)}`);
  }
  if (rules) {
    throw new DeliveryError(`keepReleases (received ${keepReleases}) is for the default rules, which lifecycleRules replace; give one of them, or add your rules by addLifecycleRule()`);
  }
}

/** Names that ECR accepts for a repository: words of lowercase letters and digits, each joined by one `.`, `_`, `-` or `/`. */
const NAME = /^[a-z0-9]+(?:[._/-][a-z0-9]+)*$/;

/** Refuses a name that ECR would refuse while deploying. What is known only then is passed through. */
export function requireRepositoryName(name: string | undefined): void {
  if (name === undefined || Token.isUnresolved(name)) return;
  if (name.length < 2 || name.length > 256 || !NAME.test(name)) {
    throw new DeliveryError('repositoryName must be 2 to 256 lowercase letters and digits, with single ".", "_", "-" and "/" between them, '
      + `received ${JSON.stringify(name)}`);
  }
}
