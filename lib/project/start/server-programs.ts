import { argumentsOf, Invocation, programOf } from '../scripts/invocation';

/**
 * A program of a dependency that is a server itself.
 */
interface ServerProgram {
  /** Beginning of its arguments where it serves. */
  readonly arguments?: RegExp;
  /** The port it listens on unless it is told another one. */
  readonly port: number;
  /** Variables that let it listen on every address. */
  readonly environment?: { readonly [name: string]: string };
}

const SERVER_PROGRAMS: { readonly [program: string]: ServerProgram } = {
  // Where it does not notice that it is in a container, it listens on localhost alone: https://github.com/fastify/fastify-cli
  'fastify': { arguments: /^start\b/, port: 3000, environment: { FASTIFY_ADDRESS: '0.0.0.0' } },
  'serve': { port: 3000 },
  'http-server': { port: 8080 },
  'strapi': { arguments: /^start\b/, port: 1337 },
};

/**
 * Facts of a program that is a server itself; undefined if it is not known as one.
 */
export function serverProgram(invocation: Invocation): ServerProgram | undefined {
  const program = programOf(invocation);
  const known = program !== undefined && Object.hasOwn(SERVER_PROGRAMS, program) ? SERVER_PROGRAMS[program] : undefined;
  const text = argumentsOf(invocation).join(' ');
  if (!known || known.arguments?.test(text) === false) return undefined;
  const listens = /(?:^| )(?:-l|--listen)[ =](?:tcp:\/\/\S*:)?(\d{1,5})(?= |$)/.exec(text)?.[1];
  return listens === undefined ? known : { ...known, port: Number(listens) };
}
