import { classOf, isDeferred, isObject, isPlain, isPromise, show, written } from './show';

/** Kind of a prop's value. */
export interface Kind<T = any> {
  /** In words, as in `a whole number`. */
  readonly expected: string;
  /** As TypeScript has it, without a namespace. */
  readonly type: string;
  /** Never there: it ties the kind to its type. */
  readonly is?: T;
  /** Problems of a value, in sentences; nothing if it is of the kind. */
  problems(value: unknown, path: string): readonly string[];
  /** Expression to write in place of a value of another kind, where that can be told. */
  instead(value: unknown): string | undefined;
}

/** How a kind differs from others that are checked by a look at the value alone. */
interface Leaf {
  readonly expected: string;
  readonly type: string;
  readonly accepts: (value: unknown) => boolean;
  readonly instead?: (value: unknown) => string | undefined;
  /** The value as the message shows it. */
  readonly shown?: (value: unknown) => string;
}

/** A kind that is checked by a look at the value alone. */
export function leaf<T>({ expected, type, accepts, instead = () => undefined, shown = show }: Leaf): Kind<T> {
  return {
    expected,
    type,
    instead,
    problems: (value, path) => isDeferred(value) || accepts(value) ? [] : [sentence(path, expected, value, instead(value), shown)],
  };
}

/** Sentence that says which value is expected, what was received, what to do. */
export function sentence(path: string, expected: string, value: unknown, instead: string | undefined, shown = show): string {
  const advice = [
    ...isPromise(value) ? ['await it first'] : [],
    ...value === null ? ['leave it out if it is not to be set'] : [],
    ...instead === undefined ? [] : [`write ${instead}`],
  ].slice(0, 1);
  return `"${path}" must be ${expected}, received ${shown(value)}${advice.map(text => `; ${text}`).join('')}`;
}

/** A string. */
export const TEXT: Kind<string> = leaf({
  expected: 'a string',
  type: 'string',
  accepts: value => typeof value === 'string',
  instead: value => typeof value === 'number' || typeof value === 'boolean' ? written(String(value)) : undefined,
});

/** A number. */
export const NUMBER: Kind<number> = leaf({
  expected: 'a number',
  type: 'number',
  accepts: value => typeof value === 'number',
  instead: value => typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)) ? String(Number(value)) : undefined,
});

/** True or false. */
export const BOOLEAN: Kind<boolean> = leaf({
  expected: 'true or false',
  type: 'boolean',
  accepts: value => typeof value === 'boolean',
  instead: value => value === 'true' || value === 'false' ? value : undefined,
});

/** One of the values of an enum, by its name and its members. */
export function oneOf<T extends string | number>(type: string, values: { readonly [member: string]: T }): Kind<T> {
  const members = Object.keys(values).filter(member => Number.isNaN(Number(member)));
  return leaf({
    expected: `one of ${members.map(member => `${type}.${member}`).join(', ')}`,
    type,
    accepts: value => Object.values(values).includes(value as T),
    instead: value => members.filter(member => typeof value === 'string' && member.toLowerCase() === value.toLowerCase()).map(member => `${type}.${member}`)[0],
  });
}

/** How an instance of a class is asked for. */
export interface InstanceOptions {
  /** Expression that makes one of another value, where that can be told. */
  readonly instead?: (value: unknown) => string | undefined;
  /** One that is made, for the message where nothing can be told. */
  readonly example: string;
  /** True if what is given in its place may be a secret. */
  readonly secret?: boolean;
}

/** An instance of a class of this library. */
export function instanceOf<T>(type: string, constructor: () => { readonly prototype: T }, options: InstanceOptions): Kind<T> {
  const instead = (value: unknown) => options.instead?.(value) ?? options.example;
  const of = leaf<T>({
    expected: `${article(type)} ${type}`,
    type,
    accepts: value => value instanceof (constructor() as unknown as Function),
    instead,
    shown: options.secret ? veiled : show,
  });
  return {
    ...of,
    problems: (value, path) => !isOfAnotherCopy(type, value, constructor()) ? of.problems(value, path) : [
      `"${path}" is ${article(type)} ${type} of another copy of cdk-nodejs-image: the app has the library twice; `
      + 'see "npm ls cdk-nodejs-image", and let all packages take one version',
    ],
  };
}

