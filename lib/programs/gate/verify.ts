import { mkdirSync } from 'fs';
import { join } from 'path';
import { GATES, lastLines, PASSED, readEnd } from '../shared/gate-files';
import { gateName, usage } from './parse';

/** Makes the directory that the release takes if, and only if, all of these gates passed. */
export function verify(names: readonly string[]): number {
  if (names.length === 0) usage('no gate to verify');
  const failed = names.map(gateName).filter(name => !passed(name));
  if (failed.length > 0) {
    console.error(`gates that did not pass: ${failed.join(', ')}`);
    return 1;
  }
  mkdirSync(PASSED);
  return 0;
}

function passed(name: string): boolean {
  const code = readEnd(join(GATES, name, 'exit-code')).replace(/\n$/, '');
  if (code === '0') return true;
  console.error(`[gate ${name}] ${/^\d+$/.test(code) ? `failed with exit code ${code}` : 'has no valid exit code: it did not run to its end'}`);
  for (const line of lastLines(readEnd(join(GATES, name, 'log')), 20)) if (line) console.error(`  ${line}`);
  return false;
}
