import { Findings, listed } from '../model/findings';
import { ReleaseFile } from '../model/release-file';
import { StartCommand } from '../model/start-command';
import { DetectedFramework } from './detect-framework';

/**
 * The files that a framework decides about.
 */
export interface FrameworkFiles {
  readonly generatedDirectories: string[];
  readonly releaseFiles: ReleaseFile[];
  readonly needsProductionDependencies: boolean;
  /** The packages that are built into the server that starts; undefined where what it loads is not seen. */
  readonly builtInPackages?: string[];
  readonly writableDirectories: string[];
  readonly buildEnvironment: { [name: string]: string };
}

/**
 * Questions for deciding about the files of a framework.
 */
export interface FrameworkFilesReader {
  readonly framework: DetectedFramework | undefined;
  readonly start: { readonly command?: StartCommand };
  readonly findings: Findings;
}

/**
 * Decides what the server of a framework reads and writes.
 */
export function decideFrameworkFiles(
  { framework: detected, start: { command: start }, findings }: FrameworkFilesReader,
): FrameworkFiles {
  const reading = detected?.reading;
  const source = detected?.source ?? 'default';
  const generatedDirectories = [...reading?.generated ?? []];
  findings.decide('generatedDirectories', listed(generatedDirectories), source, detected ? `${detected.framework.name} writes there, and no server reads it` : 'no framework writes beside the build output');
  const serves = start?.framework !== undefined;
  const releaseFiles = serves ? [...reading?.releaseFiles ?? []] : [];
  const needsProductionDependencies = !serves || (reading?.needsProductionDependencies ?? true);
  const server = typeof reading?.server === 'object' ? reading.server : undefined;
  // One that reads more than the release files of the framework is its server all the same.
  const runs = serves || (server?.built !== undefined && start?.builtFile === server.built);
  const writableDirectories = runs ? [...reading?.writable ?? []] : [];
  const why = serves ? reading!.reason : detected ? `${detected.framework.name} does not serve the project` : 'no framework serves the project';
  findings.decide('releaseFiles', listed(releaseFiles.map(({ path, target }) => target === undefined ? path : `${path} as ${target}`)), source, why);
  findings.decide('needsProductionDependencies', String(needsProductionDependencies), source, needsProductionDependencies ? 'what is started reads node_modules' : why);
  findings.decide('writableDirectories', listed(writableDirectories), source, writableDirectories.length > 0 ? `${detected!.framework.name} writes its cache there` : why);
  const buildEnvironment = { ...reading?.buildEnvironment, ...serves ? server?.buildEnvironment : {} };
  const variables = Object.entries(buildEnvironment).map(([name, value]) => `${name}=${value}`);
  findings.decide('buildEnvironment', listed(variables), source, variables.length > 0 ? reading!.reason : 'no framework needs a variable to build');
  const builtInPackages = serves && reading?.builtIn ? [...reading.builtIn] : undefined;
  return { builtInPackages, generatedDirectories, releaseFiles, needsProductionDependencies, writableDirectories, buildEnvironment };
}
