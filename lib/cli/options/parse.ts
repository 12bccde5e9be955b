import { parseArgs } from 'util';
import { nearest } from '../../props/index';
import { Command } from '../command';
import { CommandError } from '../exit-code';
import { IMAGE_OPTIONS } from './image-options';

/** Arguments of a command line. */
export interface Arguments {
  readonly words: readonly string[];
  /** The texts given to options of the command, by their names; those without a value are there, or not. */
  readonly options: ReadonlyMap<string, readonly string[]>;
  /** The same for the props of an image. */
  readonly image: ReadonlyMap<string, readonly string[]>;
}

/** Options that every command has. */
export const COMMON = { help: 'says how the command is used', quiet: 'says nothing but the result, and what went wrong' };

/** Reads the words behind the name of a command. */
export function parse(command: Command, words: readonly string[]): Arguments {
  const own = new Map(command.options.map(({ name, value }) => [name, value !== undefined]));
  const image = command.image ? [...IMAGE_OPTIONS.keys()] : [];
  const takesValue = (name: string) => own.get(name) ?? image.includes(name);
  const names = [...own.keys(), ...image, ...Object.keys(COMMON)];
  const { tokens } = parseArgs({
    args: [...words],
    options: Object.fromEntries(names.map(name => [name, { type: takesValue(name) ? 'string' : 'boolean', multiple: true, ...SHORT[name] } as const])),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    if (!names.includes(name)) throw unknown(command, rawName, names);
    if (takesValue(name) && value === undefined) throw new CommandError(`${rawName} takes a value; see cdk-nodejs-image ${command.name} --help`);
    if (!takesValue(name) && value !== undefined) throw new CommandError(`${rawName} takes no value, received ${JSON.stringify(value)}`);
    given.set(name, [...given.get(name) ?? [], value ?? '']);
  }
  if (positionals.length > command.words.length) {
    throw new CommandError(`"${positionals[command.words.length]}" is one word too many; see cdk-nodejs-image ${command.name} --help`);
  }
  const of = (some: readonly string[]) => new Map([...given].filter(([name]) => some.includes(name)));
  return { words: positionals, options: of([...own.keys(), ...Object.keys(COMMON)]), image: of(image) };
}

const SHORT: { readonly [name: string]: { readonly short: string } } = { help: { short: 'h' }, quiet: { short: 'q' }, tag: { short: 't' } };

function unknown(command: Command, name: string, names: readonly string[]): CommandError {
  const meant = nearest(name.replace(/^-+/, ''), names);
  return new CommandError(`there is no option ${name}${meant === undefined ? '' : `; did you mean --${meant}?`} (see cdk-nodejs-image ${command.name} --help)`);
}
