import type { Node } from '@babel/types';
import { Declaration } from './declaration';
import { isFunction, nameOf, Parents } from './syntax';

const EVERYWHERE: Declaration['scope'] = { start: 0, end: Number.MAX_SAFE_INTEGER };

/** Nodes in which `let` and `const` can be seen. */
const BLOCKS = new Set(['BlockStatement', 'StaticBlock', 'ForStatement', 'SwitchStatement']);

type Declare = (name: string, declaration: Declaration) => void;

/**
 * Collects the names that a node declares.
 *
 * @param parents what it lies in
 * @param only whether names alone are asked for
 */
export function collectDeclarations(node: Node, parents: Parents, declare: Declare, only = false) {
  if (node.type === 'VariableDeclaration' && (only || parents?.node.type !== 'ForOfStatement')) {
    const scope = only ? { start: 0, end: 0 } : scopeOf(parents, node.kind === 'var');
    for (const { id, init } of node.declarations) {
      destructure(id, [], (name, keys, fallback) => declare(name, init ? { kind: 'value', scope, value: init, keys, fallback } : { kind: 'opaque', scope }));
    }
  } else if ((node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration' || node.type === 'TSEnumDeclaration') && node.id) {
    declare(node.id.name, { kind: 'value', scope: scopeOf(parents, false), value: node });
  } else if (node.type === 'ImportDeclaration') {
    const scope = EVERYWHERE;
    for (const each of node.specifiers) {
      const imported = each.type === 'ImportDefaultSpecifier' ? 'default' : each.type === 'ImportSpecifier' ? nameOf(each.imported) : undefined;
      declare(each.local.name, { kind: 'import', scope, specifier: node.source.value, imported });
    }
  } else if (node.type === 'TSImportEqualsDeclaration' && node.moduleReference.type === 'TSExternalModuleReference' && node.moduleReference.expression.type === 'StringLiteral') {
    declare(node.id.name, { kind: 'import', scope: EVERYWHERE, specifier: node.moduleReference.expression.value, imported: 'default' });
  }
  if (isFunction(node)) {
    const scope = { start: node.start ?? 0, end: node.end ?? 0 };
    const functionName = functionNameOf(node, parents);
    (node as unknown as { params: Node[] }).params.forEach((parameter, index) =>
      destructure(parameter.type === 'TSParameterProperty' ? parameter.parameter : parameter, [], (name, keys, fallback) =>
        declare(name, { kind: 'parameter', scope, functionName, index, keys, fallback })));
  }
}

function functionNameOf(node: Node, parents: Parents): string | undefined {
  if ('id' in node && node.id && typeof node.id === 'object' && 'name' in node.id) return String(node.id.name);
  const above = parents?.node;
  if (above?.type === 'VariableDeclarator' && above.id.type === 'Identifier') return above.id.name;
  return 'key' in node ? nameOf(node.key as Node) : undefined;
}

type Found = (name: string, keys: readonly string[], fallback?: Node) => void;

/**
 * The names in a pattern, with the way to each: `{ a: { b } = {}, c = 1 }`.
 */
function destructure(pattern: Node, keys: readonly string[], found: Found, fallback?: Node) {
  if (pattern.type === 'Identifier') {
    found(pattern.name, keys, fallback);
  } else if (pattern.type === 'AssignmentPattern') {
    destructure(pattern.left, keys, found, pattern.right);
  } else if (pattern.type === 'ObjectPattern') {
    for (const property of pattern.properties) {
      const key = property.type === 'ObjectProperty' ? nameOf(property.key, property.computed) : undefined;
      if (property.type === 'ObjectProperty' && key !== undefined) destructure(property.value, [...keys, key], found);
    }
  }
}

function scopeOf(parents: Parents, ofFunction: boolean): Declaration['scope'] {
  for (let above = parents; above; above = above.above) {
    const { node } = above;
    if (node.type === 'Program') return EVERYWHERE;
    if (ofFunction ? isFunction(node) : BLOCKS.has(node.type)) return { start: node.start ?? 0, end: node.end ?? 0 };
  }
  return EVERYWHERE;
}
