import { upwards } from '../text/upwards';
import { repositoryRoot } from './git/repository-root';

/**
 * The directories above one, nearest first, up to the one that holds `.git`; none where no directory does.
 *
 * @param top the root of the repository, where it is known
 */
export function directoriesAbove(directory: string, top = repositoryRoot(directory)): string[] {
  const found = [...upwards(directory)];
  const end = top === undefined ? -1 : found.indexOf(top);
  return found.slice(1, end + 1);
}
