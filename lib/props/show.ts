/** Long enough for a list of words, short enough for one line of a terminal. */
const MOST = 100;

/** True if a value is known only later: then nothing can be said of it now. */
export function isDeferred(value: unknown): boolean {
  return isObject(value) && typeof value.resolve === 'function' && typeof value.then !== 'function';
}

/** True if a value is one that has to be awaited. */
export function isPromise(value: unknown): boolean {
  return isObject(value) && typeof value.then === 'function';
}

/** True if a value is an object without a class of its own. */
export function isPlain(value: unknown): value is Record<string, unknown> {
  return isObject(value) && !Array.isArray(value) && ['Object', undefined].includes(classOf(value));
}

/** True if a value is an object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** The name of the class of an object. */
export function classOf(value: object): string | undefined {
  return Object.getPrototypeOf(value)?.constructor?.name;
}

/** A value as a message shows it. */
export function show(value: unknown): string {
  if (isPromise(value)) return 'a Promise';
  if (typeof value === 'function') return value.name ? `the function ${value.name}` : 'a function';
  if (typeof value === 'string' || Array.isArray(value) || isPlain(value)) return shortened(json(value));
  return isObject(value) ? `an object of the class ${classOf(value)}` : String(value);
}

/** A value as it would be written in a program. */
export function written(value: unknown): string {
  return shortened(json(value));
}

function shortened(text: string): string {
  return text.length > MOST ? `${text.slice(0, MOST)}...` : text;
}

function json(value: unknown): string {
  try {
    return JSON.stringify(value, (_, item) => typeof item === 'function' || (isObject(item) && !Array.isArray(item) && !isPlain(item)) ? `<${show(item)}>` : item) ?? String(value);
  } catch {
    return Array.isArray(value) ? 'a list' : 'an object'; // one that holds itself
  }
}
