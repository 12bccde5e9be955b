import { argumentsOf, Invocation, programOf } from '../scripts/invocation';
import { parseScript } from '../text/shell/parse-script';

const WATCHES = 'which runs the program anew when a file changes, and none does in an image: after a crash it waits, so that nothing restarts the container';
const BACKGROUND = 'which goes to the background, so that the container ends at once';

/**
 * Programs that keep a container running when it should end, or let it end when it should run, by what they are told.
 */
const LINGERING: { readonly [program: string]: { readonly arguments?: RegExp; readonly reason: string } } = {
  'nodemon': { reason: WATCHES },
  'ts-node-dev': { reason: WATCHES },
  'tsnd': { reason: WATCHES },
  'tsc-watch': { reason: WATCHES },
  'node-dev': { reason: WATCHES },
  'supervisor': { reason: WATCHES },
  'pm2-dev': { reason: WATCHES },
  'pm2': { arguments: /^(?!.*--no-daemon)(start|restart|reload|resurrect|deploy|scale)/, reason: BACKGROUND },
  'forever': { arguments: /^start/, reason: BACKGROUND },
};

/**
 * Why a program is nothing to start a container with; undefined if it may be.
 */
export function lingering(invocation: Invocation): string | undefined {
  const program = programOf(invocation);
  const known = program !== undefined && Object.hasOwn(LINGERING, program) ? LINGERING[program] : undefined;
  return known && known.arguments?.test(argumentsOf(invocation).join(' ')) !== false ? known.reason : undefined;
}

/** Programs that run another one and have to be there for it, by how many words stand in front of that one. */
const RUNNERS: { readonly [program: string]: number } = { 'timeout': 1, 'flock': 1, 'xvfb-run': 0 };

/**
 * The program that another one runs: behind `--`, as with `doppler run --`, or where a table says.
 */
export function innerOf(invocation: Invocation): Invocation | undefined {
  const program = programOf(invocation);
  if (program === undefined || program === 'node') return undefined;
  const operands = Object.hasOwn(RUNNERS, program) ? RUNNERS[program] : undefined;
  const end = invocation.words.findIndex(({ raw }) => raw === '--');
  const rest = end !== -1 ? invocation.words.slice(end + 1)
    : operands === undefined ? [] : invocation.words.slice(1).filter(({ text }, index) => index > 0 || !text.startsWith('-')).slice(operands);
  return rest.length === 0 || rest[0].text.startsWith('-') ? undefined : { ...invocation, words: rest, fetched: false };
}

/** Places where everybody may write. */
const ANYWHERE = /^(\/dev\/|\/tmp\/|\/proc\/)/;

/**
 * The file of the project that a command line writes to, by itself or by `tee`; undefined if there is none.
 */
export function redirection(text: string): string | undefined {
  const commands = parseScript(text)?.commands ?? [];
  const redirected = commands.some(command => command.redirected) ? [...text.matchAll(/>{1,2}\|?\s*([\w./-]+)/g)].map(match => match[1]) : [];
  const copied = commands.filter(({ words }) => words[0]?.text === 'tee').flatMap(({ words }) => words.slice(1).map(word => word.text).filter(word => !word.startsWith('-')));
  return [...redirected.filter(file => !/^\d$/.test(file)), ...copied].find(file => !ANYWHERE.test(file));
}
