import { DeliveryError } from '../context/delivery-error';
import { requireTag } from './tag-rules';

/** What a tag will be, as data: it is made where the image is planned, which may be long after the synthesis. */
export interface TagPlan {
  /** What it is made from. */
  readonly kind: 'content' | 'text' | 'version' | 'commit';
  /** What asked for it, for messages. */
  readonly source: string;
  /** Whether it may be moved from one image to another. */
  readonly moving: boolean;
  /** The tag, where it was chosen. */
  readonly text?: string;
  /** What it begins with. */
  readonly prefix?: string;
  /** How many digits of the commit it has. */
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
  /** The commit, in full; an error that begins with `requestedBy` where there is none. */
  commit(requestedBy: string): string;
  /** Whether a tag is known only while deploying. */
  deferred?(tag: string): boolean;
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

/** Makes a tag. */
export function resolveTag(plan: TagPlan, subject: TagSubject): ResolvedTag {
  const tag = `${plan.prefix ?? ''}${TEXTS[plan.kind](plan, subject)}`;
  return { tag: requireTag(tag, plan.source, subject.deferred?.(tag)), moving: plan.moving };
}

/**
 * Makes the tags of an image, in the order given.
 *
 * @throws if there is none or are too many, or two are the same
 */
export function resolveTagPlans(plans: readonly TagPlan[], subject: TagSubject): ResolvedTag[] {
  requireTagCount(plans.length);
  const resolved = plans.map(plan => resolveTag(plan, subject));
  const twice = resolved.find(({ tag }, index) => resolved.findIndex(other => other.tag === tag) !== index);
  if (twice) {
    throw new DeliveryError(`tags must be different from one another, received ${JSON.stringify(twice.tag)} twice`);
  }
  return resolved;
}

/** Refuses fewer tags than one, and more than an image is given. */
export function requireTagCount(count: number): void {
  if (count < 1 || count > MOST_TAGS) {
    throw new DeliveryError(`tags must hold 1 to ${MOST_TAGS} tags, received ${count}`);
  }
}

/** What each kind has behind its prefix. */
const TEXTS: { readonly [kind in TagPlan['kind']]: (plan: TagPlan, subject: TagSubject) => string } = {
  content: (_, { contentTag }) => contentTag,
  text: ({ text }) => text!,
  version: ({ source }, { packageVersion, directory }) => {
    if (!packageVersion) {
      throw new DeliveryError(`${source}: package.json of ${directory} has no version, received ${JSON.stringify(packageVersion ?? null)}; `
        + 'set "version", or use another tag');
    }
    return packageVersion.replace(/\+/g, '_');
  },
  commit: ({ source, length }, { commit }) => commit(source).slice(0, length),
};
