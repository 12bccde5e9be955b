import { resolve } from 'path';
import { overridesIn } from './directory-overrides';
import { AllowedPaths } from './files/allowed-paths';
import { keyOf, once } from './files/seen-disk';
import { NodejsDirectoryOptions } from './nodejs-project-options';
import { ProjectReading } from './project-reading';
import { readProject } from './read-project';
import { locateOnDisk } from './workspace/package-location';

/** Reads a project on disk, once for all who ask with the same options while the disk is seen once. */
export function readOnDisk(root: string | undefined, directory: string, options: NodejsDirectoryOptions): ProjectReading {
  const overrides = overridesIn(options);
  return once('project', keyOf([root, resolve(directory), options.projectRoot, overrides]), () => {
    const allowed = new AllowedPaths(options.allow ?? {});
    return readProject(locateOnDisk(directory, options.projectRoot, options.startCommand !== undefined, root, allowed), overrides);
  });
}
