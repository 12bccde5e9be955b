import type { Node } from '@babel/types';
import { ModuleGraph } from '../modules/module-graph';
import { Declaration } from '../text/javascript/declaration';
import { requiredIn, SourceModule } from '../text/javascript/source-module';
import { bare, callIn, calledName, nameOf, objectOf } from '../text/javascript/syntax';

/** More steps than there are between a package and its use. */
const FURTHEST = 12;

/** Functions of packages that give the package, or the function that they are given, in another form. */
const SAME = new Set(['verbose', 'promisify', 'promisifyAll']);

/** Packages of which the function itself makes the class, out of something else. */
const MAKES_CLASS = new Set(['session-file-store', 'connect-sqlite3']);

/**
 * A function, or a class, of a package.
 */
export interface PackageFunction {
  /** The package without `node:`, where a module of Node.js is meant; `Bun` of Bun. */
  readonly package: string;
  /** The names by which it is reached, `transports.File`; `default` is what the package exports itself. */
  readonly name: string;
}

/**
 * Finds out which function of a package an expression is, through imports, names, other modules of the program and
 * `promisify`; undefined if it is none.
 */
export function packageFunction(graph: ModuleGraph, module: SourceModule, expression: Node, steps = 0): PackageFunction | undefined {
  if (steps > FURTHEST) return undefined;
  const node = bare(expression);
  const next = (inner: Node, at = module) => packageFunction(graph, at, inner, steps + 1);
  const specifier = requiredIn(node);
  if (specifier !== undefined) return imported(graph, module, specifier, 'default', steps);
  const call = callIn(node);
  if (call) {
    const name = calledName(call.callee) ?? '';
    if (SAME.has(name)) return next(name === 'verbose' ? objectOf(bare(call.callee)) ?? call.callee : call.arguments[0] as Node ?? call.callee);
    const made = node.type === 'CallExpression' ? next(call.callee) : undefined;
    return made && MAKES_CLASS.has(made.package) ? made : undefined;
  }
  const object = objectOf(node);
  if (object) {
    const property = node.type === 'MemberExpression' || node.type === 'OptionalMemberExpression' ? nameOf(node.property, node.computed) : undefined;
    const own = ownModule(graph, module, object);
    if (own !== undefined && property !== undefined) return imported(graph, module, own, property, steps + 1);
    const whole = next(object);
    return whole && property !== undefined ? member(whole, property) : undefined;
  }
  if (node.type !== 'Identifier') return undefined;
  const declaration = module.declarationOf(node.name, node);
  if (!declaration) return node.name === 'Bun' ? { package: 'Bun', name: 'default' } : undefined;
  return declared(graph, module, declaration, steps + 1);
}

function declared(graph: ModuleGraph, module: SourceModule, declaration: Declaration, steps: number): PackageFunction | undefined {
  const { kind, specifier, imported: name, value, keys = [] } = declaration;
  if (kind === 'import') return imported(graph, module, specifier!, name ?? 'default', steps);
  const own = kind === 'value' && value && keys.length > 0 ? ownModule(graph, module, value) : undefined;
  if (own !== undefined) return imported(graph, module, own, keys[0], steps);
  const whole = kind === 'value' && value ? packageFunction(graph, module, value, steps) : undefined;
  return whole && keys.reduce(member, whole);
}

function imported(graph: ModuleGraph, module: SourceModule, specifier: string, name: string, steps: number): PackageFunction | undefined {
  const other = graph.load(module, specifier);
  if (!other) return /^[./#]/.test(specifier) ? undefined : named(specifier, name);
  const found = other.exports.get(name);
  if (!found || steps > FURTHEST) return undefined;
  if (found.from !== undefined) return imported(graph, other, found.from, found.name ?? 'default', steps + 1);
  if (found.expression) return packageFunction(graph, other, found.expression, steps + 1);
  const declaration = found.name === undefined ? undefined : other.declarationOf(found.name, other.file.program);
  return declaration && declared(graph, other, declaration, steps + 1);
}

/** The other module of the program that an expression is all of, as it is loaded. */
function ownModule(graph: ModuleGraph, module: SourceModule, node: Node): string | undefined {
  const declaration = node.type === 'Identifier' ? module.declarationOf(node.name, node) : undefined;
  const isWhole = declaration?.kind === 'import' && declaration.imported === undefined;
  const value = declaration?.kind === 'value' && !declaration.keys?.length ? declaration.value : undefined;
  const specifier = isWhole ? declaration.specifier : requiredIn(value ?? node);
  return specifier !== undefined && graph.load(module, specifier) ? specifier : undefined;
}

/** `fs/promises` has the functions of `fs`, and `node:sqlite` is not the package `sqlite`. */
function named(specifier: string, name: string): PackageFunction {
  const plain = specifier === 'node:sqlite' ? specifier : specifier.replace(/^node:/, '');
  return { package: plain === 'fs/promises' ? 'fs' : plain, name };
}

function member({ package: name, name: of }: PackageFunction, property: string): PackageFunction {
  const isWhole = of === 'default' || of === 'promises';
  return { package: name, name: property === 'default' ? of : isWhole ? property : `${of}.${property}` };
}
