import * as path from 'path';
import { isManagerProgram, NodejsProject, ProjectWarning, runtimeOf } from '../../project/index';
import { NodejsDockerfileOptions } from '../nodejs-image-options';
import { inPackage, RELEASE, WORKDIR } from '../paths';
import { missingPrograms } from './base-programs';
import { installation, isPackaged, packageOf } from './program-packages';

/** The search path of official images. */
const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** No more warnings than are read. */
const MOST = 6;

/** Facts of the image so far. */
export interface CalledProgramsContext {
  readonly base: { readonly name: string; readonly shell: boolean; readonly path?: string };
  readonly options: NodejsDockerfileOptions;
  readonly warnings: ProjectWarning[];
}

/**
 * Plans how the application finds the programs that it calls: warns of those that the image does not have.
 *
 * @returns the search path by which it finds programs of its dependencies; undefined where it calls none by its name
 */
export function planCalledPrograms(project: NodejsProject, { base, options, warnings }: CalledProgramsContext): string | undefined {
  const environment = options.environment ?? {};
  const called = project._calledPrograms().filter(({ variables }) => !variables.some(name => Object.hasOwn(environment, name)));
  const customized = JSON.stringify(options.customize ?? []);
  const missing = new Set(missingPrograms(base.name, project.nodeVersion.line, called.filter(({ from }) => from === 'image').map(({ program }) => program)));
  const isInstalled = (program: string) => [program, packageOf(base.name, program)].some(word => customized.includes(word));
  const lacking = called.filter(({ program, from }) => from === 'image' ? missing.has(program) && !isInstalled(program) : from !== 'path');
  for (const { program, caller, from, package: name, variables } of lacking.slice(0, MOST)) {
    if (from === 'image') {
      const install = remedy(program, base);
      const told = variables.length > 0 ? `; where ${variables.join(' or ')} says which one, set that by "environment"` : '';
      warnings.push({
        id: 'called-program-missing',
        message: `${caller} runs ${program}, which neither a dependency nor the base image ${base.name} brings, so that it fails there unless it does without: ${install}${told}`,
      });
    } else if (from === 'development') {
      warnings.push({ id: 'called-development-program', message: `${caller} runs ${program} of ${name}, a development dependency, which is not in the image: move it to dependencies` });
    } else if (from === 'download') {
      warnings.push({ id: 'called-development-program', message: `${caller} runs ${program} by npx, and no dependency brings it, so that it is downloaded where the container runs: make it a dependency` });
    }
  }
  if (lacking.length > MOST) {
    const more = lacking.slice(MOST).map(({ program }) => program).join(', ');
    warnings.push({ id: 'called-program-missing', message: `the image also lacks ${more}, which the application runs: what is said of the others holds for these` });
  }
  const byPath = called.find(({ from }) => from === 'path');
  if (!byPath || environment.PATH !== undefined) return undefined;
  const directories = project._binDirectories();
  if (directories && ['debian-slim', 'alpine'].includes(base.name)) {
    return [...directories.map(directory => path.posix.join(WORKDIR, inPackage(project, directory))), base.path ?? SYSTEM_PATH].join(':');
  }
  warnings.push({
    id: 'called-program-off-path',
    message: `${byPath.caller} runs ${byPath.program} by its bare name, which a package manager finds for scripts, and the image does not: `
      + `${directories ? `set PATH with ${directories[0]} by "environment", or ` : ''}run the file of ${byPath.package} by process.execPath`,
  });
  return undefined;
}

function remedy(program: string, base: CalledProgramsContext['base']): string {
  if (isManagerProgram(program) || runtimeOf(program)) return 'run the file that it runs by process.execPath, or by npx';
  if (!base.shell) return 'set "baseImage" to one with a package manager, such as BaseImage.debianSlim(), and install it there by "customize"';
  const how = isPackaged(base.name, program) ? `by customize: [StageCustomization.append("${RELEASE}", ${installation(base.name, program, true)})]` : `in the stage "${RELEASE}" by "customize"`;
  return `install it ${how}, or set "baseImage" to an image that has it`;
}
