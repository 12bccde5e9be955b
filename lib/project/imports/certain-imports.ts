import type { Node } from '@babel/types';
import { requiredIn, SourceModule } from '../text/javascript/source-module';
import { Parents, walk } from '../text/javascript/syntax';

/** Nodes around a name where it is a type alone, or where it is declared. */
const NO_VALUE = /^(TS(?!AsExpression|NonNull|Satisfies|Instantiation|ExportAssignment|EnumMember|TypeAssertion)|Import)/;

/**
 * Modules that a module certainly loads when it is loaded itself: at its top, and for more than types. What is loaded in a function,
 * under a condition or in a `try` may be meant to be missing.
 */
export function certainImports(module: SourceModule): string[] {
  const certain: string[] = [];
  let used: Set<string> | undefined;
  for (const statement of module.file.program.body) {
    if (statement.type === 'ImportDeclaration' && statement.importKind !== 'type') {
      const names = statement.specifiers.filter(each => each.type !== 'ImportSpecifier' || each.importKind !== 'type').map(({ local }) => local.name);
      // A compiler takes out imports of what is used as a type alone.
      if (statement.specifiers.length === 0 || names.some(name => (used ??= valuesIn(module)).has(name))) certain.push(statement.source.value);
    } else if ((statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportAllDeclaration') && statement.source && statement.exportKind !== 'type') {
      if (!/\.[cm]?tsx?$/.test(module.path)) certain.push(statement.source.value);
    } else {
      certain.push(...requiresAtTop(statement));
    }
  }
  return certain;
}

function requiresAtTop(statement: Node): string[] {
  const expressions = statement.type === 'VariableDeclaration' ? statement.declarations.map(({ init }) => init)
    : statement.type === 'ExpressionStatement' ? [statement.expression.type === 'AssignmentExpression' ? statement.expression.right : statement.expression] : [];
  return expressions.flatMap(expression => expression ? requiredAlone(expression) ?? [] : []);
}

/** `require('x')`, `require('x').y`, `require('x')(y)`. */
function requiredAlone(expression: Node): string | undefined {
  // in a loop: a source may be nested deeply
  for (let node: Node = expression; node.type === 'CallExpression' || node.type === 'MemberExpression'; node = node.type === 'CallExpression' ? node.callee : node.object) {
    const required = requiredIn(node);
    if (required !== undefined) return node.type === 'CallExpression' && node.callee.type === 'Import' ? undefined : required;
  }
  return undefined;
}

/** The names that are used as values. */
function valuesIn(module: SourceModule): Set<string> {
  const used = new Set<string>();
  walk(module.file.program, (node, parents) => {
    if ((node.type === 'Identifier' || node.type === 'JSXIdentifier') && !isNoValue(parents)) used.add(node.name);
  });
  return used;
}

function isNoValue(parents: Parents): boolean {
  for (let at = parents; at; at = at.above) if (NO_VALUE.test(at.node.type)) return true;
  return false;
}
