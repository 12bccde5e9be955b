import { ProjectFiles } from '../files/project-files';
import { sourceText } from '../listening/source-text';

/** A longer file is not read. */
const MAX_LENGTH = 200_000;

/** Calls that do not keep a program running, by what is in front of the parenthesis. */
const QUIET_CALLS = /^(?:require|createRequire|fileURLToPath|import|Symbol|Number|String|Boolean|parseInt|Object \. (?:freeze|defineProperty|assign|create|keys|entries|fromEntries)|path \. (?:join|resolve|dirname)|dirname|join|resolve|__exportStar|__importDefault|__importStar|express(?: \. Router)?|Router|[\w.$ ]+ \. (?:use|get|post|put|patch|delete|all|set|route|param|engine|disable|enable|model|extend|object|string|number))$/;

/** What begins with these and a parenthesis is no call. */
const KEYWORDS = new Set(['if', 'for', 'while', 'switch', 'catch', 'function', 'return', 'super', 'async', 'constructor', 'get', 'set', 'static']);

/**
 * Whether a file does nothing but export, so that a process which runs it ends at once. False where that cannot be told.
 */
export function isLibrary(files: ProjectFiles, entry: string): boolean {
  // What is built comes from a file of the same name among the sources.
  const written = entry.replace(/^[^/]+\//, 'src/').replace(/\.([cm]?)js$/, '');
  const path = [entry, `${written}.ts`, `${written}.js`].find(file => files.kind(file) === 'file');
  const source = path === undefined ? undefined : files.text(path);
  if (source === undefined || source.length > MAX_LENGTH || source.startsWith('#!')) return false;
  const text = sourceText(source);
  const exportsSomething = /(?:^| )(?:module \. exports|exports (?:\. \w+|\[)|export (?:default|const|let|function|async|class|\{|\*))(?= |$)/.test(text);
  return exportsSomething && topLevelCalls(text).every(call => QUIET_CALLS.test(call));
}

/**
 * What is called at the top level of a file: outside of every brace, as the names in front of a parenthesis.
 */
function topLevelCalls(text: string): string[] {
  const words = text.split(' ');
  const calls: string[] = [];
  let depth = 0;
  words.forEach((word, index) => {
    if (word === '{') depth++;
    if (word === '}') depth--;
    if (word !== '(' || depth > 0 || index === 0) return;
    const callee = calleeBefore(words, index);
    // A parenthesis of its own, as of a function that is called where it is written.
    if (callee === '') {
      if (/^[\w$)\]}]+$/.test(words[index - 1]) ? !KEYWORDS.has(words[index - 1]) : words[index + 1] === 'function' || words[index + 1] === 'async') calls.push('(');
    } else if (words[index - calleeLength(callee) - 1] !== 'function' && !KEYWORDS.has(callee)) {
      calls.push(callee);
    }
  });
  return calls;
}

function calleeBefore(words: readonly string[], end: number): string {
  let start = end;
  while (start > 0 && /^[\w$]+$/.test(words[start - 1]) && !KEYWORDS.has(words[start - 1])) {
    start--;
    if (words[start - 1] !== '.') break;
    start--;
  }
  return words.slice(start, end).join(' ');
}

function calleeLength(callee: string): number {
  return callee.split(' ').length;
}
