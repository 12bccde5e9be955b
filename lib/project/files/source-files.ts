import { isNeverAllowed } from './never-allowed';
import { ProjectFiles } from './project-files';

/** No more files than these are read, the nearest to the top first, and none that is longer. */
const MAX_FILES = 600;
const MAX_LENGTH = 200_000;

/** Directories of what is read by no server. */
const ELSEWHERE = /^(?:tests?|__tests__|e2e|docs?|examples?|benchmarks?|fixtures|\..*)$/;

/**
 * A file with its text.
 */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/**
 * The files of a project by their names, without those that no server reads, those at the top first. What is too long has
 * no text.
 */
export function sourceFiles(files: ProjectFiles, names: RegExp): SourceFile[] {
  const found: string[] = [];
  const seen = new Set<string>();
  const waiting = [''];
  for (let directory = waiting.shift(); directory !== undefined && found.length < MAX_FILES; directory = waiting.shift()) {
    const real = files.realPath(directory);
    if (seen.has(real)) continue;
    seen.add(real);
    for (const name of files.list(directory)) {
      if (isNeverAllowed(name)) continue;
      const path = directory === '' ? name : `${directory}/${name}`;
      const kind = names.test(name) || !name.includes('.') ? files.kind(path) : undefined;
      if (kind === 'directory' && !ELSEWHERE.test(name)) waiting.push(path);
      else if (kind === 'file' && names.test(name)) found.push(path);
    }
  }
  return found.slice(0, MAX_FILES).map(path => ({ path, text: textOf(files, path) }));
}

function textOf(files: ProjectFiles, file: string): string {
  try {
    const text = files.text(file) ?? '';
    return text.length > MAX_LENGTH ? '' : text;
  } catch {
    // What cannot be read is refused where it is needed.
    return '';
  }
}
