import { ProjectFiles } from '../../files/project-files';
import { directoryOf, joinInside } from '../../files/relative-path';

const LOADS = /(?:\brequire\s*\(|\bfrom|\bimport\s*\(|\bimport)\s*["'](\.{1,2}\/[^"']+)["']/g;
const ENDINGS = ['', '.cjs', '.js', '.mjs', '.json', '/index.cjs', '/index.js', '/index.mjs'];

/** The hooks of a package manager that are there, and the files of the project that these load. */
export function hookFiles(files: ProjectFiles, names: readonly string[]): string[] {
  const found = new Set(names.filter(name => files.kind(name) === 'file'));
  for (const file of found) {
    for (const [, specifier] of (files.text(file) ?? '').matchAll(LOADS)) {
      const path = joinInside(directoryOf(file), specifier);
      const loaded = path === undefined ? undefined : ENDINGS.map(ending => path + ending).find(each => files.kind(each) === 'file');
      if (loaded !== undefined) found.add(loaded);
    }
  }
  return [...found];
}
