import { OUTPUT } from '../programs/output-directory';
import { NodejsProject } from '../project/index';
import { ImageError } from './image-error';

export { OUTPUT };

/** Where the project lies in every stage. */
export const WORKDIR = '/app';

/** The directory of the build context with the project. */
export const PROJECT_DIRECTORY = 'app';

/** The directory of the build context with what is ours: the programs that steps of the build run, and the init. */
export const SUPPORT_DIRECTORY = 'image';

/** A path of the project from where its dependencies are installed: in a monorepo that is the root. */
export function inPackage({ workspace }: NodejsProject, path: string): string {
  return workspace ? `${workspace.path}/${path}` : path;
}

/** A path inside the project, without `.` and double slashes; anything else is refused by the prop's name. */
export function relativePath(prop: string, path: string): string {
  const parts = path.split('/').filter(part => part !== '' && part !== '.');
  if (path.startsWith('/') || path.startsWith('-') || parts.length === 0 || parts.includes('..')) {
    throw new ImageError(`${prop} must be paths relative to the project and inside it, received ${JSON.stringify(path)}`);
  }
  return parts.join('/');
}

/** The name of the stage that is the image. */
export const RELEASE = 'release';
