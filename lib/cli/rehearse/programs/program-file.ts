import * as fs from 'fs';
import * as path from 'path';

/**
 * The file with the programs of a rehearsal: what stands for docker and for the CLI of AWS, and the registry.
 *
 * @throws if the library was not built whole
 */
export function rehearsalProgram(): string {
  const file = path.join(__dirname, '..', '..', 'bundle', 'rehearsal.mjs');
  if (!fs.existsSync(file)) {
    throw new Error(`the programs of a rehearsal are not bundled, there is no ${file}; in a clone of the library run "npx projen bundle", otherwise install the package again`);
  }
  return file;
}
