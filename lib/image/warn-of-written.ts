import { isWithin, NodejsProject, ProjectWarning } from '../project/index';
import { NodejsDockerfileOptions } from './nodejs-image-options';
import { relativePath } from './paths';

/** No more warnings than are read. */
const MOST = 6;

/**
 * Warns of directories that the application writes to, and the user of the container may not.
 */
export function warnOfWritten(project: NodejsProject, options: NodejsDockerfileOptions, warnings: ProjectWarning[]): void {
  const { environment = {}, writableDirectories = [] } = options;
  const writable = [...writableDirectories.map(each => relativePath('writableDirectories', each)), ...project.writableDirectories];
  const isWritable = (directory: string) => writable.some(each => isWithin(each, directory));
  const written = project._writtenDirectories()
    .filter(({ directory, variables }) => !isWritable(directory) && !variables.some(name => Object.hasOwn(environment, name)));
  for (const { directory, writer, by, variables } of written.slice(0, MOST)) {
    const elsewhere = variables.length > 0 ? `, name another place by ${variables[0]} in "environment"` : '';
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
