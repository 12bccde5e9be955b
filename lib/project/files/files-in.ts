import { ProjectError } from '../model/project-error';
import { mayEnter } from './never-allowed';
import { ProjectFiles } from './project-files';

/**
 * Every file in a directory and below it, without those that never enter an image.
 *
 * @throws ProjectError if a directory contains itself, by a symbolic link to a parent
 */
export function filesIn(files: ProjectFiles, directory: string, parents: readonly string[] = []): string[] {
  const real = files.realPath(directory);
  if (parents.includes(real)) {
    throw new ProjectError(`${directory} is a symbolic link to a directory that it is in: remove the link`);
  }
  return files.list(directory).map(name => directory === '' ? name : `${directory}/${name}`).filter(path => mayEnter(files, path, true)).flatMap(path => {
    const kind = files.kind(path);
    return kind === 'directory' ? filesIn(files, path, [...parents, real]) : kind === 'file' ? [path] : [];
  });
}
