import * as fs from 'fs';
import * as path from 'path';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { sha256 } from '../sha256';
import { contextCache } from './context-cache';
import { finishOnce } from './finish-once';
import { finish } from './finished-files';
import { outdirOf } from './prepare';
import { stageAsset } from './stage-asset';

/** The files of an asset, by their paths in it: a text, or the path of a file to copy. */
export interface AssetFiles {
  readonly [path: string]: { readonly text: string } | { readonly copyOf: string };
}

/** An asset of a directory with these files. The same content gives the same hash on every machine. */
export function filesAsset(scope: Construct, id: string, files: AssetFiles): Asset {
  const contents = Object.entries(files).map(([name, file]): [string, Buffer] => [name, 'text' in file ? Buffer.from(file.text) : fs.readFileSync(file.copyOf)]);
  const hash = sha256(JSON.stringify(contents.map(([name, content]) => [name, sha256(content)])));
  const directory = path.join(outdirOf(scope), `node-files-${hash.slice(0, 32)}`);
  const finished = contents.map(([name, content]) => ({ path: name, content, digest: sha256(content), executable: false }));
  finishOnce(contextCache(scope), directory, () => finish(directory, finished));
  stageAsset(scope, directory, finished, hash);
  return new Asset(scope, id, { path: directory, assetHash: hash });
}
