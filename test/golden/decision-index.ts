import * as fs from 'fs';
import * as path from 'path';

const FOLDER = path.join(__dirname, '..', '..', 'docs', 'decisions');

/** Pages of decisions by their file names, in the order of their numbers. */
export const DECISIONS: readonly string[] = fs.readdirSync(FOLDER).filter(name => name !== 'README.md').sort();

/** Text of a page. */
export function decision(file: string): string {
  return fs.readFileSync(path.join(FOLDER, file), 'utf8');
}

/** Every decision with its title, a line each. */
export function decisionIndex(): string {
  return DECISIONS.map(file => `- [${file.slice(0, 4)}](${file}) ${decision(file).split('\n')[0].replace(/^# \d+\. /, '')}`).join('\n');
}
