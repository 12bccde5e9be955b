import { createHash } from 'crypto';
import { Tag, ToldOfImage } from '../context-program';
import { StepFailure } from '../step';
import { World } from '../world/world';

/** A build context that was made, as far as the build needs to know. */
export interface Prepared extends ToldOfImage {
  /** The tags of the image where it is released. */
  readonly tags: readonly Tag[];
}

/** Names of the facts, by the name of the variable that it was. */
const TOLD = { contentTag: 'CONTENT_TAG', gates: 'GATES', cacheStages: 'CACHE_STAGES', baseImages: 'BASE_IMAGES', tags: 'TAGS' } as const;

/**
 * Preparation of a build by the program that made its context, for the base images and arguments of this run.
 *
 * @throws StepFailure where it does not tell something
 */
export function preparedOf(told: Partial<ToldOfImage>, variables: World['variables']): Prepared {
  const missing = Object.entries(TOLD).find(([key]) => told[key as keyof ToldOfImage] === undefined || told[key as keyof ToldOfImage] === null);
  if (missing) {
    throw new StepFailure(`the program that makes the build context did not tell ${missing[1]}`);
  }
  const { contentTag, gates, unprovenGates, cacheStages, baseImages, tags } = told as ToldOfImage;
  const { DERIVE_ARGS = '', DERIVE_FROM = '' } = variables;
  const derived = derivedTag(contentTag, DERIVE_ARGS, DERIVE_FROM);
  const renamed = tags.map(({ tag, moving }) => ({ tag: tag === contentTag ? derived : tag, moving }));
  const known = { contentTag: derived, gates, ...unprovenGates ? { unprovenGates } : {}, cacheStages, baseImages };
  return { ...known, tags: releaseTags(renamed, derived, DERIVE_FROM) };
}

/** Values that were not known at synthesis make another image of the same sources: build arguments, and the base images of this run. */
export function derivedTag(contentTag: string, args: string, from: string): string {
  return args + from === '' ? contentTag : createHash('sha256').update(`${contentTag}\n${args}\n${from}`).digest('hex').slice(0, 32);
}

/**
 * The image of the same sources on other base images gets the tags that move, and that of its content. A commit or a version names
 * the image that has it.
 */
export function releaseTags(tags: readonly Tag[], contentTag: string, from: string): readonly Tag[] {
  return from === '' || from === 'current' ? tags : [{ tag: contentTag, moving: false }, ...tags.filter(({ moving }) => moving)];
}
