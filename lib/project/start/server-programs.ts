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
  /** Options that do so, where no variable does: the last ones of its arguments, unless one that names an address is there. */
  readonly open?: { readonly named: RegExp; readonly words: readonly string[] };
}

const BY_HOST = { named: /^(--host(=|$)|-H$)/, words: ['--host', '0.0.0.0'] };

/** Those that listen on localhost alone unless they are told otherwise are told so. */
const SERVER_PROGRAMS: { readonly [program: string]: ServerProgram } = {
  // Where it does not notice that it is in a container, it listens on localhost alone: https://github.com/fastify/fastify-cli
  'fastify': { arguments: /^start\b/, port: 3000, environment: { FASTIFY_ADDRESS: '0.0.0.0' } },
  'serve': { port: 3000 },
  'http-server': { port: 8080 },
  'live-server': { port: 8080 },
  'strapi': { arguments: /^start\b/, port: 1337 },
  'directus': { arguments: /^start\b/, port: 8055 },
  'parse-server': { port: 1337 },
  'node-red': { port: 1880 },
  'n8n': { arguments: /^(start\b|$)/, port: 5678 },
  'micro': { port: 3000 },
  'probot': { arguments: /^run\b/, port: 3000 },
  'srvx': { port: 3000 },
  'functions-framework': { port: 8080 },
  'docsify': { arguments: /^serve\b/, port: 3000 },
  'json-graphql-server': { port: 3000, environment: { NODE_HOST: '0.0.0.0' } },
  'sirv': { port: 8080, environment: { HOST: '0.0.0.0' } },
  // https://github.com/typicode/json-server/tree/v0
  'json-server': { port: 3000, open: BY_HOST },
  // https://vite.dev/config/preview-options
  'vite': { arguments: /^preview\b/, port: 4173, open: BY_HOST },
  // https://docs.stoplight.io/docs/prism/cli
  'prism': { arguments: /^(mock|proxy)\b/, port: 4010, open: { named: /^(--host(=|$)|-h$)/, words: ['--host', '0.0.0.0'] } },
  // https://developers.cloudflare.com/workers/wrangler/commands/#dev
  'wrangler': { arguments: /^(dev|pages dev)\b/, port: 8787, open: { named: /^--ip(=|$)/, words: ['--ip', '0.0.0.0'] } },
  // https://www.verdaccio.org/docs/cli
  'verdaccio': { port: 4873, open: { named: /^(--listen(=|$)|-l)/, words: ['--listen', '0.0.0.0:4873'] } },
};

/**
 * Facts of a program that is a server itself; undefined if it is not known as one.
 */
export function serverProgram(invocation: Invocation): ServerProgram | undefined {
  const program = programOf(invocation);
  const known = program !== undefined && Object.hasOwn(SERVER_PROGRAMS, program) ? SERVER_PROGRAMS[program] : undefined;
  const words = argumentsOf(invocation);
  const text = words.join(' ');
  if (!known || known.arguments?.test(text) === false) return undefined;
  const listens = /(?:^| )(?:-l|--listen)[ =](?:tcp:\/\/\S*:)?(\d{1,5})(?= |$)/.exec(text)?.[1];
  const { open, ...rest } = known;
  const isNamed = open !== undefined && words.some(word => open.named.test(word));
  return { ...rest, ...open === undefined || isNamed ? {} : { open }, ...listens === undefined ? {} : { port: Number(listens) } };
}

const ADDRESS_OPTION = /^(--host|--hostname|--address|--bind|--ip|-H)$/;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/;

/**
 * The option by which a command is told to listen where nothing outside of the container reaches it; undefined if there is none.
 */
export function loopbackOption(invocation: Invocation): string | undefined {
  const words = argumentsOf(invocation);
  return words.flatMap((word, index) => {
    const [option, value = words[index + 1] ?? ''] = word.split('=');
    return ADDRESS_OPTION.test(option) && LOOPBACK.test(value) ? [`${option} ${value}`] : [];
  })[0];
}
