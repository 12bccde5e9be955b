import { directoryOf } from '../../project/files/relative-path';

/** Entry of a package in a lockfile of npm. */
interface Locked {
  readonly dependencies?: { readonly [name: string]: string };
  readonly optionalDependencies?: { readonly [name: string]: string };
  readonly peerDependencies?: { readonly [name: string]: string };
  readonly link?: boolean;
  readonly resolved?: string;
}

/**
 * The shortest chain of dependencies that brings each package, the first of which is a production dependency of the project.
 *
 * @param lockfile the text of a package-lock.json; of another one there are no chains
 * @param project the path of the package in it, empty for its root
 */
export function chainsOf(lockfile: string, project: string): ReadonlyMap<string, readonly string[]> {
  const packages = packagesOf(lockfile);
  const chains = new Map<string, string[]>();
  const seen = new Set([project]);
  let front: { at: string; chain: string[] }[] = [{ at: project, chain: [] }];
  while (front.length) {
    front = front.flatMap(({ at, chain }) => {
      const { dependencies, optionalDependencies, peerDependencies } = packages[at] ?? {};
      return Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }).flatMap(name => {
        const found = resolve(packages, at, name);
        if (found === undefined || seen.has(found)) return [];
        seen.add(found);
        if (!chains.has(name)) chains.set(name, chain);
        return [{ at: found, chain: [...chain, name] }];
      });
    });
  }
  return chains;
}

function packagesOf(lockfile: string): { readonly [path: string]: Locked } {
  try {
    return JSON.parse(lockfile).packages ?? {};
  } catch {
    return {};
  }
}

/** Where a package finds another one, as Node.js looks for it: beside itself, then further up. */
function resolve(packages: { readonly [path: string]: Locked }, from: string, name: string): string | undefined {
  for (let directory = from; ; directory = directoryOf(directory)) {
    const at = `${directory === '' ? '' : `${directory}/`}node_modules/${name}`;
    if (!/(^|\/)node_modules$/.test(directory) && Object.hasOwn(packages, at)) return packages[at].link ? packages[at].resolved : at;
    if (directory === '') return undefined;
  }
}
