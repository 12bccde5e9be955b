import { Token } from 'aws-cdk-lib';
import { DeliveryError } from '../context/delivery-error';
import { readGitCommit } from '../project/index';
import { instanceOf, NUMBER, requireArgument, requireProps, shape, TEXT } from '../props/index';
import { ResolvedTag, resolveTag, resolveDefinitions, TagDefinition, TagSubject } from './tag-definition';
import { requireTag } from './tag-rules';

/** Options of a tag from the version of the package. */
export interface PackageVersionTagOptions {
  /**
   * Prefix of the tag, such as `v`.
   *
   * @default - nothing before the version
   */
  readonly prefix?: string;
}

/** Options of a tag from the git commit. */
export interface GitCommitTagOptions {
  /**
   * Prefix of the tag, such as `git-`.
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

export const PACKAGE_VERSION_TAG_OPTIONS = shape<PackageVersionTagOptions>('PackageVersionTagOptions', { prefix: TEXT });

export const GIT_COMMIT_TAG_OPTIONS = shape<GitCommitTagOptions>('GitCommitTagOptions', { prefix: TEXT, length: NUMBER });

/** Values that a tag is made from at synthesis. */
export interface ProjectTagSubject {
  /** The tag that changes if and only if the content of the image does. */
  readonly contentTag: string;
  /** The version in `package.json`. */
  readonly packageVersion?: string;
  /** The absolute path of the project. */
  readonly directory: string;
}

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
    return new ImageTag({ kind: 'content', source: 'ImageTag.contentHash()', moving: false });
  }

  /**
   * A tag that you choose, and that names one image for good.
   *
   * @param tag Such as `1.4.2`. It may be known only while deploying, such as the value of a parameter; then the
   * registry checks it and not the synthesis.
   * @throws if it is no tag, or a reserved one
   */
  public static fixed(tag: string): ImageTag {
    requireArgument('ImageTag.fixed()', 'tag', tag, TEXT, DeliveryError);
    requireTag(tag, 'ImageTag.fixed()', Token.isUnresolved(tag));
    return new ImageTag({ kind: 'text', source: 'ImageTag.fixed()', moving: false, text: tag });
  }

  /**
   * A tag that each deployment moves to its image. The repository has to allow this: name it in `movingTags` of
   * `ImageRepository`.
   *
   * @param tag Such as `latest` or `main`. It may be known only while deploying, as for `fixed()`.
   * @throws if it is no tag, or a reserved one
   */
  public static moving(tag: string): ImageTag {
    requireArgument('ImageTag.moving()', 'tag', tag, TEXT, DeliveryError);
    requireTag(tag, 'ImageTag.moving()', Token.isUnresolved(tag));
    return new ImageTag({ kind: 'text', source: 'ImageTag.moving()', moving: true, text: tag });
  }

  /**
   * The version in `package.json`. A `+`, which no tag can hold, becomes `_`: `1.4.2+build.7` is tagged `1.4.2_build.7`.
   *
   * Every change of the image needs another version, or its deployment fails.
   *
   * @throws if an option is not one that there is. A project without a version is told when the image is made.
   */
  public static packageVersion(options: PackageVersionTagOptions = {}): ImageTag {
    requireProps('ImageTag.packageVersion()', options, PACKAGE_VERSION_TAG_OPTIONS, DeliveryError);
    return new ImageTag({ kind: 'version', source: 'ImageTag.packageVersion()', moving: false, prefix: options.prefix });
  }

  /**
   * The commit that is checked out in the git repository of the project, read from its files.
   *
   * Changes that are not committed are not seen: an image with such changes gets the tag of the commit before them. Where
   * that tag is taken by another image, the deployment fails.
   *
   * @throws if the length is no whole number from 7 to 64. A project outside of a git repository is told when the image is made.
   */
  public static gitCommit(options: GitCommitTagOptions = {}): ImageTag {
    requireProps('ImageTag.gitCommit()', options, GIT_COMMIT_TAG_OPTIONS, DeliveryError);
    const { prefix = '', length = 64 } = options;
    if (!Number.isInteger(length) || length < 7 || length > 64) {
      throw new DeliveryError(`ImageTag.gitCommit(): length must be a whole number from 7 to 64, received ${length}`);
    }
    return new ImageTag({ kind: 'commit', source: 'ImageTag.gitCommit()', moving: false, prefix, length });
  }

  private constructor(
    /** @internal */
    public readonly _definition: TagDefinition) {
  }

  /**
   * The tag of an image.
   *
   * @internal
   */
  public _resolve(subject: ProjectTagSubject): ResolvedTag {
    return resolveTag(this._definition, subjectOf(subject));
  }
}

/**
 * The tags of an image, in the order given.
 *
 * @throws if there is none or are too many, or two are the same
 */
export function resolveTags(tags: ImageTag[], subject: ProjectTagSubject): ResolvedTag[] {
  return resolveDefinitions(tags.map(tag => tag._definition), subjectOf(subject));
}

function subjectOf(subject: ProjectTagSubject): TagSubject {
  return {
    ...subject,
    commit: requestedBy => readGitCommit(subject.directory, requestedBy),
    deferred: tag => Token.isUnresolved(tag),
  };
}

export const IMAGE_TAG = instanceOf('ImageTag', () => ImageTag, {
  example: 'ImageTag.contentHash()',
  instead: value => typeof value !== 'string' && typeof value !== 'number' ? undefined
    : `ImageTag.${/^v?\d+\.\d+/.test(String(value)) ? 'fixed' : 'moving'}(${JSON.stringify(String(value))})`,
});
