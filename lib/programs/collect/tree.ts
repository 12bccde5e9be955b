import { closeSync, existsSync, lstatSync, mkdirSync, openSync, readdirSync, readFileSync, readlinkSync, readSync, statSync } from 'fs';
import { join, posix } from 'path';
import { copyFile } from '../shared/copy-file';

/** Something that lies in the project after its build. Directories are told by what is in them, but for empty ones. */
export interface Entry {
  readonly path: string;
  readonly kind: 'file' | 'link' | 'empty';
  readonly size: number;
  /** True if installing or building made it, or changed it. */
  readonly written: boolean;
  /** Where a link leads, relative to the tree; undefined if it leads out. */
  readonly target?: string;
}

/** The project after its build. Paths are relative, with slashes. */
export interface Tree {
  readonly entries: ReadonlyMap<string, Entry>;
  /** True if there is a directory. */
  isDirectory(path: string): boolean;
  /** The text of a file. */
  text(path: string): string;
  /** The first bytes of a file, as text. */
  beginning(path: string): string;
}

const MODULES = 'node_modules';
/** So many bytes tell text from what is none. */
const BEGINNING = 512;
const NO_PART = new Set(['.git', '.hg', '.svn']);

/**
 * Reads a tree, and which of it the build wrote.
 *
 * @param sources what the build context brought
 */
export function readTree(root: string, sources: string): Tree {
  const entries = new Map<string, Entry>();
  const directories = new Set<string>(['']);
  const visit = (directory: string, written: boolean) => {
    directories.add(directory);
    const names = readdirSync(join(root, directory)).sort();
    if (names.length === 0 && directory !== '') entries.set(directory, { path: directory, kind: 'empty', size: 0, written });
    for (const name of names) {
      // modules lie in what the build wrote because it put them there, and elsewhere because they were installed
      if (NO_PART.has(name) || (name === MODULES && !written)) continue;
      const path = directory === '' ? name : `${directory}/${name}`;
      const stats = lstatSync(join(root, path));
      if (stats.isDirectory()) {
        visit(path, !existsSync(join(sources, path)));
      } else if (stats.isSymbolicLink()) {
        const target = posix.join(directory, readlinkSync(join(root, path)));
        entries.set(path, { path, kind: 'link', size: 0, written, target: target.startsWith('..') || target.startsWith('/') ? undefined : target });
      } else if (stats.isFile()) {
        entries.set(path, { path, kind: 'file', size: stats.size, written: isWritten(join(root, path), join(sources, path)) });
      }
    }
  };
  visit('', false);
  const texts = new Map<string, string>();
  return {
    entries,
    isDirectory: path => directories.has(path),
    text: path => {
      const known = texts.get(path);
      if (known !== undefined) return known;
      const text = readFileSync(join(root, path), 'utf8');
      texts.set(path, text);
      return text;
    },
    beginning: path => beginningOf(join(root, path)),
  };
}

function beginningOf(file: string): string {
  const bytes = Buffer.alloc(BEGINNING);
  const descriptor = openSync(file, 'r');
  try {
    return bytes.toString('utf8', 0, readSync(descriptor, bytes, 0, BEGINNING, 0));
  } finally {
    closeSync(descriptor);
  }
}

function isWritten(file: string, source: string): boolean {
  if (!existsSync(source)) return true;
  const [now, before] = [statSync(file), statSync(source)];
  if (now.size !== before.size || !before.isFile()) return true;
  return now.mtimeMs !== before.mtimeMs && !readFileSync(file).equals(readFileSync(source));
}

/** Copies what a path holds, to another path below a directory. */
export function copyInto(root: string, entry: Entry, directory: string, target: string): void {
  const to = join(directory, target);
  if (entry.kind === 'empty') mkdirSync(to, { recursive: true });
  else copyFile(join(root, entry.path), to);
}
