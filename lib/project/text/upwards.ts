import * as path from 'path';

/**
 * A directory and all those above it, the nearest first.
 */
export function* upwards(directory: string): Generator<string> {
  for (let current = directory; ; current = path.dirname(current)) {
    yield current;
    if (path.dirname(current) === current) return;
  }
}
