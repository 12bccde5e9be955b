import { Manifest } from '../manifest/manifest';
import { MemberDependency, memberDependencies } from './member-dependencies';
import { Members } from './members';

/**
 * A package, and every package of the monorepo that it needs.
 */
export interface Closure {
  /** Each after those it depends on; the package itself comes last. */
  readonly members: readonly Manifest[];
  /** The paths of those that are needed to run. */
  readonly production: ReadonlySet<string>;
  /** The paths of packages that depend on one another to run, each as a way back to its beginning. */
  readonly cycles: readonly (readonly string[])[];
}

/**
 * Finds the closure of a package. What the root depends on is part of it, for the root is always installed.
 *
 * Packages that depend on one another by their development dependencies alone are ordered by the others. Where that
 * leaves a cycle, the first one that is reached, by path, is the last one of it.
 *
 * @throws ProjectError if a dependency is to be a package of the monorepo, and is none
 */
export function closureOf(root: Manifest, path: string, members: Members): Closure {
  const known = new Map<string, readonly MemberDependency[]>();
  const dependencies = (from: string) => {
    const list = known.get(from) ?? memberDependencies(from === '' ? root : members.at(from)!, members);
    known.set(from, list);
    return list;
  };
  const reach = (starts: readonly string[], follow: (dependency: MemberDependency) => boolean) => {
    const reached = new Set<string>();
    const queue = [...starts];
    for (const from of queue) {
      if (reached.has(from)) continue;
      reached.add(from);
      queue.push(...dependencies(from).filter(follow).map(dependency => dependency.path));
    }
    return reached;
  };
  const all = reach(['', path], () => true);
  const production = reach(['', path], dependency => dependency.production);
  const reachable = new Map([...all].map(from => [from, reach(dependencies(from).map(dependency => dependency.path), () => true)]));
  const order = new Order(from => dependencies(from)
    .filter(dependency => dependency.production || !reachable.get(dependency.path)!.has(from))
    .map(dependency => dependency.path));
  order.visit(path, []);
  [...all].sort().forEach(other => order.visit(other, []));
  const sorted = [...order.done].filter(other => other !== '' && other !== path);
  production.delete('');
  return { members: [...sorted, path].map(member => members.at(member)!), production, cycles: order.cycles };
}

/**
 * Puts packages behind those they need.
 */
class Order {
  public readonly done = new Set<string>();
  public readonly cycles: string[][] = [];

  constructor(private readonly needs: (path: string) => readonly string[]) {}

  public visit(path: string, above: readonly string[]) {
    if (this.done.has(path)) return;
    if (above.includes(path)) {
      this.cycles.push([...above.slice(above.indexOf(path)), path]);
      return;
    }
    this.needs(path).forEach(other => this.visit(other, [...above, path]));
    this.done.add(path);
  }
}
