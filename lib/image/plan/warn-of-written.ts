import { posix } from 'path';
import { isWithin, NodejsProject, ProjectWarning } from '../../project/index';
import { WrittenDirectory } from '../../project/model/written-directory';
import { NodejsDockerfileOptions } from '../nodejs-image-options';
import { relativePath, WORKDIR } from '../paths';
import { StartPlan } from './start';

/** No more warnings than are read. */
const MOST = 6;

/** Directories outside of the project where the user of a container may write, or that are none of files. */
const WRITABLE = ['/tmp', '/var/tmp', '/dev', '/proc', '/home/node', '/home/nonroot'];

/**
 * Warns of directories that the application writes to, and the user of the container may not.
 */
export function warnOfWritten(project: NodejsProject, start: StartPlan, options: NodejsDockerfileOptions, warnings: ProjectWarning[]): void {
  const { environment = {}, writableDirectories = [] } = options;
  const writable = [...writableDirectories.map(each => relativePath('writableDirectories', each)), ...project.writableDirectories];
  const isWritable = (directory: string) => [...writable, ...WRITABLE].some(each => isWithin(each, directory));
  const started = start.script?.split(', ') ?? [];
  const written = project._writtenDirectories()
    .filter(({ script }) => script === undefined || started.includes(script))
    .map(each => ({ ...each, directory: inImage(each.directory) }))
    .filter(({ directory, variables }) => !isWritable(directory) && !variables.some(name => Object.hasOwn(environment, name)))
    .filter(({ directory }, index, all) => all.findIndex(other => other.directory === directory) === index);
  warnings.push(
    ...written.slice(0, MOST).map(each => posix.isAbsolute(each.directory) ? outside(each) : inProject(each)),
    ...andMore(written.slice(MOST)),
  );
}

/** One warning of the rest, which names every directory. */
function andMore(written: readonly WrittenDirectory[]): ProjectWarning[] {
  return written.length === 0 ? [] : [{
    id: 'writes-where-read-only',
    message: `the application writes to ${written.length} more (${written.map(({ directory, writer }) => `${writer} to ${directory || 'beside package.json'}`).join(', ')}), `
      + 'where the user of the container may not: name those of the project by "writableDirectories", mount volumes at the others, or write below /tmp',
  }];
}

/** A directory of the project by its path in the image is one of the project. */
function inImage(directory: string): string {
  return posix.isAbsolute(directory) && isWithin(WORKDIR, directory) ? directory.slice(WORKDIR.length + 1) : directory;
}

function outside({ directory, writer, by, variables }: WrittenDirectory): ProjectWarning {
  return {
    id: 'writes-outside',
    message: `${writer} writes to ${directory} (${by}), which is outside of the project, and the user of the container may not make it: `
      + `mount a volume there that this user may write to${elsewhere(variables)}, or write below /tmp`,
  };
}

function inProject({ directory, writer, by, variables }: WrittenDirectory): ProjectWarning {
  const [place, remedy] = directory === ''
    ? ['beside package.json', 'write into a directory of its own, and name that by "writableDirectories"']
    : [`to ${directory}`, `set writableDirectories: [${JSON.stringify(directory)}]`];
  return {
    id: 'writes-where-read-only',
    message: `${writer} writes ${place} (${by}), where the user of the container may not: ${remedy}${elsewhere(variables)}, or write below /tmp; `
      + 'what has to outlive the container belongs on a volume, or elsewhere',
  };
}

function elsewhere([variable]: readonly string[]): string {
  return variable === undefined ? '' : `, name another place by ${variable} in "environment"`;
}
