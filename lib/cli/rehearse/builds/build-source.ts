import { execFileSync } from 'child_process';
import * as fs from 'fs';

/** Source of a build: a directory that is copied, an archive that is unpacked, or none. */
export interface BuildSource {
  readonly directory?: string;
  /** As zip, which is what CodeBuild takes from S3. */
  readonly archive?: Buffer;
  /** The commit that it is; none where it is of no repository. */
  readonly commit?: string;
}

/** Makes the directory in which a build begins. */
export function laySource({ directory, archive }: BuildSource, target: string): void {
  fs.mkdirSync(target);
  if (directory !== undefined) fs.cpSync(directory, target, { recursive: true, verbatimSymlinks: true });
  if (archive !== undefined) unpack(archive, target);
}

function unpack(archive: Buffer, target: string): void {
  const file = `${target}.zip`;
  fs.writeFileSync(file, archive);
  execFileSync('unzip', ['-q', file, '-d', target], { stdio: 'ignore' });
  fs.rmSync(file);
}
