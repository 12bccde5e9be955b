import { isWithin, NodejsProject, ProjectFact } from '../../project/index';
import { ImageError } from '../image-error';
import { inPackage } from '../paths';
import { ToolCaches } from '../tool-caches';

/** A directory that the builder keeps for the tools that build. */
export interface ToolCache {
  /** Two mounts of the same id are the same cache. */
  readonly id: string;
  /** Relative to where dependencies are installed. */
  readonly directory: string;
}

/** Paths that a Dockerfile takes as they stand. */
const PLAIN = /^[A-Za-z0-9_./@+-]+$/;

/** Decides what is kept. A directory that the image needs something of cannot be: what lies in a cache is in no layer. */
export function planToolCaches(project: NodejsProject, own: ToolCaches = ToolCaches.none()): ToolCache[] {
  if (!own.enabled || project.buildScript === undefined) return [];
  for (const directory of own.directories) {
    if (!PLAIN.test(directory)) throw new ImageError(`toolCaches has ${JSON.stringify(directory)}; use letters, digits and any of . _ - + @ /`);
    const lost = [...project.buildOutput, 'node_modules'].find(each => isWithin(directory, each));
    if (lost !== undefined) {
      throw new ImageError(`toolCaches has ${JSON.stringify(directory)}, which the image takes ${lost === directory ? 'its files' : JSON.stringify(lost)} from, `
        + 'and what lies in a cache is in no image; name the directory of the cache alone');
    }
  }
  const { key, directories } = project._reading.toolCaches();
  return [...new Set([...directories, ...own.directories.map(directory => inPackage(project, directory))])]
    .map(directory => ({ id: `nodejs-image-tools-${key}/${directory.replace(/[^A-Za-z0-9_./-]/g, '_')}`, directory }));
}

/** The fact that there are some. */
export function toolCachesFact(caches: readonly ToolCache[]): ProjectFact[] {
  return caches.length === 0 ? [] : [{
    name: 'toolCaches',
    value: caches.map(({ directory }) => directory).join(', '),
    source: 'props: toolCaches',
    reason: 'the builder keeps what tools of the build have there for the next build with the same lockfile; gates have none of it',
  }];
}
