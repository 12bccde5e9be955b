import { Tag } from '../context-program';
import { StepFailure } from '../step';

/**
 * A value that one action of a pipeline hands on to another holds neither quotes nor spaces, because it is put into a text of JSON on
 * its way: tags as `fixed:TAG,moving:TAG` and builds as `ARN|STARTED|FINISHED,...`.
 */
const TAG = /^(fixed|moving):([^\n]+)$/;

/** A build that made an image, or a part of one. */
export interface Build {
  readonly arn: string;
  readonly started: string;
  readonly finished: string;
}

/**
 * The tags of a step beside those of a release that it has not itself. Another repository gets those of the release that name
 * the image for good; what moves there is its own affair.
 *
 * @param text What was handed on, as `fixed:1.4.2,moving:main`; empty where nothing was.
 * @param own The tags of the step.
 * @param sameRepository Whether the image stays in the repository of the release.
 */
export function withReleased(text: string, own: readonly Tag[], sameRepository: boolean): readonly Tag[] {
  if (text === '') return own;
  const released = text.split(',').map(part => {
    const [, kind, tag] = TAG.exec(part) ?? [];
    if (tag === undefined) {
      throw new StepFailure(`RELEASE_TAGS must be tags like fixed:1.4.2,moving:main, received "${text}"`);
    }
    return { tag, moving: kind === 'moving' };
  });
  return [...own, ...released.filter(({ tag, moving }) => (sameRepository || !moving) && !own.some(known => known.tag === tag))];
}

/** How tags are handed on. */
export function handedOn(tags: readonly Tag[]): string {
  return tags.map(({ tag, moving }) => `${moving ? 'moving' : 'fixed'}:${tag}`).join(',');
}

/**
 * The builds that are handed on.
 *
 * @param text As `ARN|STARTED|FINISHED,...`; empty where nothing was handed on.
 */
export function buildsOf(text: string): readonly Build[] {
  if (text === '') return [];
  return text.split(',').map(part => {
    const [arn, started, finished, ...more] = part.split('|');
    if (finished === undefined || more.length > 0) {
      throw new StepFailure(`BUILT must be builds like ARN|STARTED|FINISHED, received "${text}"`);
    }
    return { arn, started, finished };
  });
}
