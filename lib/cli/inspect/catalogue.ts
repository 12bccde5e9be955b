/** The parts of what is said of a project, in the order in which a reader asks. */
export const GROUPS = {
  runtime: 'Node.js and packages',
  build: 'Build',
  start: 'Start',
  network: 'Network and health',
  release: 'Release',
  context: 'What stays out of the build',
  other: 'Also read',
} as const;

export type Group = keyof typeof GROUPS;

/** How a fact is shown. */
export interface Entry {
  readonly group: Group;
  /** Title. */
  readonly title: string;
  /** The prop that overrides it. */
  readonly prop?: string;
  /** Text shown where there is none; without it, such a fact is not shown. */
  readonly none?: string;
  /** Text shown for its value, where that is not for people. */
  readonly show?: (value: string) => string;
}

/** Every fact that is worth a line, in order. Those that are not here are shown under "Also read", by their names. */
export const FACTS: { readonly [fact: string]: Entry | undefined } = {
  nodeVersion: { group: 'runtime', title: 'Node.js', prop: 'nodeVersion' },
  packageManager: { group: 'runtime', title: 'package manager', prop: 'packageManager' },
  lockfile: { group: 'runtime', title: 'lockfile', none: 'none' },
  workspace: { group: 'runtime', title: 'package of', prop: 'projectRoot' },
  rootMembers: { group: 'runtime', title: 'monorepo of' },
  productionDependencies: { group: 'runtime', title: 'dependencies', none: 'none' },
  nativeModules: { group: 'runtime', title: 'native modules', show: value => value === 'none' ? '' : value },
  installScripts: { group: 'runtime', title: 'install scripts' },
  dependencyScripts: { group: 'runtime', title: 'and of packages', prop: 'installScripts' },
  installCache: { group: 'runtime', title: 'install cache', none: 'none' },
  installVariables: { group: 'runtime', title: 'install reads', prop: 'buildSecrets' },
  nestedPackages: { group: 'runtime', title: 'installs also' },
  productionPackages: { group: 'runtime', title: 'and for production' },
  linkedDirectories: { group: 'runtime', title: 'links to' },
  injectedPackages: { group: 'runtime', title: 'copies of' },
  runtimes: { group: 'runtime', title: 'other runtimes' },
  configuration: { group: 'runtime', title: 'settings' },

  framework: { group: 'build', title: 'framework' },
  buildScript: { group: 'build', title: 'script', prop: 'buildScript', none: 'none' },
  buildCommands: { group: 'build', title: 'and also' },
  buildOutput: { group: 'build', title: 'writes' },
  generatedDirectories: { group: 'build', title: 'and writes' },
  generatedModules: { group: 'build', title: 'generates' },
  buildEnvironment: { group: 'build', title: 'environment', prop: 'buildEnvironment' },
  buildOnlyFiles: { group: 'build', title: 'build alone has' },

  startCommand: { group: 'start', title: 'command', prop: 'startScript' },
  npmVariables: { group: 'start', title: 'npm variables' },
  writableDirectories: { group: 'start', title: 'writes to', prop: 'writableDirectories' },

  port: { group: 'network', title: 'port', prop: 'port', none: 'unknown' },
  listenAddress: { group: 'network', title: 'address' },
  fixedPort: { group: 'network', title: 'fixed port' },
  network: { group: 'build', title: 'may reach', prop: 'buildNetwork' },
  toolCaches: { group: 'build', title: 'keeps', prop: 'toolCaches' },

  runtimePackages: { group: 'release', title: 'packages' },
  release: { group: 'release', title: 'ships', prop: 'releaseFiles' },
  releaseFiles: { group: 'release', title: 'server reads' },
  needsProductionDependencies: { group: 'release', title: 'node_modules', prop: 'modulePruning', show: value => value === 'true' ? 'production dependencies' : 'none' },

  ignoredByGit: { group: 'context', title: 'ignored by git', prop: 'allow' },
  secrets: { group: 'context', title: 'secrets', prop: 'allow' },
  keptOut: { group: 'context', title: '.dockerignore' },
  infrastructureKeptOut: { group: 'context', title: 'infrastructure' },
  forPeople: { group: 'context', title: 'for people' },
  leftovers: { group: 'context', title: 'left by tools' },

  // what another line says, or what only says how something was read
  packageName: undefined,
  packageVersion: undefined,
  scripts: undefined,
  testScript: undefined,
  testNeedsBuild: undefined,
  manifestFiles: undefined,
  rootEntries: undefined,
  infrastructure: undefined,
};
