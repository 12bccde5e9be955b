import { ProjectFiles } from '../files/project-files';
import { Manifest, scriptOf } from '../manifest/manifest';
import { PROCFILE_WEB } from '../manifest/other-starts';
import { PackageReader } from '../manifest/package-reader';
import { Packages } from '../manifest/packages';
import { Findings } from '../model/findings';
import { PackageManager } from '../package-managers/package-manager';
import { buildingSteps, buildStepFilter, keyOf } from './build-steps';

/**
 * Scripts that start an application.
 */
const START_SCRIPTS = ['start', 'start:prod', 'start:production', PROCFILE_WEB];

/**
 * Questions for finding out what a start script builds.
 */
export interface StartBuildReader {
  /** The packages as they are written. */
  readonly written: Packages;
  readonly packageManager: PackageManager;
  /** The script that starts the application, where the root of its monorepo says which. */
  readonly startScript: string | undefined;
}

/**
 * Command lines that the build runs beside its script, because a start script runs them in front of the application: at
 * start they could write nothing. None where a prop says that nothing is built.
 *
 * @param buildScript the script that builds, where there is one
 */
export function startBuilds(
  { written, packageManager: { _definition: manager }, startScript }: StartBuildReader, buildScript: string | undefined,
): string[] {
  // Where dependencies are in archives, no command of theirs is there for a shell.
  if (buildScript === '' || manager.runBin) return [];
  const names = startScript === undefined ? START_SCRIPTS : [startScript];
  const isBuilt = buildStepFilter(written, buildScript);
  const steps = names.filter(name => scriptOf(written.at('')!, name) !== undefined).flatMap(name => buildingSteps(written, name, isBuilt));
  return [...new Set(steps.map(keyOf))];
}

/**
 * Decides what the build runs beside its script.
 */
export function detectBuildCommands(
  reader: StartBuildReader & Pick<PackageReader, 'files' | 'findings'> & { readonly buildScript: string | undefined; readonly props: { readonly buildScript?: string } },
): string[] {
  const { files, buildScript, props, findings } = reader;
  const commands = startBuilds(reader, props.buildScript === '' ? '' : buildScript);
  warnOfDirectories(commands, findings);
  findings.decide('buildCommands', commands.join(' && '), files.manifestSource('scripts'), commands.length > 0
    ? 'the start script runs it in front of the application, where nothing can be written: it is part of the build' : 'the start script builds nothing else');
  return commands;
}

/**
 * The packages of a project with a script that stands for what the build runs where no script builds.
 */
export function withBuildScript(files: ProjectFiles, manifest: Manifest, commands: readonly string[]): Packages {
  return new Packages(files, { ...manifest, scripts: { ...manifest.scripts, build: commands.join(' && ') } });
}

/**
 * Warns of directories that a start script makes: in the image they are made by the build, and belong to root.
 */
function warnOfDirectories(commands: readonly string[], findings: Findings) {
  for (const command of commands) {
    const made = /^mkdir (?:-p |--parents )?([\w@.-][\w@./-]*)$/.exec(command)?.[1];
    if (made === undefined || commands.some(other => other !== command && other.includes(made))) continue;
    findings.warn('start-makes-directory', `a start script makes the directory ${made}, which is made in the build and cannot be written to by the container's user: if the application writes to it, set writableDirectories: [${JSON.stringify(made)}]`);
  }
}
