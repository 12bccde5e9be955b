import { isManagerProgram } from '../package-managers/command-lines';
import { assignmentOf } from '../text/shell/parse-script';
import { Invocation, plainWord, programOf, ScriptNote, Word, wordOf } from './invocation';
import { Wrapper } from './wrapper';
import { GivenOptions, parseOptions } from './wrapper-options';
import { WRAPPERS } from './wrapper-programs';

/**
 * Takes every wrapper off.
 *
 * @param isThere whether there is a file that enters the image
 */
export function unwrap(invocation: Invocation, isThere: (file: string) => boolean = () => false): Invocation {
  for (const wrapper of WRAPPERS) {
    const inner = takeOff(wrapper, invocation, isThere);
    if (inner) return unwrap(inner, isThere);
  }
  return byItsName(invocation, isThere);
}

function takeOff(wrapper: Wrapper, invocation: Invocation, isThere: (file: string) => boolean): Invocation | undefined {
  const program = programOf(invocation);
  const name = program?.startsWith('/') ? program.slice(program.lastIndexOf('/') + 1) : program;
  if (name === undefined || !wrapper.programs.includes(name)) return undefined;
  const isCommand = wrapper.commands?.includes(invocation.words[1]?.text) ?? false;
  if (wrapper.commands && !isCommand && !wrapper.commands.includes('')) return undefined;
  const own = invocation.words.slice(isCommand ? 2 : 1);
  const read = wrapper.assigns || wrapper.raw ? { given: [], rest: own } : parseOptions(own, wrapper.options ?? {});
  return read && withRest(wrapper, name, invocation, read, isThere);
}

function withRest(
  wrapper: Wrapper, name: string, invocation: Invocation, read: GivenOptions, isThere: (file: string) => boolean,
): Invocation | undefined {
  const adapted = wrapper.adapt ? wrapper.adapt(read, isThere) : {};
  if (!adapted) return undefined;
  const words = (adapted.rest ?? read.rest).slice(wrapper.operands ?? 0);
  const count = wrapper.assigns || adapted.assigned ? words.findIndex(word => assignmentOf(word) === undefined) : 0;
  const assigned = [...adapted.assigned ?? [], ...words.slice(0, count === -1 ? words.length : count)].flatMap(word => assignmentOf(word) ?? []);
  const rest = count === -1 ? [] : words.slice(count);
  const notes: ScriptNote[] = [...invocation.notes, ...wrapper.reason === undefined ? [] : [{ text: `${name} is left out: ${wrapper.reason}` }], ...adapted.notes ?? []];
  const inner = {
    ...invocation,
    assignments: [...invocation.assignments, ...assigned],
    through: [...invocation.through, name],
    fetched: adapted.fetched ?? wrapper.fetched ?? invocation.fetched,
    notes,
  };
  if ((adapted.runs ?? wrapper.runs) === 'line') {
    // What the shell around it computes stays with the wrapper.
    return rest.length === 0 || rest.some(({ dynamic }) => dynamic) ? undefined
      : { ...inner, words: [], line: rest.map(({ text }) => text).join(' ') };
  }
  const program = programOfRest(adapted.runs ?? wrapper.runs, name, rest);
  // An option in front of the program belongs to the wrapper, and is not known here.
  return program === undefined || program[0].raw.startsWith('-') ? undefined : { ...inner, words: program };
}

function programOfRest(runs: Wrapper['runs'], name: string, rest: readonly Word[]): Word[] | undefined {
  const [first, ...others] = rest;
  if (runs === 'itself') return [wordOf(name), ...rest];
  if (first === undefined) return undefined;
  if (runs === 'file') return [wordOf('node'), ...rest];
  // The name may carry a version: prisma@6, @nestjs/cli@11.
  return runs === 'package' && !first.dynamic ? [wordOf(first.text.replace(/(?<=.)@[^/]*$/, '')), ...others] : [...rest];
}

/** Where commands of dependencies lie. */
const OF_DEPENDENCY = /^(?:\.\/)?node_modules\/\.bin\/([^/]+)$/;

/** Where Node.js lies, and what is installed beside it. */
const OF_IMAGE = /^(?:\/usr\/local\/bin|\/usr\/bin|\/nodejs\/bin)\/([^/]+)$/;

/** A program that is called by its path, by its name. */
function byItsName(invocation: Invocation, isThere: (file: string) => boolean): Invocation {
  const program = programOf(invocation) ?? '';
  const beside = OF_IMAGE.exec(program)?.[1];
  const name = OF_DEPENDENCY.exec(program)?.[1] ?? (beside !== undefined && (beside === 'node' || isManagerProgram(beside)) ? beside : undefined);
  const word = name === undefined ? undefined : plainWord(name);
  return word ? unwrap({ ...invocation, words: [word, ...invocation.words.slice(1)] }, isThere) : invocation;
}
