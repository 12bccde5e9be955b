import * as path from 'path';
import { ProjectFiles } from './project-files';

/**
 * A project that is not on disk: nothing but a `package.json` made of props.
 */
export class MemoryFiles implements ProjectFiles {
  public readonly onDisk = false;
  public readonly directory: string;

  constructor(directory: string, private readonly manifest: string) {
    this.directory = path.resolve(directory);
  }

  public name(file: string): string {
    return file;
  }

  public manifestSource(field: string): string {
    return `props: ${field}`;
  }

  public kind(file: string): 'file' | 'directory' | undefined {
    if (file === '') return 'directory';
    return file === 'package.json' ? 'file' : undefined;
  }

  public text(file: string): string | undefined {
    return file === 'package.json' ? this.manifest : undefined;
  }

  public list(directory: string): string[] {
    return directory === '' ? ['package.json'] : [];
  }

  public allows(_file: string): boolean {
    return false;
  }

  public mayRead(_file: string): boolean {
    return true;
  }

  public realPath(file: string): string {
    return file;
  }
}
