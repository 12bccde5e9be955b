import { posix } from 'path';
import { inTree, isCode } from '../paths';
import { Tree } from '../tree';
import { CodeNames, namesOf } from './code-names';

/** Names that the code of a server loads of packages. */
export interface ServerCode {
  /** Specifiers and their beginnings, each with the file that loads it. */
  readonly loads: ReadonlyArray<{ readonly text: string; readonly whole: boolean; readonly by: string }>;
  /** All texts in it, each with the file in which it is. */
  readonly texts: ReadonlyArray<readonly [text: string, by: string]>;
  /** Why it cannot be told what it loads. */
  readonly unknown?: string;
}

const ENDINGS = ['', '.js', '.cjs', '.mjs', '/index.js', '/index.cjs', '/index.mjs'];

/** Follows the code of a server from the files that start, through what it loads and what it names of its own. */
export function serverCode(tree: Tree, directory: string, entries: readonly string[]): ServerCode {
  const loads: Array<{ text: string; whole: boolean; by: string }> = [];
  const texts: Array<readonly [string, string]> = [];
  const files = new Set(entries);
  const fileAt = (path: string | undefined) => path === undefined ? undefined
    : ENDINGS.map(ending => path + ending).find(each => isCode(each) && tree.entries.get(each)?.kind === 'file');
  const follow = (path: string | undefined) => {
    const file = fileAt(path);
    if (file !== undefined) files.add(file);
  };
  if (files.size === 0) return { loads, texts, unknown: 'the start command leads to no code of the server' };
  for (const path of files) {
    if (tree.entries.get(path)?.kind !== 'file') return { loads, texts, unknown: `${path} is no file` };
    const code: CodeNames | undefined = /\.json$|\.node$|\.wasm$/.test(path) ? { loads: [], texts: new Set(), unknowns: [] } : namesOf(tree.text(path));
    if (code === undefined) return { loads, texts, unknown: `${path} cannot be read as code` };
    if (code.unknown !== undefined) return { loads, texts, unknown: `${path} has ${code.unknown}` };
    const here = posix.dirname(path);
    for (const { text, whole } of code.loads) {
      if (/^(node|data|https?):/.test(text)) continue;
      if (/^\.{1,2}(\/|$)/.test(text)) {
        const target = inTree(here, text);
        if (whole) follow(target);
        else if (target === undefined || target === '') return { loads, texts, unknown: `${path} loads files whose names cannot be told` };
        else for (const each of tree.entries.keys()) if (isCode(each) && each.startsWith(text.endsWith('/') ? `${target}/` : target)) files.add(each);
      } else if (/^(\/|file:|$)/.test(text)) {
        return { loads, texts, unknown: `${path} loads ${text === '' ? 'what has no name' : text}` };
      } else {
        loads.push({ text, whole, by: path });
      }
    }
    for (const text of code.texts) {
      texts.push([text, path]);
      if (text.length > 300 || text.includes('\n') || text === '') continue;
      if (/^\.{1,2}\//.test(text)) follow(inTree(here, text));
      // a path from where it is started
      else if (/^\w[\w./-]*\.[cm]?js$/.test(text)) [directory, ''].forEach(base => follow(inTree(base, text)));
    }
  }
  return { loads, texts };
}
