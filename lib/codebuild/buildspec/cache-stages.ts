import { NodejsDockerfile } from '../../image/index';

/** The stages in which dependencies are installed. */
const INSTALLING = ['deps', 'prod-deps'];

/**
 * The stages that a registry cache holds, of those which there are: what is installed anew only if the lockfile changes.
 * Everything after them changes with every source, and what a gate did is never taken from a cache.
 */
export function cacheStages(dockerfile: NodejsDockerfile): string[] {
  return dockerfile.stages.map(({ name }) => name).filter(name => INSTALLING.includes(name));
}
