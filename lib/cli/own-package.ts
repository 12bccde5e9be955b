import * as fs from 'fs';
import * as path from 'path';

/** `package.json` of this library. */
export function ownPackage(): { readonly version: string; readonly peerDependencies: { readonly [name: string]: string } } {
  return JSON.parse(fs.readFileSync(path.join(__dirname, '..', '..', 'package.json'), 'utf8'));
}
