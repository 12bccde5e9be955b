import { assignmentOf } from '../shell/parse-script';
import { Invocation, plainWord, programOf, Word } from './invocation';

/**
 * A program that does nothing but run another one. Takes itself off, or answers undefined if it is not it.
 */
type Wrapper = (invocation: Invocation) => Invocation | undefined;

/**
 * Every wrapper that is known.
 */
const WRAPPERS: readonly Wrapper[] = [
  // https://github.com/kentcdodds/cross-env
  invocation => isProgram(invocation, 'cross-env', 'cross-env-shell', 'env') ? withAssignments(invocation, invocation.words.slice(1)) : undefined,
  invocation => isProgram(invocation, 'exec', 'nohup', 'time') ? withWords(invocation, invocation.words.slice(1)) : undefined,
  invocation => isProgram(invocation, 'npx') ? fetched(invocation, invocation.words.slice(1)) : undefined,
  invocation => isProgram(invocation, 'npm') && ['exec', 'x'].includes(invocation.words[1]?.text) ? fetched(invocation, invocation.words.slice(2)) : undefined,
  // https://pnpm.io/cli/exec
  invocation => isProgram(invocation, 'pnpm', 'yarn') && invocation.words[1]?.text === 'exec' ? fetched(invocation, invocation.words.slice(2)) : undefined,
  invocation => isProgram(invocation, 'pnpm', 'yarn') && invocation.words[1]?.text === 'dlx' ? fetched(invocation, invocation.words.slice(2)) : undefined,
  invocation => isProgram(invocation, 'bunx', 'pnpx') ? fetched(invocation, invocation.words.slice(1)) : undefined,
  dotenv,
  nodemon,
  binaryPath,
];

/**
 * Takes every wrapper off.
 */
export function unwrap(invocation: Invocation): Invocation {
  for (const wrapper of WRAPPERS) {
    const inner = wrapper(invocation);
    if (inner) return unwrap(inner);
  }
  return invocation;
}

function isProgram(invocation: Invocation, ...names: string[]): boolean {
  return names.includes(programOf(invocation) ?? '');
}

function withWords(invocation: Invocation, words: readonly Word[], fetchedToo = invocation.fetched): Invocation | undefined {
  // An option in front of the program belongs to the wrapper, and is not known here.
  return words.length === 0 || words[0].raw.startsWith('-') ? undefined
    : { ...invocation, words, fetched: fetchedToo, through: [...invocation.through, programOf(invocation)!] };
}

function withAssignments(invocation: Invocation, words: readonly Word[]): Invocation | undefined {
  const count = words.findIndex(word => assignmentOf(word) === undefined);
  const inner = withWords(invocation, count === -1 ? [] : words.slice(count));
  return inner && { ...inner, assignments: [...invocation.assignments, ...words.slice(0, count).map(word => assignmentOf(word)!)] };
}

/**
 * @see https://docs.npmjs.com/cli/v11/commands/npx
 */
function fetched(invocation: Invocation, words: readonly Word[]): Invocation | undefined {
  let rest = words;
  while (['-y', '--yes', '--no', '--no-install', '-q', '--quiet', '--'].includes(rest[0]?.raw)) rest = rest.slice(1);
  const [program, ...others] = rest;
  if (program === undefined) return undefined;
  // The name may carry a version: prisma@6, @nestjs/cli@11.
  const name = program.text.replace(/(?<=.)@[^/]*$/, '');
  return withWords(invocation, [{ ...program, text: name }, ...others], true);
}

/**
 * Files with variables never enter an image, so all that is left is the program.
 *
 * @see https://github.com/entropitor/dotenv-cli
 */
function dotenv(invocation: Invocation): Invocation | undefined {
  if (!isProgram(invocation, 'dotenv')) return undefined;
  let rest = invocation.words.slice(1);
  while (['-e', '-c', '-o'].includes(rest[0]?.raw)) rest = rest.slice(rest[0].raw === '-e' ? 2 : 1);
  return withWords(invocation, rest[0]?.raw === '--' ? rest.slice(1) : rest);
}

/**
 * Options of nodemon with a value in the next word.
 */
const NODEMON_VALUES = ['-w', '--watch', '-e', '--ext', '-i', '--ignore', '-d', '--delay', '-s', '--signal', '-x', '--exec'];

/**
 * Options of nodemon without one, that say nothing of what it runs.
 */
const NODEMON_FLAGS = ['-L', '--legacy-watch', '-q', '--quiet', '-V', '--verbose', '-I', '--no-stdin', '-C', '--on-change-only', '--spawn', '--exitcrash', '--no-colors'];

/**
 * An image does not change, so all that is left of what runs a file anew is the file.
 *
 * @see https://github.com/remy/nodemon
 */
function nodemon(invocation: Invocation): Invocation | undefined {
  if (!isProgram(invocation, 'nodemon')) return undefined;
  let rest = invocation.words.slice(1);
  let exec: readonly string[] | undefined;
  for (let option = rest[0]?.text; option?.startsWith('-'); option = rest[0]?.text) {
    const name = option.split('=')[0];
    const separate = option === name && NODEMON_VALUES.includes(name);
    if (!NODEMON_VALUES.includes(name) && !NODEMON_FLAGS.includes(name)) return undefined;
    if (['-x', '--exec'].includes(name)) exec = (separate ? rest[1]?.text ?? '' : option.slice(name.length + 1)).split(' ').filter(word => word !== '');
    rest = rest.slice(separate ? 2 : 1);
  }
  // Without a file, and for a file that is not JavaScript, its configuration says what it runs.
  if (!exec && !(rest[0] && /(\.[cm]?js|(^|\/)[^./]+)$/.test(rest[0].text))) return undefined;
  const programs = (exec ?? ['node']).map(plainWord);
  return programs.every(word => word !== undefined) ? withWords(invocation, [...programs, ...rest]) : undefined;
}

function binaryPath(invocation: Invocation): Invocation | undefined {
  const name = /^(?:\.\/)?node_modules\/\.bin\/([^/]+)$/.exec(programOf(invocation) ?? '')?.[1];
  return name === undefined ? undefined : { ...invocation, words: [{ text: name, raw: name, dynamic: false }, ...invocation.words.slice(1)] };
}
