import * as fs from 'fs';
import * as path from 'path';
import { isMap, isScalar, LineCounter, Node, Pair, parseDocument } from 'yaml';

/** Where something was read. */
export interface Location {
  /** The file, relative to the directory of the project. */
  readonly file: string;
  /** The line in it, where it is known. */
  readonly line?: number;
  /** The field in it, as `scripts.start`. */
  readonly field?: string;
}

/** Where the source of a fact lies, such as `package.json: scripts.start`; undefined for one that is no file. */
export function locate(source: string, directories: readonly string[]): Location | undefined {
  const [, name, field] = /^([^\s:]+)(?:: (.+))?$/.exec(source) ?? [];
  const file = name === undefined ? undefined : directories.map(directory => path.join(directory, name)).find(isFile);
  if (file === undefined) return undefined;
  const line = lineOf(fs.readFileSync(file, 'utf8'), name, field);
  return { file: name, ...line === undefined ? {} : { line }, ...field === undefined ? {} : { field } };
}

function isFile(file: string): boolean {
  return fs.statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}

function lineOf(text: string, name: string, field: string | undefined): number | undefined {
  if (field !== undefined) return /\.(json|ya?ml)$/.test(name) ? lineOfField(text, field) : undefined;
  if (/\.[cm]?[jt]sx?$/.test(name)) return onlyLine(text, /\blisten\s*\(/);
  return onlyLine(text, /\S/); // a file of one line, such as .nvmrc
}

/** The one line that holds something; where there are several, which of them it was is not known. */
function onlyLine(text: string, pattern: RegExp): number | undefined {
  const lines = text.split('\n').flatMap((line, index) => pattern.test(line) ? [index + 1] : []);
  return lines.length === 1 ? lines[0] : undefined;
}

/** The line of a key of JSON or YAML; keys may hold dots themselves. */
function lineOfField(text: string, field: string): number | undefined {
  const lineCounter = new LineCounter();
  const { contents } = parseDocument(text, { lineCounter, logLevel: 'silent' });
  let node: unknown = contents;
  let found: Pair<unknown, unknown> | undefined;
  for (let rest = field; rest !== '';) {
    if (!isMap(node)) return undefined;
    const keyed: readonly Pair<unknown, unknown>[] = node.items;
    found = keyed.find(({ key }) => isScalar(key) && (rest === key.value || rest.startsWith(`${String(key.value)}.`)));
    if (!found) return undefined;
    rest = rest.slice(String((found.key as { value: unknown }).value).length + 1);
    node = found.value;
  }
  const range = (found?.key as Node | undefined)?.range;
  return range ? lineCounter.linePos(range[0]).line : undefined;
}
