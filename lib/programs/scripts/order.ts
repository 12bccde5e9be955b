import { dependenciesOf, Installed, Manifest } from './installed';

/** Installed packages, in the order in which its scripts run: each package after those it needs. */
export interface Order {
  readonly packages: readonly Installed[];
  /** Those before a package whose scripts have to be through. */
  before(item: Installed): readonly Installed[];
  /** True if an install goes on without it, if a script of it fails. */
  isOptional(item: Installed): boolean;
  /** A package that may be missing, and those that may be missing and cannot do without it. */
  withDependents(item: Installed): readonly Installed[];
}

/** Finds out the order of what is installed for a project. */
export function orderOf(root: { readonly directory: string; readonly manifest: Manifest }, installed: ReadonlyMap<string, Installed>): Order {
  const edges = new Map([...installed.values()].map(item => [item, dependenciesOf(item, installed)]));
  const packages = new Set<Installed>();
  const entered = new Set<Installed>();
  const visit = (item: Installed): void => {
    if (entered.has(item)) return;
    entered.add(item);
    edges.get(item)!.forEach(edge => visit(edge.item));
    packages.add(item);
  };
  installed.forEach(visit);
  const positions = new Map([...packages].map((item, index) => [item, index]));

  const required = new Set<Installed>();
  const require = (item: Installed): void => {
    if (required.has(item)) return;
    required.add(item);
    edges.get(item)!.filter(edge => edge.required).forEach(edge => require(edge.item));
  };
  dependenciesOf({ ...root, linked: true }, installed).filter(edge => edge.required).forEach(edge => require(edge.item));
  installed.forEach(item => item.linked && require(item));

  const withDependents = (item: Installed, known: Set<Installed> = new Set()): readonly Installed[] => {
    if (known.has(item)) return [...known];
    known.add(item);
    edges.forEach((targets, other) => {
      if (!required.has(other) && targets.some(edge => edge.required && edge.item === item)) withDependents(other, known);
    });
    return [...known];
  };
  return {
    packages: [...packages],
    // In a circle somebody is first.
    before: item => edges.get(item)!.map(edge => edge.item).filter(other => positions.get(other)! < positions.get(item)!),
    isOptional: item => !required.has(item),
    withDependents: item => withDependents(item),
  };
}
