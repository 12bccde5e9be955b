import * as path from 'path';
import { DiskFiles } from '../files/disk-files';
import { ProjectFiles } from '../files/project-files';

const GITIGNORE = '.gitignore';

/**
 * The files of one package of a monorepo. What the root's `.gitignore` says about names counts there, too.
 */
export class MemberFiles extends DiskFiles {
  constructor(private readonly root: ProjectFiles, directory: string) {
    super(path.join(root.directory, directory), root instanceof DiskFiles ? { allowed: root.allowed, bounds: root.bounds } : {});
  }

  public kind(file: string): 'file' | 'directory' | undefined {
    return file === GITIGNORE && this.root.kind(GITIGNORE) === 'file' ? 'file' : super.kind(file);
  }

  public text(file: string): string | undefined {
    if (file !== GITIGNORE || this.root.kind(GITIGNORE) !== 'file') return super.text(file);
    // A pattern with a slash before its end is about the root alone.
    const names = (this.root.text(GITIGNORE) ?? '').split(/\r?\n/).filter(line => !/\/./.test(line));
    return [...names, super.kind(file) === 'file' ? super.text(file) : ''].join('\n');
  }
}
