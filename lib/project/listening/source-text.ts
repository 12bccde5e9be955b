import { configTokens } from '../frameworks/config-tokens';

/**
 * The source of a program with one space between its tokens and without comments, so that patterns can be searched
 * in it. Strings have double quotes.
 */
export function sourceText(source: string): string {
  return configTokens(source).map(({ type, text }) => type === 'string' ? JSON.stringify(text) : text).join(' ');
}

/** Longer arguments hold a whole program. */
const MAX_CALL = 4000;

/**
 * The arguments of every call of one of these functions, as they are written.
 */
export function callsOf(text: string, functions: readonly string[]): string[] {
  const calls = new RegExp(`(?<=^|[ .])(?:${functions.join('|')}) \\( `, 'g');
  return [...text.matchAll(calls)].map(({ index, 0: call }) => insideParentheses(text.slice(index + call.length, index + call.length + MAX_CALL)));
}

function insideParentheses(text: string): string {
  let depth = 0;
  const words = text.split(' ');
  const end = words.findIndex(word => {
    if (/^[([{]$/.test(word)) depth++;
    if (/^[)\]}]$/.test(word)) depth--;
    return depth < 0;
  });
  return words.slice(0, end === -1 ? words.length : end).join(' ');
}
