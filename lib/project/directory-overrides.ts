import { NodejsDirectoryOptions } from './nodejs-project-options';

/**
 * The overrides and nothing else, whatever the object holds beside them.
 */
export function overridesIn(options: NodejsDirectoryOptions): NodejsDirectoryOptions {
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
