import { IConstruct } from 'constructs';
import type { ContextCache } from './materialise';

const CACHES = new WeakMap<IConstruct, ContextCache>();

/** The cache of the tree that a construct is in: files do not change during a synthesis, but may between two. */
export function contextCache(scope: IConstruct): ContextCache {
  const cache = CACHES.get(scope.node.root) ?? new Map();
  CACHES.set(scope.node.root, cache);
  return cache;
}
