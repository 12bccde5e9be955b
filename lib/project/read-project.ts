import { outsidePrograms } from './build/outside-programs';
import { toolCaches } from './build/tool-caches';
import { WrittenDirectory } from './model/written-directory';
import { NodejsDirectoryOptions, NodejsProjectProps } from './nodejs-project-options';
import { prismaDatabase } from './prisma/prisma-database';
import { ProjectReader } from './project-reader';
import { ProjectReading } from './project-reading';
import { CHECKS } from './project-warnings';
import { calledPrograms } from './running/called-programs';
import { drawnText } from './running/drawn-text';
import { packagesByHand } from './running/packages-by-hand';
import { writtenByProcessFiles } from './running/process-files';
import { variablesByHand } from './running/variables-by-hand';
import { writtenByPrograms } from './running/writing-programs';
import { writtenDirectories } from './running/written-directories';
import { runningShell } from './scripts/script-shell';
import { withFramework } from './start/framework-start';
import { withNpmVariables } from './start/npm-variables';
import { hasScript, resolveScript } from './start/resolve-script';
import { testFlaws } from './tests/test-flaws';
import { PackageLocation } from './workspace/package-location';

/**
 * Facts and checks, in the order in which facts and warnings stand. It is not the order in which things are found out: what
 * needs another one asks for it.
 */
export const ORDER = [
  'description', 'nodeVersion', 'packageManager', 'configuration', 'tokens', 'missingPeers', 'lockfiles', 'productionDependencies',
  'buildScript', 'buildCommands', 'framework', 'start', 'buildOutput', 'frameworkFiles', 'testScript', 'testNeedsBuild', 'runtimes',
  'listening', 'port', 'startCommand', 'debugger', 'gitCalls', 'install', 'prisma', 'localFiles', 'unbuilt', 'shared', 'nestedPackages',
  'productionPackages', 'manifestFiles', 'rootMembers', 'linkedDirectories', 'imports', 'injectedPackages', 'nativeModules',
  'dependencies', 'dependencyScripts', 'installation', 'buildOnlyFiles', 'infrastructure', 'deployedByItself', 'rootEntries',
] as const satisfies readonly (keyof ProjectReader | keyof typeof CHECKS)[];

/**
 * Finds out everything about a project: from its files, and from the props that override what is detected.
 *
 * @throws ProjectError if the project cannot be read, contradicts itself, or needs what is not supported
 */
export function readProject(declared: PackageLocation, props: NodejsProjectProps & NodejsDirectoryOptions): ProjectReading {
  const reader = new ProjectReader(declared, props);
  ORDER.forEach(question => question in CHECKS
    ? reader.check(question, CHECKS[question as keyof typeof CHECKS])
    : reader[question as keyof ProjectReader]);
  reader.findings.sort(ORDER);
  return { ...factsOf(reader), ...questionsTo(reader) };
}

function factsOf(reader: ProjectReader) {
  const { files, manifest, shared, findings } = reader;
  return {
    directory: files.directory,
    packageName: manifest.name,
    packageVersion: manifest.version,
    packageManager: reader.packageManager,
    lockfile: reader.lockfiles.own,
    nodeVersion: reader.nodeVersion,
    scripts: manifest.scripts,
    productionDependencies: reader.productionDependencies,
    testScript: reader.testScript,
    testNeedsBuild: reader.testNeedsBuild,
    buildScript: reader.buildScript,
    buildCommands: reader.buildCommands,
    buildOutput: reader.buildOutput,
    framework: reader.framework?.framework.name,
    ...reader.frameworkFiles,
    startCommand: reader.startCommand,
    manifestFiles: reader.manifestFiles,
    dependencyScripts: reader.dependencyScripts,
    generatedModules: [...reader.prisma.generatedModules],
    nestedPackages: reader.nestedPackages,
    runtimes: reader.runtimes,
    productionPackages: reader.productionPackages,
    linkedDirectories: reader.linkedDirectories,
    rootMembers: reader.rootMembers,
    injectedPackages: reader.injectedPackages,
    sharingPackages: reader.sharingPackages,
    installScripts: [...reader.install.scripts, ...shared?.installScripts ?? []],
    installVariables: reader.installVariables,
    installation: reader.installation,
    nativeModules: reader.nativeModules,
    rootEntries: reader.rootEntries,
    buildOnlyFiles: reader.buildOnlyFiles,
    infrastructure: reader.infrastructure,
    allow: { ...reader.props.allow },
    workspace: shared?.workspace,
    port: reader.port,
    portVariables: reader.portVariables,
    facts: findings.facts,
    warnings: findings.warnings,
  };
}

/** Questions that are asked of a project later. */
function questionsTo(reader: ProjectReader) {
  const { files, packages, scriptContext, framework, npmVariables } = reader;
  return {
    testFlaws: (source: Parameters<ProjectReading['testFlaws']>[0]) => testFlaws(files, packages, source),
    programsOf: (script: string) => outsidePrograms(packages, script),
    calledPrograms: () => calledPrograms(reader.runningProgram, { packages, manifest: reader.manifest, lockfile: scriptContext.lockfile }),
    drawnText: () => drawnText(reader.runningProgram),
    binDirectories: () => scriptContext.manager.runBin ? undefined : scriptContext.binDirectories ?? ['node_modules/.bin'],
    packagesByHand: () => packagesByHand(reader.dockerfile),
    variablesByHand: () => variablesByHand(reader.dockerfile),
    shellFor: (text: string) => runningShell(scriptContext.scriptShell, text),
    writtenDirectories: () => [...writtenDirectories(reader.runningProgram), ...ofPrisma(reader), ...ofStart(reader)],
    resolveScript: (name: string) => {
      if (!hasScript(scriptContext, name)) return undefined;
      const { command } = withFramework(scriptContext, framework, name, resolveScript(scriptContext, name));
      return command && withNpmVariables(command, npmVariables);
    },
    toolCaches: () => toolCaches(reader),
    kindOf: (path: string) => files.onDisk ? files.kind(path) ?? 'none' as const : undefined,
  };
}

function ofPrisma({ files, manifest }: ProjectReader): WrittenDirectory[] {
  const database = prismaDatabase(files, manifest);
  return database ? [{ directory: database.directory, writer: database.schema, by: '@prisma/client', variables: [] }] : [];
}

function ofStart({ sources, packages, startCommand }: ProjectReader): WrittenDirectory[] {
  return [...writtenByPrograms(packages, startCommand), ...writtenByProcessFiles(sources, packages, startCommand)];
}
