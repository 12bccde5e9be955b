import { resolve } from 'path';
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

/**
 * The overrides and nothing else, whatever the object holds beside them.
 */
function overridesIn(options: NodejsDirectoryOptions): NodejsDirectoryOptions {
  return {
    packageManager: options.packageManager,
    nodeVersion: options.nodeVersion,
    buildScript: options.buildScript,
    buildOutput: options.buildOutput,
    testScript: options.testScript,
    testNeedsBuild: options.testNeedsBuild,
    startCommand: options.startCommand,
    manifestFiles: options.manifestFiles,
    installScripts: options.installScripts,
    dependencyScripts: options.dependencyScripts,
    nativeModules: options.nativeModules,
    port: options.port,
    rootFiles: options.rootFiles,
    allow: options.allow,
  };
}
