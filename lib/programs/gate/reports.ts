import { copyFileSync, lstatSync, mkdirSync, readdirSync, statSync } from 'fs';
import { dirname, join, posix, relative, resolve } from 'path';
import { Output } from '../shared/output';
import { DeclaredReport } from './parse';

/**
 * Copies the reports, each below its format, and tells where they are. A missing one is no failure: the gate's is the verdict.
 *
 * One that lay there before is a leftover of another run, that came with the sources.
 */
export function copyReports(reports: readonly DeclaredReport[], directory: string, output: Output, began: number): DeclaredReport[] {
  const copies: DeclaredReport[] = [];
  for (const { format, path } of reports) {
    try {
      const files = filesOf(path).filter(file => statSync(file).mtimeMs >= began);
      if (files.length === 0) output.say(`warning: no ${format} report at ${path}`);
      for (const file of files) {
        const to = join(directory, format, relative(process.cwd(), resolve(file)).replace(/^(\.\.\/)+/, ''));
        mkdirSync(dirname(to), { recursive: true });
        copyFileSync(file, to);
        copies.push({ format, path: to });
      }
    } catch (error) {
      output.say(`warning: cannot copy the ${format} report at ${path}: ${(error as Error).message}`);
    }
  }
  return copies;
}

/** The files that a path stands for: * is any part of a name, ** any folders, a folder all that is in it. */
function filesOf(pattern: string): string[] {
  const names = posix.normalize(pattern).replace(/(.)\/$/, '$1').split('/');
  const wild = names.findIndex(name => name.includes('*'));
  const base = names.slice(0, wild < 0 ? names.length : wild).join('/') || (pattern.startsWith('/') ? '/' : '.');
  const wanted = new RegExp(`^${names.map(name => name === '**' ? '(?:[^/]+/)*' : `${expression(name)}/`).join('')}$`);
  const visit = (path: string, inside: boolean): string[] => {
    const stat = statSync(path, { throwIfNoEntry: false });
    const taken = inside || wanted.test(`${path}/`);
    if (!stat || stat.isFile()) return stat && taken ? [path] : [];
    // A link to a folder may lead round in a circle, a socket or a pipe never ends.
    if (!stat.isDirectory() || (path !== base && lstatSync(path).isSymbolicLink())) return [];
    return readdirSync(path).sort().filter(name => !['node_modules', '.git'].includes(name) || names.includes(name))
      .flatMap(name => visit(posix.join(path, name), taken));
  };
  return visit(base, false);
}

function expression(name: string): string {
  return name.replace(/[\\^$.+?()[\]{}|]/g, '\\$&').replace(/\*+/g, '[^/]*');
}
