import * as fs from 'fs';
import * as path from 'path';
import { digestOf } from './disk';
import { finishOnce } from './finish-once';
import { FinishedFile } from './finished-files';
import { MaterialisedContext } from './materialise';
import { tar } from './tar';
import { writeAtomically } from './write-atomically';

/** The name of the archive in the directory of the asset. */
export const ARCHIVE = 'context.tar';

/**
 * Packs a build context into a directory of its own with one tar file in it, to be an asset: an asset's zip file keeps
 * neither symbolic links nor empty directories. The same context gives the same bytes.
 *
 * @param synthesis what stands for the synthesis: it packs a context once
 */
export function archive({ directory }: Pick<MaterialisedContext, 'directory'>, synthesis: object = {}): string {
  const target = `${directory}-archive`;
  // the bytes are known only once they are packed, so that what lies there cannot be judged before
  finishOnce(synthesis, target, () => writeAtomically(target, temporary => pack(directory, temporary), hasSameArchive));
  return target;
}

function pack(directory: string, temporary: string): void {
  const file = path.join(temporary, ARCHIVE);
  tar().create({ sync: true, cwd: directory, file, portable: true, mtime: new Date(0), noDirRecurse: true }, entries(directory));
}

function hasSameArchive(directory: string, other: string): boolean {
  const names = fs.readdirSync(directory);
  return names.length === 1 && digestOf(path.join(directory, ARCHIVE)) === digestOf(path.join(other, ARCHIVE));
}

/** The archive as the one file of the directory. */
export function archivedFiles(directory: string): FinishedFile[] {
  return [{ path: ARCHIVE, digest: digestOf(path.join(directory, ARCHIVE))!, executable: false }];
}

/** Everything in a directory, in one order on every machine. */
function entries(directory: string, below = ''): string[] {
  return fs.readdirSync(path.join(directory, below), { withFileTypes: true })
    .map(entry => ({ name: below === '' ? entry.name : `${below}/${entry.name}`, directory: entry.isDirectory() }))
    .sort((a, b) => a.name < b.name ? -1 : 1)
    // "./" keeps a name that begins with "@" from being read as an archive to take entries from
    .flatMap(({ name, directory: isDirectory }) => [`./${name}`, ...isDirectory ? entries(directory, name) : []]);
}
