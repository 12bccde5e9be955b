import { ProjectFiles } from '../files/project-files';
import { Manifest, scriptOf } from '../manifest/manifest';
import { Packages } from '../manifest/packages';
import { Findings } from '../model/findings';
import { PackageManagerDefinition } from '../package-managers/definition';
import { buildingSteps, buildStepFilter, keyOf } from './build-steps';

/**
 * Scripts that start an application.
 */
const START_SCRIPTS = ['start', 'start:prod', 'start:production'];

/**
 * Command lines that the build runs beside its script, because a start script runs them in front of the application: at
 * start they could write nothing. None where a prop says that nothing is built.
 *
 * @param buildScript the script that builds, where there is one
 */
export function startBuilds(
  manifest: Manifest,
  packages: Packages,
  manager: PackageManagerDefinition,
  startScript: string | undefined,
  buildScript: string | undefined,
): string[] {
  // Where dependencies are in archives, no command of theirs is there for a shell.
  if (buildScript === '' || manager.runBin) return [];
  const names = startScript === undefined ? START_SCRIPTS : [startScript];
  const isBuilt = buildStepFilter(packages, buildScript);
  const steps = names.filter(name => scriptOf(manifest, name) !== undefined).flatMap(name => buildingSteps(packages, name, isBuilt));
  return [...new Set(steps.map(keyOf))];
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
export function warnOfDirectories(commands: readonly string[], findings: Findings) {
  for (const command of commands) {
    const made = /^mkdir (?:-p |--parents )?([\w@.-][\w@./-]*)$/.exec(command)?.[1];
    if (made === undefined || commands.some(other => other !== command && other.includes(made))) continue;
    findings.warn('start-makes-directory', `a start script makes the directory ${made}, which is made in the build and cannot be written to by the container's user: if the application writes to it, set writableDirectories: [${JSON.stringify(made)}]`);
  }
}
