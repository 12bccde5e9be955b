import { ProjectFiles } from '../files/project-files';
import { joinInside } from '../files/relative-path';

const ENDINGS = ['', '.js', '.mjs', '.cjs', '.json', '.node', '.ts', '.mts', '.cts', '.tsx', '.jsx'];

/**
 * The path as directories list it, where it differs in upper and lower case alone; undefined where it is right, or is not there
 * at all. Disks of macOS and Windows find a file by either spelling, those of images do not.
 */
export function otherwiseSpelled(files: ProjectFiles, path: string): string | undefined {
  const names = path.split('/');
  let at = '';
  for (const [index, name] of names.entries()) {
    const wanted = (index < names.length - 1 ? [''] : ENDINGS).map(ending => `${name}${ending}`);
    const entries = files.list(at);
    const found = wanted.find(each => entries.includes(each))
      ?? entries.find(entry => wanted.some(each => each.toLowerCase() === entry.toLowerCase()));
    if (found === undefined) return undefined;
    at = joinInside(at, found)!;
  }
  return ENDINGS.some(ending => `${path}${ending}` === at) ? undefined : at;
}
