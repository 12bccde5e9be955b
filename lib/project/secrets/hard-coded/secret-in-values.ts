import { secretInScript } from './words';

/** Where among values a secret is written out. */
export interface FoundInValues {
  /** The way to it, as `gates[0].environment.TOKEN`. */
  readonly path: string;
  readonly what: string;
}

/** The first secret that is written out among values, searched to their leaves; undefined where there is none. */
export function secretInValues(value: unknown, path: string, seen = new Set<unknown>()): FoundInValues | undefined {
  if (typeof value === 'string') {
    const what = secretInScript(value);
    return what === undefined ? undefined : { path, what };
  }
  if (typeof value !== 'object' || value === null || seen.has(value)) return undefined;
  seen.add(value);
  for (const [key, item] of Object.entries(value)) {
    // what a class keeps to itself is no name that somebody gave
    const inner = Array.isArray(value) ? `${path}[${key}]` : Object.getPrototypeOf(value) === Object.prototype ? `${path}.${key}` : path;
    const found = secretInValues(item, inner, seen);
    if (found) return found;
  }
  return undefined;
}
