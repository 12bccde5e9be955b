import { Kind, sentence } from './kind';
import { nearest } from './near';
import { isObject, isPlain, isPromise, show } from './show';

/** A kind that has to be given. */
export type RequiredKind<T> = Kind<T> & { readonly required: true };

/** The kinds of all properties of a type: one that is forgotten, or is none, does not compile. */
export type Kinds<T> = {
  readonly [name in keyof Required<T>]: {} extends Pick<T, name> ? Kind<NonNullable<T[name]>> & { readonly required?: never } : RequiredKind<T[name]>;
};

/** Shape of a type: its properties. */
export interface Shape<T = any> {
  /** The name of the type. */
  readonly name: string;
  readonly kinds: Kinds<T>;
}

/** Shape of a type: its properties, by their names. */
export function shape<T>(name: string, kinds: Kinds<T>): Shape<T> {
  return { name, kinds };
}

/** A property that has to be given. */
export function required<T>(kind: Kind<T>): RequiredKind<T> {
  return { ...kind, required: true };
}

/** An object of options of this library, as a property of others. */
export function objectOf<T>(of: Shape<T>): Kind<T> {
  return {
    expected: `an object (${of.name})`,
    type: of.name,
    instead: () => undefined,
    problems: (value, path) => isOptions(value) ? problemsOf(value, of, { path }) : [sentence(path, `an object (${of.name})`, value, undefined)],
  };
}

/** How props are looked at. */
export interface PropsOptions {
  /** Where the object is found; nothing for the props of a construct. */
  readonly path?: string;
  /** True if it may have properties that are not known: a subclass has some of its own. */
  readonly open?: boolean;
}

/** Problems of props, in sentences. */
export function problemsOf<T>(props: unknown, { name, kinds }: Shape<T>, { path = '', open = false }: PropsOptions = {}): string[] {
  if (!isOptions(props)) {
    const missing = Object.entries<Kind & { required?: true }>(kinds).filter(([, kind]) => kind.required).map(([key]) => key);
    const advice = isPromise(props) ? 'await it first' : missing.length ? `give an object with ${missing.map(key => `"${key}"`).join(' and ')}` : 'give an object, or leave it out';
    return [`${path === '' ? 'the props' : `"${path}"`} must be an object (${name}), received ${show(props)}; ${advice}`];
  }
  const within = (key: string) => path === '' ? key : `${path}.${key}`;
  const known = Object.entries<Kind & { required?: true }>(kinds).flatMap(([key, kind]) => {
    const value = props[key];
    if (value !== undefined) return kind.problems(value, within(key));
    return kind.required ? [`"${within(key)}" is missing; it must be ${kind.expected}`] : [];
  });
  return [...open ? [] : unknownIn(props, Object.keys(kinds), name, within), ...known];
}

function unknownIn(props: Record<string, unknown>, names: readonly string[], type: string, within: (key: string) => string): string[] {
  // what is undefined is not given, whatever it is called
  return Object.keys(props).filter(key => props[key] !== undefined && !names.includes(key)).map(key => {
    const meant = nearest(key, names);
    return `there is no prop "${within(key)}" in ${type}, received ${show(props[key])}; ${meant === undefined
      ? `take it out; there are ${[...names].sort().join(', ')}` : `did you mean "${meant}"?`}`;
  });
}

/** An error of the layer that asks. */
type ErrorClass = new (message: string) => Error;

/**
 * Refuses props that are not what their type says, for those who have no compiler to tell them.
 *
 * @param requestedBy Who has been given them: the path of a construct, or the name of a method.
 */
export function requireProps<T>(requestedBy: string, props: unknown, of: Shape<T>, error: ErrorClass, options: PropsOptions = {}): void {
  refuse(requestedBy, problemsOf(props, of, options), error);
}

/** Refuses an argument that is not of a kind. */
export function requireArgument(requestedBy: string, name: string, value: unknown, kind: Kind, error: ErrorClass): void {
  refuse(requestedBy, kind.problems(value, name), error);
}

function refuse(requestedBy: string, problems: readonly string[], error: ErrorClass): void {
  if (problems.length) {
    throw new error(`${requestedBy}: ${problems.join('\n')}`);
  }
}

/** The properties that a type has, without others. */
export function only<T>(props: object, { kinds }: Shape<T>): T {
  return Object.fromEntries(Object.entries(props).filter(([key]) => Object.hasOwn(kinds, key))) as T;
}

/** True if a value can be an object of options; one of a class may be a record that somebody made a class of. */
function isOptions(value: unknown): value is Record<string, unknown> {
  return isPlain(value) || (isObject(value) && !isPromise(value) && !Array.isArray(value) && !(value instanceof Date));
}
