import type { Node } from '@babel/types';
import { Evaluator } from '../modules/evaluator';
import { plainOf, Value } from '../modules/value';
import { Call, SourceModule } from '../text/javascript/source-module';
import { bare, callIn, calledName, hasSpread, nameOf, objectOf } from '../text/javascript/syntax';
import { loads } from './server-packages';

/**
 * A call by which a server listens, or is made that will.
 */
export interface ServerCall {
  readonly file: string;
  /** Port that it is given; undefined if the source does not tell. */
  readonly port?: Value;
  /** True if it is told a port at all. */
  readonly hasPort: boolean;
  readonly host?: Value;
  /** Name of the address where it is given: `HOST` of `env.HOST`. */
  readonly hostName?: string;
  /** True if it is told no address, as far as the source tells. */
  readonly withoutHost: boolean;
  /** True if a server listens by it: others may be about something else. */
  readonly listens: boolean;
}

/** Functions that make a server listen, or make one that will. */
const LISTEN = 'listen';
/** By which a server of gRPC listens on an address in one word: https://grpc.github.io/grpc/node/grpc.Server.html */
const BIND = new Set(['bindAsync', 'bind']);
const SERVERS = new Set([LISTEN, 'serve', 'server', 'Server', 'WebSocketServer', 'startStandaloneServer']);

/** Default ports of servers that are given none, by the package that has it. */
const DEFAULTS: { readonly [call: string]: { readonly package: string; readonly port: number } } = {
  // https://hono.dev/docs/getting-started/nodejs#change-port-number
  serve: { package: '@hono/node-server', port: 3000 },
  // https://www.apollographql.com/docs/apollo-server/api/standalone
  startStandaloneServer: { package: '@apollo/server/standalone', port: 4000 },
};

/**
 * The calls in a module by which servers listen.
 */
export function serverCalls(evaluator: Evaluator, module: SourceModule, all: readonly SourceModule[]): ServerCall[] {
  return module.calls.flatMap(call => {
    if (SERVERS.has(call.name ?? '')) return read(evaluator, module, call, all) ?? [];
    return BIND.has(call.name ?? '') && GRPC.some(name => loads(all, name)) ? bound(evaluator, module, call) : [];
  });
}

const GRPC = ['@grpc/grpc-js', 'grpc'];

/** `bindAsync('0.0.0.0:50051', ...)`. */
function bound(evaluator: Evaluator, module: SourceModule, { arguments: [given] }: Call): ServerCall[] {
  const value = given && evaluator.evaluate(bare(given), module);
  const [, host, port] = /^(.*):(\d+)$/.exec(String(plainOf(value) ?? '')) ?? [];
  if (!value || value.kind === 'node' || port === undefined) return [];
  const part = (text: string | number): Value => value.kind === 'changeable' ? { ...value, fallback: text } : { kind: 'constant', value: text };
  return [{ file: module.path, port: part(Number(port)), hasPort: true, host: part(host), withoutHost: false, listens: true }];
}

