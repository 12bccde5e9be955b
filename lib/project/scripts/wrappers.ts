import { assignmentOf } from '../shell/parse-script';
import { Invocation, programOf, Word } from './invocation';

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

function binaryPath(invocation: Invocation): Invocation | undefined {
  const name = /^(?:\.\/)?node_modules\/\.bin\/([^/]+)$/.exec(programOf(invocation) ?? '')?.[1];
  return name === undefined ? undefined : { ...invocation, words: [{ text: name, raw: name, dynamic: false }, ...invocation.words.slice(1)] };
}
