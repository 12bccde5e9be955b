import { IConstruct } from 'constructs';
import { NodejsDockerfile } from '../image/index';
import { SeenDisk } from '../project/kept-out';
import type { ContextCache, MaterialisedContext } from './materialise';

const CACHES = new WeakMap<IConstruct, ContextCache>();

/** The cache of the tree that a construct is in: files do not change during a synthesis, but may between two. */
export function contextCache(scope: IConstruct): ContextCache {
  const cache = CACHES.get(scope.node.root) ?? new Map();
  CACHES.set(scope.node.root, cache);
  return cache;
}

const DISKS = new WeakMap<IConstruct, SeenDisk>();

/** Memory of the disk for the tree that a construct is in. */
export function seenDisk(scope: IConstruct): SeenDisk {
  const disk = DISKS.get(scope.node.root) ?? new SeenDisk();
  DISKS.set(scope.node.root, disk);
  return disk;
}

/** An image that can be built. */
export interface PreparedImage {
  readonly dockerfile: NodejsDockerfile;
  readonly context: MaterialisedContext;
}

const IMAGES = new WeakMap<IConstruct, Map<string, PreparedImage>>();

/** Images of the tree that a construct is in, by the contents of their options. */
export function preparedImages(scope: IConstruct): Map<string, PreparedImage> {
  const images = IMAGES.get(scope.node.root) ?? new Map();
  IMAGES.set(scope.node.root, images);
  return images;
}
