import * as fs from 'fs';
import * as path from 'path';
import { REPORTS } from './build-image';

/** Milliseconds in which many files are saved at once, as by a change of branch. */
const QUIET = 200;

/** Names of directories of which nothing enters a build; some are large. */
const SKIPPED = ['node_modules', '.git', 'cdk.out', REPORTS];

/**
 * Resolves once a file below a directory was changed, and nothing more has for a moment. It watches from the call on: what
 * changes while something else is done is seen, too.
 *
 * @param skipped paths of directories that are not watched, beside those of installed packages, git and reports
 */
export function nextChange(directory: string, skipped: readonly string[] = []): Promise<void> {
  const watchers = new Map<string, fs.FSWatcher>();
  return new Promise(resolve => {
    let timer: NodeJS.Timeout | undefined;
    const heard = (below: string) => {
      clearTimeout(timer);
      watch(below);
      timer = setTimeout(() => {
        watchers.forEach(watcher => watcher.close());
        resolve();
      }, QUIET);
    };
    const isWatched = (name: string, parent: string) => !SKIPPED.includes(name) && !skipped.includes(path.join(parent, name));
    const watch = (parent: string): void => {
      if (!fs.existsSync(parent)) return;
      if (!watchers.has(parent)) {
        const watcher = fs.watch(parent, (_, name) => {
          if (name === null || isWatched(name, parent)) heard(parent);
        });
        watchers.set(parent, watcher.on('error', () => watchers.delete(parent)));
      }
      for (const entry of fs.readdirSync(parent, { withFileTypes: true })) {
        if (entry.isDirectory() && isWatched(entry.name, parent)) watch(path.join(parent, entry.name));
      }
    };
    watch(directory);
  });
}
