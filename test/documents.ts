import * as fs from 'fs';
import * as path from 'path';

const ROOT = path.join(__dirname, '..');

/** The pages of the repository, but for `API.md`, which is written where the package is packed. */
export function documents(): string[] {
  const guides = fs.readdirSync(path.join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).map(name => path.join('docs', name));
  return [...fs.readdirSync(ROOT), ...guides].filter(name => name.endsWith('.md') && name !== 'API.md').sort();
}
