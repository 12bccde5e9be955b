import { lstatSync, mkdirSync, readdirSync, renameSync, rmdirSync } from 'fs';
import { join } from 'path';

/** Where an earlier step of the build has made a directory it cannot be renamed, but what is in it can. */
export function move(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV' || !lstatSync(from).isDirectory()) throw error;
    mkdirSync(to, { mode: lstatSync(from).mode });
    readdirSync(from).forEach(name => move(join(from, name), join(to, name)));
    rmdirSync(from);
  }
}
