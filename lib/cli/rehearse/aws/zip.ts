import * as fs from 'fs';
import * as path from 'path';
import type { Zippable } from 'fflate';
import { libraries } from '../libraries';

/** The system that made an archive, so that the attributes of its files are modes. */
const UNIX = 3;

/** Packed directory of an asset, as its deployment puts it into a bucket. Nothing is compressed: it is read on this machine. */
export function zipOfDirectory(directory: string): Buffer {
  const files: Zippable = {};
  for (const file of fs.readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort()) {
    const stats = fs.statSync(path.join(directory, file));
    if (stats.isDirectory()) continue;
    files[file.split(path.sep).join('/')] = [fs.readFileSync(path.join(directory, file)), { level: 0, os: UNIX, attrs: stats.mode * 2 ** 16 }];
  }
  return Buffer.from(libraries().zipSync(files));
}