function read(evaluator: Evaluator, module: SourceModule, call: Call, all: readonly SourceModule[]): ServerCall | undefined {
  const method = calledName(call.callee)!;
  const isMember = objectOf(bare(call.callee)) !== undefined;
  if (method === LISTEN && !isMember) return undefined;
  const listens = method === LISTEN;
  const args = call.arguments.map(bare).filter(each => each.type !== 'SpreadElement');
  const { file, rest } = { file: module.path, rest: { listens } };
  const options = optionsOf(evaluator, module, method === 'startStandaloneServer' ? args[1] : args[0], method);
  if (options) {
    const { node, module: at } = options;
    const property = (name: string) => evaluator.property({ kind: 'node', node, module: at }, name);
    const names = node.properties.flatMap(each => each.type === 'SpreadElement' ? [] : nameOf(each.key, each.computed) ?? []);
    const open = hasSpread(node);
    const fallback = defaultOf(method, all);
    const isBun = objectOf(bare(call.callee))?.type === 'Identifier' && (objectOf(bare(call.callee)) as { name: string }).name === 'Bun';
    const given = names.includes('port') ? property('port') : open || names.includes('unix') ? undefined
      : fallback !== undefined || isBun ? { kind: 'constant' as const, value: fallback ?? 3000 } : undefined;
    // An object without a port may belong to anything that is called so.
    if (!listens && given === undefined && !names.includes('port') && !names.includes('host') && !names.includes('hostname')) return undefined;
    const host = property('hostname') ?? property('host');
    const [told] = node.properties.flatMap(each => each.type === 'ObjectProperty' && /^host(name)?$/.test(nameOf(each.key) ?? '') ? each.value : []);
    const hostName = told && calledName(told);
    const withoutHost = !open && !['host', 'hostname', 'path'].some(name => names.includes(name));
    return { file, ...rest, port: given, hasPort: names.includes('port') || given !== undefined, host, hostName, withoutHost };
  }
  // https://socket.io/docs/v4/server-initialization/#standalone
  if (method === 'Server' && args.length > 0 && loads(all, 'socket.io')) {
    const port = evaluator.evaluate(args[0], module);
    if (portOf(port) !== undefined) return { file, ...rest, port, hasPort: true, withoutHost: true };
  }
  if (!listens) {
    // An application alone, which listens where the package says.
    const port = defaultOf(method, all);
    return port === undefined || args.length === 0 ? undefined : { file, ...rest, port: { kind: 'constant', value: port }, hasPort: true, withoutHost: false };
  }
  if (args.length === 0) {
    const port = loads(all, 'apollo-server') ? { kind: 'constant' as const, value: 4000 } : undefined;
    return { file, ...rest, port, hasPort: port !== undefined, withoutHost: false };
  }
  return positional(evaluator, module, args, file);
}

/** The port of a package's own function where it is told none. */
function defaultOf(method: string, all: readonly SourceModule[]): number | undefined {
  return Object.hasOwn(DEFAULTS, method) && loads(all, DEFAULTS[method].package) ? DEFAULTS[method].port : undefined;
}

/** `listen(3000)`, `listen(3000, '0.0.0.0', ...)`, and `listen('0.0.0.0', 3000, ...)` of uWebSockets. */
function positional(evaluator: Evaluator, module: SourceModule, args: readonly Node[], file: string): ServerCall | undefined {
  const values = args.slice(0, 2).map(arg => evaluator.evaluate(arg, module));
  const [first, second] = values;
  const isFunction = (value: Value | undefined) => value?.kind === 'node' && value.node.type.includes('Function');
  if (isFunction(first)) return undefined;
  const swapped = typeof plainOf(first) === 'string' && portOf(first) === undefined && portOf(second) !== undefined;
  const [port, host] = swapped ? [second, first] : [first, second];
  // A path of a socket, or something that is no port.
  if (!swapped && typeof plainOf(first) === 'string' && portOf(first) === undefined) return undefined;
  const bareHost = isFunction(host) || args.length < 2 || host?.kind === 'constant' && host.value === undefined;
  const hostName = args[1] && calledName(args[1]);
  return { file, listens: true, port, hasPort: true, host: isFunction(host) ? undefined : host, hostName, withoutHost: bareHost };
}

/** The object that says where to listen: given as it is, or behind a name. */
function optionsOf(evaluator: Evaluator, module: SourceModule, node: Node | undefined, method: string) {
  if (!node || (callIn(node) && method !== 'serve')) return undefined;
  const value = evaluator.evaluate(node, module);
  const inner = method === 'startStandaloneServer' ? evaluator.property(value, 'listen') : value;
  return inner?.kind === 'node' && inner.node.type === 'ObjectExpression' ? { node: inner.node, module: inner.module } : undefined;
}

/**
 * The port that a value is, unless something changes it.
 */
export function portOf(value: Value | undefined): number | undefined {
  const plain = plainOf(value);
  const number = typeof plain === 'number' ? plain : typeof plain === 'string' && /^\d{1,5}$/.test(plain.trim()) ? Number(plain) : 0;
  return Number.isInteger(number) && number > 0 && number < 65536 ? number : undefined;
}
