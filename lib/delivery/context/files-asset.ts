import * as fs from 'fs';
import * as path from 'path';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { sha256 } from '../sha256';
import { outdirOf } from './prepare';

/** The files of an asset, by their paths in it: a text, or the path of a file to copy. */
export interface AssetFiles {
  readonly [path: string]: { readonly text: string } | { readonly copyOf: string };
}

/** An asset of a directory with these files. The same content gives the same hash on every machine. */
export function filesAsset(scope: Construct, id: string, files: AssetFiles): Asset {
  const contents = Object.entries(files).map(([name, file]): [string, Buffer] => [name, 'text' in file ? Buffer.from(file.text) : fs.readFileSync(file.copyOf)]);
  const hash = sha256(JSON.stringify(contents.map(([name, content]) => [name, sha256(content)])));
  const directory = path.join(outdirOf(scope), `node-files-${hash.slice(0, 32)}`);
  if (!fs.existsSync(directory)) {
    write(directory, contents);
  }
  return new Asset(scope, id, { path: directory, assetHash: hash });
}

/** Writes beside the directory and renames, so that nobody finds half of it. */
function write(directory: string, contents: readonly [string, Buffer][]): void {
  fs.mkdirSync(path.dirname(directory), { recursive: true });
  const temporary = fs.mkdtempSync(`${directory}-`);
  fs.chmodSync(temporary, 0o755);
  for (const [name, content] of contents) {
    fs.mkdirSync(path.dirname(path.join(temporary, name)), { recursive: true, mode: 0o755 });
    fs.writeFileSync(path.join(temporary, name), content, { mode: 0o644 });
  }
  fs.renameSync(temporary, directory);
}
