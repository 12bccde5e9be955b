import { readGitCommit } from '../../project/index';
import { DeliveryError } from '../delivery-error';
import { requireTag } from './tag-rules';

/** Options of a tag from the version of the package. */
export interface PackageVersionTagOptions {
  /**
   * What the tag begins with, such as `v`.
   *
   * @default - nothing before the version
   */
  readonly prefix?: string;
}

/** Options of a tag from the git commit. */
export interface GitCommitTagOptions {
  /**
   * What the tag begins with, such as `git-`.
   *
   * @default - nothing before the commit
   */
  readonly prefix?: string;

  /**
   * How many digits of the commit, from 7 to 64.
   *
   * @default - all of them
   */
  readonly length?: number;
}

/** What a tag is made from. */
export interface TagSubject {
  /** The tag that changes if and only if the content of the image does. */
  readonly contentTag: string;
  /** The version in `package.json`. */
  readonly packageVersion?: string;
  /** The absolute path of the project. */
  readonly directory: string;
}

/** A tag as the registry takes it. */
export interface ResolvedTag {
  /** The tag; it may hold a token. */
  readonly tag: string;
  /** Whether it may be moved from one image to another. */
  readonly moving: boolean;
}

/** As many tags as an image is given. */
const MOST_TAGS = 20;

/**
 * A tag of an image. All but `moving()` name one image for good: where a repository already holds such a tag on another
 * image, the deployment fails.
 *
 * A tag is 1 to 128 letters, digits, `_`, `.` and `-`, and begins with neither `.` nor `-`. Tags that begin with `cache-`
 * or `deployed-` are reserved.
 */
export class ImageTag {
  /** A tag that changes if and only if the build context or the Dockerfile changes. */
  public static contentHash(): ImageTag {
    return new ImageTag('ImageTag.contentHash()', false, subject => subject.contentTag);
  }

  /**
   * A tag that you choose, and that names one image for good.
   *
   * @param tag Such as `1.4.2`. It may be known only while deploying, such as the value of a parameter; then the
   * registry checks it and not the synthesis.
   */
  public static fixed(tag: string): ImageTag {
    requireTag(tag, 'ImageTag.fixed()');
    return new ImageTag('ImageTag.fixed()', false, () => tag);
  }

  /**
   * A tag that each deployment moves to its image. The repository has to allow this: name it in `movingTags` of
   * `ImageRepository`.
   *
   * @param tag Such as `latest` or `main`. It may be known only while deploying, as for `fixed()`.
   */
  public static moving(tag: string): ImageTag {
    requireTag(tag, 'ImageTag.moving()');
    return new ImageTag('ImageTag.moving()', true, () => tag);
  }

  /**
   * The version in `package.json`. A `+`, which no tag can hold, becomes `_`: `1.4.2+build.7` is tagged `1.4.2_build.7`.
   *
   * Every change of the image needs another version, or its deployment fails.
   */
  public static packageVersion(options: PackageVersionTagOptions = {}): ImageTag {
    return new ImageTag('ImageTag.packageVersion()', false, ({ packageVersion, directory }) => {
      if (!packageVersion) {
        throw new DeliveryError(`ImageTag.packageVersion(): package.json of ${directory} has no version, received ${JSON.stringify(packageVersion ?? null)}; `
          + 'set "version", or use another tag');
      }
      return `${options.prefix ?? ''}${packageVersion.replace(/\+/g, '_')}`;
    });
  }

  /**
   * The commit that is checked out in the git repository of the project, read from its files.
   *
   * Changes that are not committed are not seen: an image with such changes gets the tag of the commit before them. Where
   * that tag is taken by another image, the deployment fails.
   */
  public static gitCommit(options: GitCommitTagOptions = {}): ImageTag {
    const { prefix = '', length = 64 } = options;
    if (!Number.isInteger(length) || length < 7 || length > 64) {
      throw new DeliveryError(`ImageTag.gitCommit(): length must be a whole number from 7 to 64, received ${length}`);
    }
    return new ImageTag('ImageTag.gitCommit()', false, ({ directory }) => `${prefix}${readGitCommit(directory, 'ImageTag.gitCommit()').slice(0, length)}`);
  }

  private constructor(private readonly source: string, private readonly isMoving: boolean, private readonly tagOf: (subject: TagSubject) => string) {
  }

  /**
   * The tag of an image.
   *
   * @internal
   */
  public _resolve(subject: TagSubject): ResolvedTag {
    return { tag: requireTag(this.tagOf(subject), this.source), moving: this.isMoving };
  }
}

/**
 * The tags of an image, in the order given.
 *
 * @throws if there is none or are too many, or two are the same
 */
export function resolveTags(tags: ImageTag[], subject: TagSubject): ResolvedTag[] {
  if (tags.length < 1 || tags.length > MOST_TAGS) {
    throw new DeliveryError(`tags must hold 1 to ${MOST_TAGS} tags, received ${tags.length}`);
  }
  const resolved = tags.map(tag => tag._resolve(subject));
  const twice = resolved.find(({ tag }, index) => resolved.findIndex(other => other.tag === tag) !== index);
  if (twice) {
    throw new DeliveryError(`tags must be different from one another, received ${JSON.stringify(twice.tag)} twice`);
  }
  return resolved;
}
