import { Configuration } from '../package-managers/definition/definition';

/**
 * The names of the dependencies whose install scripts run; undefined if those of all do.
 */
export function runningScripts({ ignoresScripts, builds, chosen }: Configuration): ReadonlySet<string> | undefined {
  if (ignoresScripts && !chosen) return new Set();
  return builds && new Set(builds.map(withoutVersion));
}

/**
 * A package that is allowed to run scripts may be named with its versions.
 */
function withoutVersion(name: string): string {
  const at = name.indexOf('@', 1);
  return at === -1 ? name : name.slice(0, at);
}
