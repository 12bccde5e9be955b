import * as fs from 'fs';
import * as path from 'path';
import { golden } from '../golden/golden-file';

const ESCAPES = /\u001b\[[\d;]*[A-Za-z]/g; // eslint-disable-line no-control-regex -- what terminals are sent

/**
 * What a terminal of a command that takes an engine was left with, as it was last recorded; where it was run now,
 * `UPDATE_GOLDEN=1 npm run test:container -- command` records that.
 */
export function recorded(name: string, sent?: string): string {
  const file = path.join(__dirname, 'recordings', `${name}.ansi`);
  return sent === undefined ? fs.readFileSync(file, 'utf8') : golden(file, withoutErased(sent));
}

/** Without what was written over. */
function withoutErased(sent: string): string {
  return sent.replace(/[^\n]*\r\u001b\[2K/g, ''); // eslint-disable-line no-control-regex -- erases a line
}

/** Stage of which BuildKit says nothing where it has the layers of it. */
const SILENT = 'base';

/** Parts that are the same in every run: the words without times, sizes and ids, the stages whether cached or not, nothing of Node.js itself. */
export function shapeOf(sent: string): string[] {
  const lines = withoutErased(sent).replace(ESCAPES, '').split('\n').filter(line => !/^[+x] \S+ {2}|^ +at .*\(?node:/.test(line));
  const [first, last] = ['Stages', 'Image'].map(title => lines.indexOf(title));
  const end = last < 0 ? lines.indexOf('', first) : last;
  const stages = lines.slice(first + 1, end).map(line => line.trim().split(/\s+/)[0]).filter(stage => stage !== SILENT).sort();
  return [...lines.slice(0, first), ...stages, ...lines.slice(end)]
    .map(line => line.replace(/sha256:[0-9a-f]+/g, 'ID').replace(/\d+(\.\d+)?( min \d+)?/g, 'N').replace(/ +/g, ' ').trimEnd());
}
