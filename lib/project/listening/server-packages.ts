import { SourceModule } from '../text/javascript/source-module';

/**
 * Packages that a program with a server loads.
 */
const SERVERS = new Set([
  'express', 'fastify', 'koa', '@hapi/hapi', '@hono/node-server', 'hono', 'restify', 'polka', '@nestjs/core', 'micro', '@feathersjs/express',
  '@feathersjs/koa', '@apollo/server', '@apollo/server/standalone', 'apollo-server', 'apollo-server-express', 'graphql-yoga', 'uWebSockets.js', 'hyper-express',
  'elysia', 'h3', 'sirv', 'socket.io', '@tinyhttp/app', '@loopback/rest', 'routing-controllers', 'moleculer-web', 'json-server', 'connect',
  '@adonisjs/core', 'sails', 'total.js', 'http-proxy', '@trpc/server/adapters/standalone', 'fastify-cli', 'express5',
]);

/** Modules of Node.js that have clients, too: the call tells. */
const BUILTIN = /^(node:)?(http|https|http2)$/;
const CREATES = new Set(['createServer', 'createSecureServer']);

/**
 * The file of a program that makes it look like a server, and what it loads there; undefined if nothing does.
 */
export function serverEvidence(modules: readonly SourceModule[]): { readonly file: string; readonly package: string } | undefined {
  for (const { path, imports, calls } of modules) {
    const loaded = imports.filter(({ typeOnly }) => !typeOnly).map(({ specifier }) => specifier);
    const found = loaded.find(specifier => SERVERS.has(specifier))
      ?? (calls.some(({ name }) => CREATES.has(name ?? '')) ? loaded.find(specifier => BUILTIN.test(specifier)) : undefined)
      ?? (calls.some(({ name }) => name === 'WebSocketServer') ? loaded.find(specifier => specifier === 'ws') : undefined)
      ?? (calls.some(({ name }) => name === 'bindAsync') ? loaded.find(specifier => specifier === '@grpc/grpc-js' || specifier === 'grpc') : undefined)
      ?? (calls.some(({ callee }) => callee.type === 'MemberExpression' && callee.object.type === 'Identifier' && callee.object.name === 'Bun'
        && callee.property.type === 'Identifier' && callee.property.name === 'serve') ? 'Bun.serve' : undefined);
    if (found !== undefined) return { file: path, package: found };
  }
  return undefined;
}

/**
 * True if a program loads a package for more than its types.
 */
export function loads(modules: readonly SourceModule[], name: string): boolean {
  return modules.some(({ imports }) => imports.some(({ specifier, typeOnly }) => !typeOnly && specifier === name));
}
