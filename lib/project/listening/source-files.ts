import { ProjectFiles } from '../files/project-files';
import { isWithin, joinInside } from '../files/relative-path';
import { StartCommand } from '../start-command';
import { sourceText } from './source-text';

/**
 * A source file of the program that is started.
 */
export interface SourceFile {
  readonly path: string;
  /** Its tokens, as `sourceText` writes them. */
  readonly text: string;
}

/** Servers listen in the file that is started or near it; what lies deeper is not read. */
const MAX_FILES = 30;

/** A longer file is not written by hand. */
const MAX_LENGTH = 200_000;

const EXTENSIONS = ['.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs'];

const SPECIFIER = /(?:from|import|require \(|import \() "(\.{1,2}\/[^"]*|\.{1,2})"/g;

/**
 * The file that is started as it was before it was built, and those that it loads from the project, nearest first.
 */
export function startedSources(files: ProjectFiles, command: StartCommand, buildOutput: readonly string[]): SourceFile[] {
  const waiting = [entrySource(files, command, buildOutput)];
  const seen = new Set<string>();
  const sources: SourceFile[] = [];
  while (waiting.length > 0 && sources.length < MAX_FILES) {
    const path = waiting.shift();
    if (path === undefined || seen.has(path)) continue;
    seen.add(path);
    const source = files.text(path);
    if (source === undefined || source.length > MAX_LENGTH) continue;
    const text = sourceText(source);
    sources.push({ path, text });
    const directory = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
    waiting.push(...[...text.matchAll(SPECIFIER)].map(([, specifier]) => locate(files, joinInside(directory, specifier))));
  }
  return sources;
}

function entrySource(files: ProjectFiles, command: StartCommand, buildOutput: readonly string[]): string | undefined {
  const entry = command.entry ?? command.argv.find(word =>
    EXTENSIONS.some(extension => word.endsWith(extension)) && !/(^|\/)node_modules\//.test(word) && joinInside('', word) !== undefined && files.kind(joinInside('', word)!) === 'file');
  const path = entry === undefined ? undefined : joinInside('', entry);
  if (path === undefined || path === '') return undefined;
  const output = buildOutput.find(directory => isWithin(directory, path));
  if (output === undefined) return locate(files, path);
  const inside = path.slice(output.length + 1);
  return locate(files, `src/${inside}`) ?? (inside === '' ? undefined : locate(files, inside));
}

/** The file that a path without the right extension means. */
function locate(files: ProjectFiles, path: string | undefined): string | undefined {
  if (path === undefined || path === '') return undefined;
  const bare = path.replace(/\.[cm]?[jt]sx?$/, '');
  const candidates = [...path === bare ? [] : [path], ...EXTENSIONS.flatMap(extension => [`${bare}${extension}`]), path, ...EXTENSIONS.map(extension => `${path}/index${extension}`)];
  return candidates.find(candidate => files.kind(candidate) === 'file');
}
