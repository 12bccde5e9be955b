import { posix } from 'path';
import { isWithin, NodejsProject, ProjectWarning } from '../project/index';
import { NodejsDockerfileOptions } from './nodejs-image-options';
import { relativePath, WORKDIR } from './paths';

/** No more warnings than are read. */
const MOST = 6;

/** Directories outside of the project where the user of a container may write, or that are none of files. */
const WRITABLE = ['/tmp', '/var/tmp', '/dev', '/proc', '/home/node', '/home/nonroot'];

/**
 * Warns of directories that the application writes to, and the user of the container may not.
 */
export function warnOfWritten(project: NodejsProject, options: NodejsDockerfileOptions, warnings: ProjectWarning[]): void {
  const { environment = {}, writableDirectories = [] } = options;
  const writable = [...writableDirectories.map(each => relativePath('writableDirectories', each)), ...project.writableDirectories];
  const isWritable = (directory: string) => [...writable, ...WRITABLE].some(each => isWithin(each, directory));
  const written = project._writtenDirectories()
    .map(each => ({ ...each, directory: inImage(each.directory) }))
    .filter(({ directory, variables }) => !isWritable(directory) && !variables.some(name => Object.hasOwn(environment, name)));
  for (const { directory, writer, by, variables } of written.slice(0, MOST)) {
    const elsewhere = variables.length > 0 ? `, name another place by ${variables[0]} in "environment"` : '';
    if (posix.isAbsolute(directory)) {
      warnings.push({
        id: 'writes-outside',
        message: `${writer} writes to ${directory} (${by}), which is outside of the project, and the user of the container may not make it: `
          + `mount a volume there that this user may write to${elsewhere}, or write below /tmp`,
      });
      continue;
    }
    const remedy = directory === ''
      ? `write into a directory of its own, and name that by "writableDirectories"${elsewhere}, or write below /tmp`
      : `set writableDirectories: [${JSON.stringify(directory)}]${elsewhere}, or write below /tmp`;
    warnings.push({
      id: 'writes-where-read-only',
      message: `${writer} writes ${directory === '' ? 'beside package.json' : `to ${directory}`} (${by}), where the user of the container may not: ${remedy}; `
        + 'what has to outlive the container belongs on a volume, or elsewhere',
    });
  }
}

/** A directory of the project by its path in the image is one of the project. */
function inImage(directory: string): string {
  return directory === WORKDIR || directory.startsWith(`${WORKDIR}/`) ? directory.slice(WORKDIR.length + 1) : directory;
}
