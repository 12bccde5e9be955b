import { ProjectError } from '../../model/project-error';

/**
 * A JSON object whose fields have not been checked yet.
 */
export type JsonObject = { readonly [key: string]: unknown };

/**
 * True if a value is a JSON object.
 */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The own property of an object: never one that it inherits, as `constructor` or `__proto__` would be.
 */
export function ownProperty<T>(object: { readonly [key: string]: T }, key: string): T | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/**
 * Reads fields of a JSON file and refuses those of a wrong type, naming the file, the field and the value.
 */
export class JsonShape {
  /**
   * @param path the file, for errors
   * @param value what the file holds
   * @param at the field that `value` is, for errors; empty for the whole file
   */
  constructor(private readonly path: string, private readonly value: JsonObject, private readonly at = '') {}

  /** The text of a field, undefined if it is absent or null. */
  public string(key: string): string | undefined {
    const value = ownProperty(this.value, key) ?? undefined;
    if (value !== undefined && typeof value !== 'string') this.refuse(key, 'a string', value);
    return value;
  }

  /** The object in a field, undefined if it is absent or null. */
  public object(key: string): JsonShape | undefined {
    const value = ownProperty(this.value, key) ?? undefined;
    if (value === undefined) return undefined;
    if (!isJsonObject(value)) this.refuse(key, 'an object', value);
    return new JsonShape(this.path, value, this.name(key));
  }

  /** The objects in a field that holds one of them or an array of them. */
  public objects(key: string): JsonShape[] {
    const value = ownProperty(this.value, key) ?? undefined;
    if (value === undefined) return [];
    return (Array.isArray(value) ? value : [value]).map(item => {
      if (!isJsonObject(item)) this.refuse(key, 'an object or an array of objects', item);
      return new JsonShape(this.path, item, this.name(key));
    });
  }

  /** The object in a field, all of whose values are strings; empty if it is absent. */
  public strings(key: string): { [name: string]: string } {
    const object = this.object(key);
    return object === undefined ? {} : Object.fromEntries(Object.keys(object.value).flatMap(name => {
      const text = object.string(name);
      return text === undefined ? [] : [[name, text]];
    }));
  }

  /** A field that may hold anything. */
  public any(key: string): unknown {
    return ownProperty(this.value, key);
  }

  private name(key: string): string {
    return this.at === '' ? key : `${this.at}.${key}`;
  }

  private refuse(key: string, expected: string, value: unknown): never {
    throw new ProjectError(`"${this.name(key)}" in ${this.path} must be ${expected}, received ${describe(value)}`);
  }
}

/**
 * A text of a file as messages show it: short, in quotes, on one line.
 */
export function shortened(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}

/**
 * A value as errors show it: short, on one line.
 */
export function describe(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  const kind = Array.isArray(value) ? 'an array ' : isJsonObject(value) ? 'an object ' : '';
  return kind + (text.length > 60 ? `${text.slice(0, 57)}...` : text);
}
