import * as fs from 'fs';
import { NodejsImageOptions } from '../../image/index';
import { NODEJS_IMAGE_OPTIONS } from '../../image/shapes';
import { Kind, nearest, WORDS } from '../../props/index';
import { CommandError } from '../exit-code';
import { CLASSES, evaluate } from './expression';

const KINDS = NODEJS_IMAGE_OPTIONS.kinds as unknown as { readonly [prop: string]: Kind };

/** Every prop of an image but its directory, by the name of its option: `--node-version` is `nodeVersion`. */
export const IMAGE_OPTIONS: ReadonlyMap<string, string> = new Map(Object.keys(KINDS).filter(prop => prop !== 'directory')
  .map(prop => [optionOf(prop), prop]));

/** The option of a prop. */
export function optionOf(prop: string): string {
  return prop.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
}

/** Type of a prop, in words of TypeScript. */
export function typeOf(prop: string): string {
  return KINDS[prop].type;
}

/**
 * The options of an image: those of a file, and over them those of the command line.
 *
 * @param given the texts given to each option, by its name
 */
export function imageOptions(directory: string, file: string | undefined, given: ReadonlyMap<string, readonly string[]>): NodejsImageOptions {
  const options: Record<string, unknown> = file === undefined ? {} : fromFile(file);
  for (const [option, texts] of given) {
    const prop = IMAGE_OPTIONS.get(option)!;
    options[prop] = valueOf(`--${option}`, KINDS[prop], texts);
  }
  return { ...options, directory };
}

function fromFile(file: string): Record<string, unknown> {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch (error) {
    throw new CommandError(`cannot read the file of --options, ${file}: ${(error as NodeJS.ErrnoException).code}`);
  }
  const value = evaluate(text, file);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new CommandError(`${file} must hold an object of props, such as { port: 8080, gates: [Gate.script("test")] }`);
  }
  for (const name of Object.keys(value)) {
    if (name === 'directory') throw new CommandError(`${file} must not hold "directory": the command line says which directory it is`);
    if (!Object.hasOwn(KINDS, name)) {
      const meant = nearest(name, Object.keys(KINDS));
      throw new CommandError(`${file}: there is no prop "${name}"${meant === undefined ? '' : `; did you mean "${meant}"?`}`);
    }
  }
  return value as Record<string, unknown>;
}

/** Value of texts of a shell, where a prop of this kind is asked for. */
function valueOf(option: string, kind: Kind, texts: readonly string[]): unknown {
  const { type } = kind;
  const [first] = texts;
  if (type !== 'string' && texts.length === 1 && /^\s*([[{]|[A-Z]\w*\.[a-zA-Z_]+)/.test(first)) {
    const value = evaluate(first, option);
    return type.endsWith('[]') && !Array.isArray(value) ? [value] : value;
  }
  if (type.startsWith('{')) return Object.fromEntries(texts.map(text => pairOf(option, text)));
  if (kind === WORDS) return texts.length > 1 ? [...texts] : wordsOf(first);
  if (type === 'string[]') return [...texts];
  if (type.endsWith('[]')) return texts.map(text => instanceOf(option, type.slice(0, -2), text, value => kind.instead(value)?.replace(/^\[([^]*)\]$/, '$1')));
  if (texts.length > 1) throw new CommandError(`${option} is given ${texts.length} times, and takes one value`);
  if (type === 'number') return first.trim() !== '' && Number.isFinite(Number(first)) ? Number(first) : first;
  if (type === 'boolean') return ['true', 'false'].includes(first) ? first === 'true' : first;
  return type === 'string' ? first : instanceOf(option, type, first, kind.instead);
}

/** An instance of a class: by the name of what makes one, or by what the library would say to write instead of the text. */
function instanceOf(option: string, type: string, text: string, instead: (value: unknown) => string | undefined): unknown {
  const known = CLASSES[type] as Record<string, unknown>;
  const factory = Object.hasOwn(known, text) && typeof known[text] === 'function' ? known[text] as Function : undefined;
  if (factory?.length === 0) return factory.call(known);
  if (/^[A-Z]\w*\.\w/.test(text)) return evaluate(text, option);
  const written = instead(text);
  // an example, which has nothing of the text, is what is said where nothing can be told of it
  if (written !== undefined && (written !== instead('') || text.toLowerCase().split(/[^a-z0-9]+/).some(word => word !== '' && written.toLowerCase().includes(word)))) return evaluate(written, option);
  throw new CommandError(`${option} takes a ${type}, received ${JSON.stringify(text)}; write for example '${instead('') ?? `${type}...`}'`);
}

function pairOf(option: string, text: string): [string, string] {
  const end = text.indexOf('=');
  if (end < 1) throw new CommandError(`${option} takes NAME=VALUE, received ${JSON.stringify(text)}`);
  return [text.slice(0, end), text.slice(end + 1)];
}

function wordsOf(text: string): string[] {
  return /^[\w\s./:@=,+-]+$/.test(text) ? text.trim().split(/\s+/) : ['/bin/sh', '-c', text];
}
