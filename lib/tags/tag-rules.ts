import { DeliveryError } from '../context/delivery-error';

/** Prefix of the tags of build caches. */
export const CACHE_TAG_PREFIX = 'cache-';

/**
 * Prefix of the tags that say which image a stack uses, whatever its other tags. Such a tag moves with each
 * deployment.
 */
export const DEPLOYED_TAG_PREFIX = 'deployed-';

/** Tags that a registry accepts. */
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;

/**
 * The tag, if a registry takes it and it is not one of ours.
 *
 * @param source What made the tag, for the message.
 * @param deferred Whether it is known only while deploying: then the registry checks it.
 */
export function requireTag(tag: string, source: string, deferred = false): string {
  const reserved = [CACHE_TAG_PREFIX, DEPLOYED_TAG_PREFIX].find(prefix => tag.startsWith(prefix));
  if (reserved) {
    throw new DeliveryError(`${source}: tags that begin with ${JSON.stringify(reserved)} are reserved, received ${JSON.stringify(tag)}; choose another tag or prefix`);
  }
  if (!deferred && !TAG.test(tag)) {
    throw new DeliveryError(`${source}: a tag must be 1 to 128 letters, digits, "_", "." and "-" and begin with neither "." nor "-", received ${JSON.stringify(tag)}`);
  }
  return tag;
}
