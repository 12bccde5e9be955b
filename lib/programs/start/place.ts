import { posix } from 'path';

/** Where an application runs. */
export interface Place {
  /** The directory of the project in the image. */
  readonly directory: string;
  /** The working directory of the application. */
  readonly cwd: string;
  /** The user, in numbers. */
  readonly user: string;
  /** True if there is something at a path of the image, as far as it matters. */
  readonly exists: (path: string) => boolean;
}

/** Paths, which are no words of what an application says: `/app/src/secrets/token.js` wants no token. */
export const INSIDE_NAMES = /(?:file:\/\/)?\/[^\s'"`:,;()]+/g;

/** A path below the directory of the project, relative to it; undefined for one elsewhere. */
export function inside(path: string, { directory, cwd }: Place): string | undefined {
  const full = posix.resolve(cwd, path.replace(/^file:\/\//, ''));
  return full.startsWith(`${directory}/`) ? full.slice(directory.length + 1) : undefined;
}

/** The name as the props of the image take it: relative to the package, where the project is one of a monorepo. */
export function asProp(path: string, place: Place): string {
  const full = posix.resolve(place.cwd, path.replace(/^file:\/\//, ''));
  return full.startsWith(`${place.cwd}/`) ? full.slice(place.cwd.length + 1) : inside(path, place) ?? path;
}
