// Measures how the folders of a part of lib/ hang together, from the imports of the code: `npx tsx projenrc/rooms.ts project`.
import { existsSync, readdirSync, readFileSync } from 'fs';
import { dirname, join, relative, resolve, sep } from 'path';
import { preProcessFile } from 'typescript';
import { PROJECT_FLOORS } from './import-direction';

/** From one file or folder to another one that it imports from, relative to where the measure was taken. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
}

/**
 * What the imports of a directory come to. A room is a folder that holds sources; the one of the directory itself is `.`.
 */
export interface Rooms {
  readonly files: readonly string[];
  readonly rooms: readonly string[];
  /** Between files. */
  readonly imports: readonly Arrow[];
  /** Between rooms, each once. */
  readonly arrows: readonly Arrow[];
  /** The rooms that import from one another, also by way of others. */
  readonly circles: readonly string[][];
  /** The files that do. */
  readonly fileCircles: readonly string[][];
  /** Files of 30 lines or fewer. */
  readonly small: readonly string[];
  /** Those of them that one file of the directory imports. */
  readonly crumbs: readonly string[];
}

const SMALL = 30;

/** Measures a directory: what is imported from elsewhere does not count. */
export function measure(directory: string): Rooms {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf-8' })
    .map(file => file.split(sep).join('/'))
    .filter(file => file.endsWith('.ts') && !file.endsWith('.d.ts') && !file.endsWith('.generated.ts'))
    .sort();
  const texts = new Map(files.map(file => [file, readFileSync(join(directory, file), 'utf-8')]));
  const imports = files.flatMap(from => importsOf(directory, from, texts.get(from)!).map(to => ({ from, to })));
  const arrows = unique(imports.map(({ from, to }) => ({ from: dirname(from), to: dirname(to) })).filter(({ from, to }) => from !== to));
  const small = files.filter(file => texts.get(file)!.trimEnd().split('\n').length <= SMALL);
  return {
    files,
    rooms: [...new Set(files.map(file => dirname(file)))].sort(),
    imports,
    arrows,
    circles: circlesOf(arrows),
    fileCircles: circlesOf(imports),
    small,
    crumbs: small.filter(file => imports.filter(({ to }) => to === file).length === 1),
  };
}

/** The arrows that lead to a floor above, or from a floor to a file beside them. */
export function upward({ imports }: Pick<Rooms, 'imports'>, floors: readonly string[]): Arrow[] {
  const floorOf = (file: string) => file.includes('/') ? floors.indexOf(file.split('/')[0]) : floors.length;
  return imports.filter(({ from, to }) => floorOf(to) > floorOf(from));
}

function importsOf(directory: string, file: string, text: string): string[] {
  const found = importedIn(text).flatMap(name => {
    const path = relative(directory, resolve(directory, dirname(file), name)).split(sep).join('/');
    const candidates = path === '' ? ['index.ts'] : [`${path}.ts`, `${path}/index.ts`];
    return candidates.filter(each => !each.startsWith('..') && existsSync(join(directory, each))).slice(0, 1);
  });
  return [...new Set(found)].filter(each => each !== file);
}

/** What a source imports by a relative path: what stands in a string or a pattern is no import. */
function importedIn(text: string): string[] {
  return preProcessFile(text, true).importedFiles.filter(({ fileName }) => fileName.startsWith('.')).map(({ fileName }) => fileName);
}

function circlesOf(arrows: readonly Arrow[]): string[][] {
  const names = [...new Set(arrows.flatMap(({ from, to }) => [from, to]))].sort();
  const reached = new Map(names.map(name => [name, reachedFrom(name, arrows)]));
  const found = names.map(name => names.filter(other => reached.get(name)!.has(other) && reached.get(other)!.has(name)));
  return found.filter((circle, index) => circle[0] === names[index]);
}

function reachedFrom(start: string, arrows: readonly Arrow[]): Set<string> {
  const found = new Set<string>();
  for (const open = [start]; open.length > 0;) {
    const from = open.pop();
    for (const { to } of arrows.filter(arrow => arrow.from === from && !found.has(arrow.to))) {
      found.add(to);
      open.push(to);
    }
  }
  return found;
}

function unique(arrows: readonly Arrow[]): Arrow[] {
  return [...new Map(arrows.map(arrow => [`${arrow.from} ${arrow.to}`, arrow])).values()];
}

if (require.main === module) {
  const [folder = '.'] = process.argv.slice(2);
  const rooms = measure(resolve(__dirname, '..', 'lib', folder));
  const circles = (found: readonly string[][]) => found.map(circle => `\n    ${circle.join(', ')}`).join('');
  console.log(`lib/${folder}
  ${rooms.files.length} files, ${rooms.rooms.length} rooms, ${rooms.arrows.length} arrows between rooms
  ${folder === 'project' ? `${upward(rooms, PROJECT_FLOORS).length} imports lead upwards` : 'no floors are known'}
  ${rooms.circles.flat().length} rooms in ${rooms.circles.length} circles${circles(rooms.circles)}
  ${rooms.fileCircles.flat().length} files in ${rooms.fileCircles.length} circles${circles(rooms.fileCircles)}
  ${rooms.small.length} files of ${SMALL} lines or fewer, ${rooms.crumbs.length} of them with one importer`);
}
