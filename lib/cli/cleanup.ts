import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

/** Work to undo, however the command ends. */
export class Cleanup {
  private readonly tasks: Array<() => void> = [];

  /** The last one is done first; one that fails keeps none of the others. */
  public later(task: () => void): void {
    this.tasks.push(task);
  }

  /** A directory that is there until the command ends. */
  public temporaryDirectory(): string {
    const directory = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'cdk-nodejs-image-')));
    this.later(() => fs.rmSync(directory, { recursive: true, force: true }));
    return directory;
  }

  public run(): void {
    for (let task = this.tasks.pop(); task; task = this.tasks.pop()) {
      try {
        task();
      } catch {
        // nothing more can be done about it
      }
    }
  }
}
