import { Evaluator } from '../modules/evaluator';
import { ModuleGraph, UnreadSource } from '../modules/module-graph';
import { NAME_OF_MACHINE, plainOf, Settings, Value } from '../modules/value';
import { declaredPorts, declaredVariable } from './declared-ports';
import { exportsApplication } from './exported-applications';
import { portOf, ServerCall, serverCalls } from './server-calls';
import { loads, serverEvidence } from './server-packages';

/**
 * Where a program listens, as far as its source tells.
 */
export interface Listening {
  /** Fixed is one that no variable changes; else these do, the strongest first. */
  readonly port?: { readonly value: number; readonly file: string; readonly fixed?: boolean; readonly variables?: readonly string[] };
  /** Set where it listens on an address that only its own machine reaches. */
  readonly loopback?: Loopback;
  /** Evidence that it is a server. */
  readonly server?: { readonly file: string; readonly package: string };
  /** Its sources that could not be read. */
  readonly unread?: readonly UnreadSource[];
}

/**
 * An address that only the machine itself reaches.
 */
export interface Loopback {
  readonly address: string;
  readonly file: string;
  /** The variable that can change it; undefined if none can. */
  readonly variable?: string;
  /** True if it is the one that Fastify takes where it is told none. */
  readonly byDefault: boolean;
}

/** Address of the name that the container has. */
export const OWN_NAME = 'the name of its container';

/** Variables that may say where a server listens. */
const ADDRESS = /^([A-Z]+_)*(HOST|HOSTNAME|ADDRESS|IP)$/;
const LOOPBACK = /^(127(\.\d{1,3}){3}|localhost|::1|\[::1\])$/;

/**
 * Reads where a program listens. What is ambiguous is not told.
 *
 * @param runtime the program that runs it
 * @param variables what variables are unless they are set
 * @param settings settings of packages, by their names
 */
export function readListening(
  graph: ModuleGraph,
  runtime?: string,
  variables?: ReadonlyMap<string, string>,
  settings?: ReadonlyMap<string, Settings>,
): Listening {
  const evaluator = new Evaluator(graph, variables, settings);
  const calls = graph.modules.flatMap(module => serverCalls(evaluator, module, graph.modules));
  const port = portByCalls(calls, value => value.kind === 'changeable') ?? declaredPort(evaluator, graph)
    ?? fixedPort(calls) ?? exportedPort(evaluator, graph, runtime);
  return { port, loopback: loopbackOf(evaluator, calls, graph), server: serverEvidence(graph.modules), unread: graph.unread };
}

/** The one port of the calls of a kind. Where there are several, it is the one that the variable PORT changes. */
function portByCalls(calls: readonly ServerCall[], counts: (value: Value) => boolean): Listening['port'] {
  const found = calls.filter(({ port }) => port && counts(port));
  return onlyOne(found.map(({ port, file }) => [port, file])) ?? onlyOne(found
    .filter(({ port }) => port?.kind === 'changeable' && port.variables.includes('PORT')).map(({ port, file }) => [port, file]));
}

/** Where all listen on what the source says, and no variable has a word. */
function fixedPort(calls: readonly ServerCall[]): Listening['port'] {
  const port = calls.some(isUnknown) ? undefined : portByCalls(calls, () => true);
  return port && { ...port, fixed: true };
}

/** A server that listens somewhere, and it cannot be told where. */
function isUnknown({ listens, hasPort, port }: ServerCall): boolean {
  return listens && hasPort && plainOf(port) === undefined;
}

function declaredPort(evaluator: Evaluator, graph: ModuleGraph): Listening['port'] {
  return onlyOne(graph.modules.flatMap(module => declaredPorts(evaluator, module).map((value): [Value, string] => [value, module.path])));
}

/**
 * Port of the server that Bun starts: the default export of what it runs, where that answers requests.
 *
 * @see https://bun.com/docs/runtime/http/server#export-default-syntax
 */
function exportedPort(evaluator: Evaluator, { modules: [entry] }: ModuleGraph, runtime: string | undefined): Listening['port'] {
  if (runtime !== 'bun' || !entry) return undefined;
  const exported = evaluator.exported(entry, 'default');
  if (!evaluator.property(exported, 'fetch') && !exportsApplication(entry)) return undefined;
  const port = evaluator.property(exported, 'port');
  return onlyOne([[port ?? { kind: 'constant', value: 3000 }, entry.path]]);
}

function onlyOne(found: readonly (readonly [Value | undefined, string])[]): Listening['port'] {
  const ports = found.flatMap(([value, file]) => {
    const port = portOf(value);
    const variables = value?.kind === 'changeable' ? value.variables.filter(name => /^\w+$/.test(name)) : [];
    return port === undefined ? [] : [{ value: port, file, ...variables.length > 0 ? { variables } : {} }];
  });
  return new Set(ports.map(({ value }) => value)).size === 1 ? ports[0] : undefined;
}

function loopbackOf(evaluator: Evaluator, calls: readonly ServerCall[], { modules }: ModuleGraph): Loopback | undefined {
  // Its server listens on localhost unless it is told otherwise: https://fastify.dev/docs/latest/Guides/Getting-Started/
  const isFastify = loads(modules, 'fastify');
  const isNestOnFastify = loads(modules, '@nestjs/platform-fastify');
  for (const { host: given, hostName, file, listens, withoutHost, hasPort, port } of calls) {
    // A schema of the environment says what the variable is unless it is set, where its use does not.
    const isDescribed = plainOf(given) === undefined && hostName !== undefined && ADDRESS.test(hostName);
    const host = isDescribed ? declaredVariable(evaluator, modules, hostName)[0] ?? given : given;
    const address = plainOf(host);
    const [first] = host?.kind === 'changeable' ? host.variables : [];
    // Every runtime of containers sets it to the name of the container, whatever it is elsewhere.
    if (first === NAME_OF_MACHINE || (first === 'HOSTNAME' && listens)) return { address: OWN_NAME, file, ...first === 'HOSTNAME' ? { variable: first } : {}, byDefault: false };
    if (typeof address === 'string' && LOOPBACK.test(address)) {
      const variable = host?.kind === 'changeable' ? host.variables[0] : undefined;
      return { address, file, ...variable === undefined ? {} : { variable }, byDefault: false };
    }
    const bare = listens && hasPort && withoutHost && port !== undefined;
    if (bare && (isFastify || isNestOnFastify)) return { address: 'localhost', file, byDefault: true };
  }
  return undefined;
}
