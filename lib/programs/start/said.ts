import { plain } from '../shared/xml';
import { FAULTS } from './faults';
import { OUTSIDE, SUSPICIONS } from './outside';
import { INSIDE_NAMES, Place } from './place';

/** Messages of an application before it ended, or while it waits: a fault of the image, or something that a build cannot have. */
export interface Said {
  readonly kind: 'fault' | 'outside';
  /** Missing thing, in one line. */
  readonly what: string;
  /** Remedy. */
  readonly remedy: string;
}

/** Lines that repeat where an error was, and name files that are no cause. */
const ASIDE = [/^\s+at\s/, /^\s*- \//, /^\s*['"][^'"]*['"],?(\s*\])?,?$/, /requireStack|Require stack/, /^\s*$/, /^(Node\.js|Bun) v\d/, /^\s*\^/];

/** A property of an error, which stands below its message. */
const PROPERTY = /^\s*"?(code|errno|syscall|address|port|host|hostname|path|fatal|type)"?: /;

/** The message above a property that names the same. */
function headingOf(lines: readonly string[], pattern: RegExp): string | undefined {
  const above = lines.slice(-20).reverse().filter(line => !PROPERTY.test(line) && !ASIDE.some(aside => aside.test(line)));
  return above.find(line => pattern.test(line)) ?? above.find(line => /error/i.test(line));
}

/**
 * The cause that an output names. What is said last decides: an application that warns of an optional module and then ends
 * for a database ends for the database.
 */
export function said(output: string, place: Place): Said | undefined {
  const lines = plain(output).split(/\r?\n/);
  for (let at = lines.length - 1; at >= 0; at--) {
    const line = lines[at];
    if (ASIDE.some(pattern => pattern.test(line))) continue;
    for (const { pattern, judge } of FAULTS) {
      const match = pattern.exec(line);
      const found = match && judge(match, { place, following: lines.slice(at + 1, at + 25), preceding: lines.slice(Math.max(0, at - 12), at) });
      if (found) return { kind: 'fault', ...found };
    }
    const outside = OUTSIDE.find(pattern => pattern.test(line)) ?? SUSPICIONS.find(pattern => pattern.test(line.replace(INSIDE_NAMES, '')));
    if (outside) return { kind: 'outside', what: short(PROPERTY.test(line) ? headingOf(lines.slice(0, at), outside) ?? line : line), remedy: '' };
  }
  return undefined;
}

/** True if a process of Node.js or Bun that another one runs ended by an error that nobody caught. */
export function crashed(output: string): boolean {
  return /^(Node\.js|Bun) v\d+\.\d+\.\d+(\s.*)?$/m.test(plain(output));
}

/** The line that says most of an end whose cause is in no table: the last one that reads as an error, or the last of all. */
export function lastWord(output: string): string | undefined {
  const lines = plain(output).split(/\r?\n/).filter(line => !ASIDE.some(pattern => pattern.test(line)) && !/^\s*[{}[\]]/.test(line));
  const named = lines.filter(line => /^\S*(error|exception|fatal)\b/i.test(line) || /\berror\b:/i.test(line));
  const line = named.pop() ?? lines.pop();
  return line === undefined ? undefined : short(line);
}

function short(line: string): string {
  const text = line.trim().replace(/\s+/g, ' ');
  return text.length > 240 ? `${text.slice(0, 240)}...` : text;
}