/** Kind of a value of a type of another library, of which no more is known than that it is an object. */
export function foreign<T = any>(type: string, instead: (value: unknown) => string | undefined = () => undefined): Kind<T> {
  return leaf({ expected: `${article(type)} ${type}`, type, accepts: value => isObject(value) && !isPromise(value) && !Array.isArray(value), instead });
}

/** A member of an enum of another library, whose members this one does not know. */
export function foreignEnum<T extends string>(type: string): Kind<T> {
  return leaf({ expected: `a member of ${type}`, type, accepts: value => typeof value === 'string' });
}

/** A list. */
export function listOf<T>(item: Kind<T>, instead = (value: unknown) => listed(item, value)): Kind<T[]> {
  const type = `${item.type}[]`;
  return {
    expected: 'a list',
    type,
    instead,
    problems: (value, path) => isDeferred(value) ? [] : Array.isArray(value)
      ? Array.from(value).flatMap((element, index) => item.problems(element, `${path}[${index}]`))
      : [sentence(path, `a list (${type})`, value, instead(value))],
  };
}

/** Values by names. */
export function mapOf<T>(item: Kind<T>): Kind<{ [name: string]: T }> {
  const instead = (value: unknown) => assigned(value);
  return {
    expected: 'an object',
    type: `{ [name: string]: ${item.type} }`,
    instead,
    problems: (value, path) => isDeferred(value) ? [] : isPlain(value)
      ? Object.entries(value).flatMap(([name, element]) => item.problems(element, `${path}.${name}`))
      : [sentence(path, 'an object of values by their names', value, instead(value))],
  };
}

/** The words of a command. */
export const WORDS: Kind<string[]> = listOf(TEXT, value => typeof value !== 'string' || value.trim() === '' ? undefined
  : written(/^[\w\s./:@=,+-]+$/.test(value) ? value.trim().split(/\s+/) : ['/bin/sh', '-c', value]));

/** A list of what a single value stands for. */
function listed(item: Kind, value: unknown): string | undefined {
  if (!isObject(value) && item.problems(value, '').length === 0) return `[${written(value)}]`;
  const one = typeof value === 'string' ? item.instead(value) : undefined;
  return one === undefined ? undefined : `[${one}]`;
}

/** `A=b` and `['A=b']` as an object. */
function assigned(value: unknown): string | undefined {
  const pairs = (Array.isArray(value) ? value : [value]).map(text => typeof text === 'string' ? /^(\w+)=(.*)$/s.exec(text) : null);
  return pairs.length === 0 || pairs.includes(null) ? '{ NAME: "value" }'
    : `{ ${pairs.map(pair => `${pair![1]}: ${written(pair![2])}`).join(', ')} }`;
}

/** A value that may be a secret itself, which the name of a variable is not. */
function veiled(value: unknown): string {
  return typeof value !== 'string' || /^[A-Z_][A-Z0-9_]*$/.test(value) ? show(value) : `a string of ${value.length} characters`;
}

function isOfAnotherCopy(type: string, value: unknown, constructor: { readonly prototype: unknown }): boolean {
  if (!isObject(value) || value instanceof (constructor as unknown as Function)) return false;
  for (let prototype = Object.getPrototypeOf(value); prototype !== null; prototype = Object.getPrototypeOf(prototype)) {
    if (classOf(Object.create(prototype)) === type) return true;
  }
  return false;
}

function article(type: string): string {
  return /^(?:[AEIO][a-z]|I[A-Z])/.test(type) ? 'an' : 'a';
}
