import type { ParserPlugin } from '@babel/parser';
import type { File } from '@babel/types';

/** A longer file is not written by hand, and takes long to parse. */
const MAX_LENGTH = 500_000;

/** How many parsed sources are kept: the images of one app read the same ones. */
const MAX_KEPT = 400;

const kept = new Map<string, File | Unparsed>();

/**
 * A source of which there is no syntax tree.
 */
export class Unparsed {
  constructor(public readonly reason: string) {}
}

/**
 * The syntax tree of a source of JavaScript or TypeScript, with whatever of its mistakes can be skipped. It depends on
 * nothing but the text and the file's extension.
 *
 * @param path the name of the file, whose extension tells the language
 */
export function parseSource(text: string, path: string): File | Unparsed {
  const extension = /\.([cm]?[jt]sx?|json)$/.exec(path)?.[1] ?? 'js';
  const key = `${extension}\n${text}`;
  const known = kept.get(key);
  if (known) return known;
  const parsed = parse(text, extension);
  if (kept.size >= MAX_KEPT) kept.delete(kept.keys().next().value!);
  kept.set(key, parsed);
  return parsed;
}

function parse(text: string, extension: string): File | Unparsed {
  if (text.length > MAX_LENGTH) return new Unparsed(`it is longer than ${MAX_LENGTH} characters`);
  // The parser is loaded where there is something to parse: most apps that use this library read few projects.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const babel = require('./bundle/parser') as typeof import('@babel/parser');
  let first: unknown;
  for (const language of languagesOf(text, extension)) {
    try {
      return babel.parse(extension === 'json' ? `(${text}\n)` : text, {
        sourceType: extension[0] === 'm' ? 'module' : 'unambiguous',
        errorRecovery: true,
        allowReturnOutsideFunction: true,
        allowAwaitOutsideFunction: true,
        allowImportExportEverywhere: true,
        allowUndeclaredExports: true,
        allowSuperOutsideMethod: true,
        attachComment: false,
        plugins: [...language, 'explicitResourceManagement', 'decoratorAutoAccessors', 'sourcePhaseImports', 'importReflection'],
      });
    } catch (error) {
      first ??= error;
    }
  }
  return new Unparsed(first instanceof SyntaxError ? first.message.split('\n')[0] : 'it is nested too deeply');
}

/**
 * The languages that a file may be written in, the likeliest first.
 */
function languagesOf(text: string, extension: string): ParserPlugin[][] {
  const decorators: ParserPlugin = 'decorators-legacy';
  const typescript: ParserPlugin[] = ['typescript', decorators];
  const javascript: ParserPlugin[] = ['jsx', decorators];
  const flow: ParserPlugin[] = [['flow', { all: true }], 'jsx', decorators];
  if (/^[cm]?ts$/.test(extension)) return [typescript, [...typescript, 'jsx']];
  if (extension.includes('t')) return [[...typescript, 'jsx']];
  return /@flow\b/.test(text.slice(0, 2000)) ? [flow, javascript] : [javascript, flow, [...typescript, 'jsx']];
}
