import { isNeverAllowed } from '../files/never-allowed';
import { ProjectFiles } from '../files/project-files';
import { joinInside } from '../files/relative-path';
import { Packages } from '../manifest/packages';
import { Word } from '../scripts/invocation';

/**
 * Options of node whose value may be the next word.
 *
 * @see https://nodejs.org/api/cli.html#options
 */
const VALUE_OPTIONS = new Set([
  '-r', '--require', '--import', '--loader', '--experimental-loader', '-C', '--conditions', '--env-file', '--env-file-if-exists',
  '--title', '--icu-data-dir', '--openssl-config', '--redirect-warnings', '--trace-event-categories', '--trace-event-file-pattern',
  '--unhandled-rejections', '--input-type', '--disable-warning', '--max-http-header-size', '--stack-trace-limit', '--dns-result-order',
  '--report-dir', '--report-directory', '--report-filename', '--diagnostic-dir', '--inspect-port', '--tls-cipher-list', '--watch-path', '--watch-kill-signal',
  '--localstorage-file', '--experimental-config-file', '--secure-heap', '--secure-heap-min', '--experimental-specifier-resolution',
  '--es-module-specifier-resolution', '--v8-pool-size', '--test-name-pattern', '--test-reporter', '--test-reporter-destination',
]);

/**
 * Options by which node waits for a change instead of ending: in an image nothing changes.
 *
 * @see https://nodejs.org/api/cli.html#--watch
 */
const WATCH_OPTIONS = new Set(['--watch', '--watch-path', '--watch-preserve-output', '--watch-kill-signal']);

const PRELOAD_OPTIONS = new Set(['-r', '--require', '--import', '--loader', '--experimental-loader']);

/**
 * Options behind which no file is run.
 */
const NO_FILE = /^(-e|--eval|-p|--print|-pe|-c|--check|-i|--interactive|--run|--test|-v|--version|-h|--help|-)(=|$)/;

/**
 * `node` with its options, the file it runs, and what that file gets.
 */
export interface NodeCommand {
  readonly options: readonly Word[];
  readonly file?: Word;
  readonly passed: readonly Word[];
  /** The packages it loads before the file. */
  readonly preloaded: readonly string[];
  /** The files with variables that will not be there. */
  readonly environmentFiles: readonly string[];
  /** True if it was to run anew when a file changes. */
  readonly watches: boolean;
}

/**
 * Reads the words behind `node`.
 *
 * `--env-file` of a file that never enters the image becomes `--env-file-if-exists`, or goes where
 * Node.js does not know that: node ends at once when the file is not there.
 *
 * @param line the line of Node.js
 * @see https://nodejs.org/api/cli.html#--env-file-if-existsfile
 */
export function parseNodeCommand(words: readonly Word[], line: number): NodeCommand {
  const options: Word[] = [];
  const preloaded: string[] = [];
  const environmentFiles: string[] = [];
  let watches = false;
  for (let i = 0; i < words.length; i++) {
    const { text } = words[i];
    if (NO_FILE.test(text)) return { options: [...options, ...words.slice(i)], passed: [], preloaded, environmentFiles, watches };
    if (text === '--' || !text.startsWith('-')) {
      const [file, ...passed] = text === '--' ? words.slice(i + 1) : words.slice(i);
      return { options, file, passed, preloaded, environmentFiles, watches };
    }
    const equals = text.startsWith('--') ? text.indexOf('=') : -1;
    const option = equals === -1 ? text : text.slice(0, equals);
    const attached = equals === -1 ? undefined : text.slice(equals + 1);
    const separate = attached === undefined && VALUE_OPTIONS.has(option) && i + 1 < words.length;
    const value = attached ?? (separate ? words[i + 1].text : undefined);
    const own = words.slice(i, i + (separate ? 2 : 1));
    if (separate) i++;
    if (PRELOAD_OPTIONS.has(option) && value !== undefined) preloaded.push(...packageOf(value));
    if (option === '--env-file' && value !== undefined && isNeverAllowed(value.split('/').pop()!)) {
      environmentFiles.push(value);
      if (line >= 22) options.push(...own.map(ifExists));
    } else if (WATCH_OPTIONS.has(option)) {
      watches = true;
    } else {
      options.push(...own);
    }
  }
  return { options, passed: [], preloaded, environmentFiles, watches };
}

/**
 * The file that node runs for a path, relative to the project; as it is written if it is not there (yet).
 *
 * @see https://nodejs.org/api/modules.html#all-together
 */
export function resolveEntry(files: ProjectFiles, packages: Packages, directory: string, path: string): string | undefined {
  const target = joinInside(directory, path);
  if (target === undefined) return undefined;
  if (target !== '' && files.kind(target) === 'file') return target;
  const withExtension = target === '' ? undefined : ['.js', '.json', '.node'].map(extension => target + extension).find(file => files.kind(file) === 'file');
  if (withExtension !== undefined) return withExtension;
  if (files.kind(target) !== 'directory') return target;
  const main = packages.at(target)?.main;
  const inside = main === undefined || joinInside('', main) === '' ? 'index.js' : main;
  const file = joinInside(target, inside);
  if (file === undefined || files.kind(file) === 'file') return file;
  return ['.js', '/index.js'].map(end => file + end).find(candidate => files.kind(candidate) === 'file') ?? file;
}

function ifExists(word: Word): Word {
  const replace = (text: string) => text.replace(/^--env-file(?=$|=)/, '--env-file-if-exists');
  return { ...word, text: replace(word.text), raw: replace(word.raw) };
}

function packageOf(specifier: string): string[] {
  const name = /^(@[^/]+\/[^/]+|[^@./][^/]*)/.exec(specifier)?.[1];
  return name === undefined || specifier.startsWith('node:') ? [] : [name];
}
