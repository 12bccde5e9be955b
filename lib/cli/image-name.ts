import * as path from 'path';
import { DiskFiles } from '../project/files/disk-files';
import { readManifest } from '../project/manifest/manifest';

/** The name of a package as that of an image, of a directory and of a stack. */
export function imageName(directory: string): string {
  const name = readManifest(new DiskFiles(directory), '')?.name?.replace(/^@[^/]*\//, '');
  return (name ?? path.basename(path.resolve(directory))).toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '') || 'app';
}
