/** A value of a settings file, and the keys that lead to it. */
export interface Leaf {
  readonly keys: readonly string[];
  readonly value: string;
}

/** Every value of parsed data that is text or a number, with the keys that lead to it. A key may hold an address, too. */
export function leavesOf(data: unknown, keys: readonly string[] = []): Leaf[] {
  if (Array.isArray(data)) return data.flatMap(item => leavesOf(item, keys));
  if (typeof data === 'string' || typeof data === 'number' || typeof data === 'bigint') return [{ keys, value: String(data) }];
  if (typeof data !== 'object' || data === null) return keys.length === 0 ? [] : [{ keys, value: '' }];
  return Object.entries(data).flatMap(([key, item]) => leavesOf(item, [...keys, key]));
}
