import * as fs from 'fs';
import * as path from 'path';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { contextCache } from './context-cache';
import { finishOnce } from './finish-once';
import { finish } from './finished-files';
import { outdirOf } from './prepare';
import { sha256 } from './sha256';
import { stageAsset } from './stage-asset';

/** The files of an asset, by their paths in it: a text, or the path of a file to copy. */
export interface AssetFiles {
  readonly [path: string]: { readonly text: string } | { readonly copyOf: string };
}

/** The content of a file and its digest. */
interface Content {
  readonly content: Buffer;
  readonly digest: string;
}

/** Files that were copied in a synthesis, by the paths: the programs of the library are in the asset of each image. */
const COPIED = new WeakMap<object, Map<string, Content>>();

function copied(synthesis: object, file: string): Content {
  const known = COPIED.get(synthesis) ?? new Map<string, Content>();
  COPIED.set(synthesis, known);
  const content = known.get(file) ?? contentOf(fs.readFileSync(file));
  known.set(file, content);
  return content;
}

function contentOf(content: Buffer): Content {
  return { content, digest: sha256(content) };
}

/** An asset of a directory with these files. The same content gives the same hash on every machine. */
export function filesAsset(scope: Construct, id: string, files: AssetFiles): Asset {
  const contents = Object.entries(files).map(([name, file]): [string, Content] =>
    [name, 'text' in file ? contentOf(Buffer.from(file.text)) : copied(contextCache(scope), file.copyOf)]);
  const hash = sha256(JSON.stringify(contents.map(([name, { digest }]) => [name, digest])));
  const directory = path.join(outdirOf(scope), `node-files-${hash.slice(0, 32)}`);
  const finished = contents.map(([name, content]) => ({ path: name, ...content, executable: false }));
  finishOnce(contextCache(scope), directory, () => finish(directory, finished));
  stageAsset(scope, directory, () => finished, hash);
  return new Asset(scope, id, { path: directory, assetHash: hash });
}
