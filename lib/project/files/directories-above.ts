import * as fs from 'fs';
import * as path from 'path';
import { upwards } from '../text/upwards';

/**
 * The directories above one, nearest first, up to the one that holds `.git`; none where no directory does.
 *
 * @param top the root of the repository, where it is known
 */
export function directoriesAbove(directory: string, top?: string): string[] {
  const found = [...upwards(directory)];
  const end = found.findIndex(current => top === undefined ? fs.existsSync(path.join(current, '.git')) : current === top);
  return found.slice(1, end + 1);
}
