import { execFileSync } from 'child_process';
import { join, resolve } from 'path';
import { temporaryDirectory } from '../temporary';

const ROOT = resolve(__dirname, '..', '..');

/** Tarball of the library, compiled and packed. A build that has done so just before names it in `PACKED_LIBRARY`. */
export function packedLibrary(): string {
  if (process.env.PACKED_LIBRARY) return resolve(process.env.PACKED_LIBRARY);
  const npm = (...args: string[]) => execFileSync('npm', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  ['compile', 'docgen', 'notice'].forEach(task => npm('run', task));
  const directory = temporaryDirectory();
  const [{ filename }] = Object.values<any>(JSON.parse(npm('pack', '--json', '--ignore-scripts', '--pack-destination', directory)));
  return join(directory, filename);
}
