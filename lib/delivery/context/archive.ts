import * as fs from 'fs';
import * as path from 'path';
import * as tar from 'tar';
import { MaterialisedContext } from './materialise';

/** The name of the archive in the directory of the asset. */
export const ARCHIVE = 'context.tar';

/**
 * Packs a build context into a directory of its own with one tar file in it, to be an asset: an asset's zip file keeps
 * neither symbolic links nor empty directories. The same context gives the same bytes.
 */
export function archive({ directory }: MaterialisedContext): string {
  const target = `${directory}-archive`;
  if (!fs.existsSync(target)) {
    const temporary = fs.mkdtempSync(`${target}-`);
    fs.chmodSync(temporary, 0o755);
    const file = path.join(temporary, ARCHIVE);
    tar.create({ sync: true, cwd: directory, file, portable: true, mtime: new Date(0), noDirRecurse: true }, entries(directory));
    fs.renameSync(temporary, target);
  }
  return target;
}

/** Everything in a directory, in one order on every machine. */
function entries(directory: string, below = ''): string[] {
  return fs.readdirSync(path.join(directory, below), { withFileTypes: true })
    .map(entry => ({ name: below === '' ? entry.name : `${below}/${entry.name}`, directory: entry.isDirectory() }))
    .sort((a, b) => a.name < b.name ? -1 : 1)
    // "./" keeps a name that begins with "@" from being read as an archive to take entries from
    .flatMap(({ name, directory: isDirectory }) => [`./${name}`, ...isDirectory ? entries(directory, name) : []]);
}
