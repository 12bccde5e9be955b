import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'fs';
import { join } from 'path';
import { manifestOf } from './started';
import { Tree } from './tree';

/** Programs of the dependencies that are installed for some directories, with the packages that bring them. */
export function binsOf(directories: readonly string[], tree: Tree): Map<string, string> {
  const bins = new Map<string, string>();
  for (const directory of new Set(directories)) {
    const manifest = manifestOf(tree, directory);
    const bin = join(directory, 'node_modules', '.bin');
    // Plug'n'Play has no such directory: many programs are called as their packages
    const declared = existsSync(bin) ? [] : Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
    for (const name of declared.filter(dependency => !/^@types\/|(^|\/)node$/.test(dependency))) bins.set(name.replace(/^@[^/]+\//, ''), name);
    for (const name of existsSync(bin) ? readdirSync(bin) : []) {
      const file = join(bin, name);
      const text = lstatSync(file).isSymbolicLink() ? readlinkSync(file) : readFileSync(file, 'utf8').slice(0, 10_000);
      const owners = [...text.matchAll(/(?:^|\/)node_modules\/((?:@[^/\s"']+\/)?[^./\s"'][^/\s"']*)\//g)];
      const own = /^\.\.\/((?:@[^/]+\/)?[^/.][^/]*)\//.exec(text)?.[1];
      bins.set(name, own ?? owners[owners.length - 1]?.[1] ?? name);
    }
  }
  return bins;
}
