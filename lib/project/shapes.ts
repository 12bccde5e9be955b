import { BOOLEAN, instanceOf, listOf, mapOf, NUMBER, objectOf, oneOf, required, requireArgument, requireProps, shape, TEXT } from '../props/index';
import { InstallScript, InstallScriptNeeds } from './model/install-script';
import { InstallScripts } from './model/install-scripts';
import { NativeModules } from './model/native-modules';
import { NodejsVersion } from './model/nodejs-version';
import { ProjectError } from './model/project-error';
import { RootEntry } from './model/root-entry';
import { StartCommand } from './model/start-command';
import { NodejsDirectoryOptions, NodejsProjectOptions, NodejsProjectProps } from './nodejs-project-options';
import { knownManager } from './package-managers/list';
import { PackageManager } from './package-managers/package-manager';

export const NODEJS_VERSION = instanceOf('NodejsVersion', () => NodejsVersion, {
  example: 'NodejsVersion.of("24")',
  instead: value => {
    const version = /^\D{0,2}(\d+(?:\.\d+){0,2})/.exec(typeof value === 'string' || typeof value === 'number' ? String(value) : '')?.[1];
    return version && `NodejsVersion.of("${version}")`;
  },
});

export const PACKAGE_MANAGER = instanceOf('PackageManager', () => PackageManager, {
  example: 'PackageManager.NPM',
  instead: value => {
    const [, command = '', version] = /^(\w+)(?:@(\d+\.\d+\.\d+))?/.exec(typeof value === 'string' ? value.toLowerCase() : '') ?? [];
    const manager = knownManager(command, version)?.manager;
    const name = Object.entries(PackageManager).find(([, known]) => known === manager)?.[0];
    return manager && name && `PackageManager.${name}${version === undefined ? '' : `.version("${version}")`}`;
  },
});

export const INSTALL_SCRIPTS = instanceOf('InstallScripts', () => InstallScripts, {
  example: 'InstallScripts.none()',
  instead: value => {
    if (value === true) return 'InstallScripts.asConfigured()';
    const names = (Array.isArray(value) ? value : [value]).filter((name): name is string => typeof name === 'string' && /^(@[\w.-]+\/)?\w[\w.-]*$/.test(name));
    return names.length === 0 ? undefined : `InstallScripts.only(${JSON.stringify(names)})`;
  },
});

export const START_COMMAND = shape<StartCommand>('StartCommand', {
  argv: required(listOf(TEXT)),
  environment: mapOf(TEXT),
  shell: BOOLEAN,
  script: TEXT,
  entry: TEXT,
  developmentDependencies: BOOLEAN,
  staticFiles: TEXT,
  framework: TEXT,
  builtFile: TEXT,
  programs: listOf(TEXT),
});

export const INSTALL_SCRIPT = shape<InstallScript>('InstallScript', {
  name: required(TEXT),
  command: required(TEXT),
  needs: required(oneOf('InstallScriptNeeds', InstallScriptNeeds)),
  production: required(BOOLEAN),
  reason: required(TEXT),
  packagePath: TEXT,
});

export const ROOT_ENTRY = shape<RootEntry>('RootEntry', {
  name: required(TEXT),
  directory: required(BOOLEAN),
});

export const NODEJS_PROJECT_OPTIONS = shape<NodejsProjectOptions>('NodejsProjectOptions', {
  packageManager: PACKAGE_MANAGER,
  nodeVersion: NODEJS_VERSION,
  buildScript: TEXT,
  buildOutput: listOf(TEXT),
  testScript: TEXT,
  testNeedsBuild: BOOLEAN,
  startCommand: objectOf(START_COMMAND),
  manifestFiles: listOf(TEXT),
  installScripts: listOf(objectOf(INSTALL_SCRIPT)),
  dependencyScripts: INSTALL_SCRIPTS,
  nativeModules: oneOf('NativeModules', NativeModules),
  port: NUMBER,
});

export const NODEJS_DIRECTORY_OPTIONS = shape<NodejsDirectoryOptions>('NodejsDirectoryOptions', {
  ...NODEJS_PROJECT_OPTIONS.kinds,
  projectRoot: TEXT,
  rootFiles: listOf(TEXT),
  allow: mapOf(TEXT),
});

export const NODEJS_PROJECT_PROPS = shape<NodejsProjectProps>('NodejsProjectProps', {
  ...NODEJS_PROJECT_OPTIONS.kinds,
  directory: TEXT,
  packageName: TEXT,
  packageVersion: TEXT,
  lockfile: TEXT,
  scripts: mapOf(TEXT),
  productionDependencies: listOf(TEXT),
  nestedPackages: listOf(TEXT),
  rootEntries: listOf(objectOf(ROOT_ENTRY)),
});

/** Refuses what is no directory with options, before anything is read. */
export function requireDirectory(directory: unknown, options: NodejsDirectoryOptions): NodejsDirectoryOptions {
  requireArgument('NodejsProject.fromDirectory()', 'directory', directory, TEXT, ProjectError);
  requireProps('NodejsProject.fromDirectory()', options, NODEJS_DIRECTORY_OPTIONS, ProjectError);
  return options;
}

/** Refuses what describes no project. */
export function requireDescription(props: unknown): void {
  requireProps('NodejsProject.of()', props, NODEJS_PROJECT_PROPS, ProjectError);
}
