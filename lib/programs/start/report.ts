import { mkdirSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { plain } from './said';

/** A part of the gate: a test case in its report. */
export interface Part {
  readonly name: string;
  readonly seconds: number;
  /** Why it failed. */
  readonly failure?: string;
  /** What is to be known where it passed. */
  readonly notes: readonly string[];
}

/** Writes what each gate writes; the exit code last, because what breaks before has not passed. */
export function writeResults(directory: string, code: number, log: string, parts: readonly Part[]): void {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'log'), log);
  writeFileSync(join(directory, 'junit.xml'), junit(parts, log));
  writeFileSync(join(directory, 'exit-code'), `${code}\n`, { flag: 'wx' });
}

/** The gate as a test suite. */
export function junit(parts: readonly Part[], log: string): string {
  const seconds = parts.reduce((sum, part) => sum + part.seconds, 0).toFixed(3);
  const totals = ` tests="${parts.length}" failures="${parts.filter(({ failure }) => failure !== undefined).length}" errors="0" skipped="0" time="${seconds}"`;
  const end = log.split('\n').slice(-100).join('\n');
  const cases = parts.map(part => {
    const body = part.failure === undefined
      ? `<system-out>${xml(part.notes.join('\n'))}</system-out>`
      : `<failure message="${xml(part.failure)}">${xml([...part.notes, end].join('\n'))}</failure>`;
    return `    <testcase classname="gate.start" name="${xml(part.name)}" time="${part.seconds.toFixed(3)}">\n      ${body}\n    </testcase>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${totals}>\n  <testsuite name="start"${totals}>\n${cases.join('')}  </testsuite>\n</testsuites>\n`;
}

const ENTITIES: { readonly [character: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' };

function xml(text: string): string {
  return plain(text).replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '').replace(/[&<>"\r]/g, character => ENTITIES[character]);
}
