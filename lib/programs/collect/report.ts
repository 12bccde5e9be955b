import { bytesOf, countOf } from '../shared/sizes';
import { Collection } from './collection';
import { REASON_TEXTS } from './reasons';
import { Tree } from './tree';

const WIDTH = 80;
/** So many files are named one by one. */
const NAMED = 12;

/** Report on the release in the log of a build: a few lines, none too long for a terminal. */
export function reportOf({ kept, left, evidence, notes }: Collection, tree: Tree): string[] {
  const sizeOf = (paths: Iterable<string>) => [...paths].reduce((sum, path) => sum + (tree.entries.get(path)?.size ?? 0), 0);
  const texts: Record<string, string> = { ...REASON_TEXTS, unread: 'not among what is read' };
  const groups = Object.keys(texts).map(reason => ({ reason, paths: [...left].filter(([, other]) => other === reason).map(([path]) => path) }));
  const named = [...evidence].slice(0, NAMED);
  return [
    `the release has ${countOf(kept.length)}, ${bytesOf(sizeOf(kept))}, beside what is taken whole or installed`,
    ...notes.flatMap(note => wrapped(note)),
    ...evidence.size > 0 ? ['kept, because it is read:'] : [],
    ...named.map(([path, why]) => cut(`  ${path}: ${why}`)),
    ...evidence.size > named.length ? [`  and ${evidence.size - named.length} more`] : [],
    ...groups.some(({ paths }) => paths.length > 0) ? ['left out:'] : [],
    ...groups.filter(({ paths }) => paths.length > 0).flatMap(({ reason, paths }) => [
      `  ${texts[reason]}: ${countOf(paths.length)}, ${bytesOf(sizeOf(paths))}`,
      cut(`    ${topsOf(paths).join(' ')}`),
    ]),
  ];
}

/** Files of one directory as that directory. */
function topsOf(paths: readonly string[]): string[] {
  const tops = new Map<string, string[]>();
  for (const path of paths) {
    const top = path.includes('/') ? path.slice(0, path.indexOf('/', path.startsWith('packages/') ? 9 : 0)) : path;
    tops.set(top, [...tops.get(top) ?? [], path]);
  }
  return [...tops].map(([top, all]) => all.length === 1 ? all[0] : `${top}/`).sort();
}

const cut = (line: string) => line.length <= WIDTH ? line : `${line.slice(0, WIDTH - 4)} ...`;

function wrapped(text: string): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines[lines.length - 1];
    if (last !== '' && last.length + word.length + 1 > WIDTH) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}
