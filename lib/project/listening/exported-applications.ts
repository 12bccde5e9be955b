import type { Node } from '@babel/types';
import { SourceModule } from '../text/javascript/source-module';
import { bare, callIn, objectOf } from '../text/javascript/syntax';

/** Packages of which a class makes something that answers requests by its function `fetch`. */
const ANSWERING = /^(hono(\/.*)?|@hono\/zod-openapi|elysia|itty-router|h3)$/;

/** More calls than any chain of routes has. */
const DEEPEST = 1000;

/**
 * True if what a module exports by default is such an application, as in `export default new Hono().get(...)`.
 */
export function exportsApplication(module: SourceModule): boolean {
  const expression = module.exports.get('default')?.expression;
  return expression !== undefined && isApplication(module, expression);
}

function isApplication(module: SourceModule, expression: Node, depth = 0): boolean {
  // A name may stand for itself.
  if (depth > DEEPEST) return false;
  const node = bare(expression);
  if (node.type === 'Identifier') {
    const declared = module.declarationOf(node.name, node);
    return declared?.kind === 'value' && declared.value !== undefined && isApplication(module, declared.value, depth + 1);
  }
  const call = callIn(node);
  if (!call) return false;
  const { callee } = call;
  if (callee.type === 'Identifier') return ANSWERING.test(module.declarationOf(callee.name, callee)?.specifier ?? '');
  const object = objectOf(callee);
  return object !== undefined && isApplication(module, object, depth + 1);
}
