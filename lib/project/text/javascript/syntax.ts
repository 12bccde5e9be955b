import type { CallExpression, Expression, Node, ObjectExpression } from '@babel/types';

/**
 * Calls a function with every node of a tree, those above first. It needs no stack: a source may be nested deeply.
 */
export function walk(root: Node, visit: (node: Node, parents: Parents) => void) {
  const waiting: { node: Node; parents: Parents }[] = [{ node: root, parents: undefined }];
  while (waiting.length > 0) {
    const { node, parents } = waiting.pop()!;
    visit(node, parents);
    const inside = { node, above: parents };
    for (const child of childrenOf(node).reverse()) waiting.push({ node: child, parents: inside });
  }
}

/**
 * Nodes around a node, the nearest first.
 */
export type Parents = { readonly node: Node; readonly above: Parents } | undefined;

const NO_CHILDREN = new Set(['loc', 'extra', 'leadingComments', 'innerComments', 'trailingComments', 'errors', 'comments', 'tokens']);

function childrenOf(node: Node): Node[] {
  return Object.entries(node).flatMap(([key, value]) => NO_CHILDREN.has(key) || typeof value !== 'object' ? [] : [value].flat().filter(isNode));
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

/**
 * An expression without what only TypeScript and people see: types, parentheses.
 */
export function bare(node: Node): Node {
  switch (node.type) {
    case 'TSAsExpression': case 'TSSatisfiesExpression': case 'TSTypeAssertion': case 'TSNonNullExpression': case 'TSInstantiationExpression':
    case 'ParenthesizedExpression': case 'TypeCastExpression':
      return bare(node.expression);
    case 'AwaitExpression':
      return bare(node.argument);
    case 'SequenceExpression':
      return bare(node.expressions[node.expressions.length - 1]);
    default:
      return node;
  }
}

/**
 * The name of a property where it is not computed: `a.b`, `a['b']`, `{ b: 1 }`, `{ 'b': 1 }`.
 */
export function nameOf(key: Node, computed = false): string | undefined {
  if (key.type === 'StringLiteral') return key.value;
  if (key.type === 'NumericLiteral') return String(key.value);
  if (key.type === 'TemplateLiteral' && key.expressions.length === 0) return key.quasis[0].value.cooked ?? undefined;
  if (key.type === 'PrivateName') return `#${key.id.name}`;
  return key.type === 'Identifier' && !computed ? key.name : undefined;
}

/**
 * A call, or what is made by `new`; undefined if it is something else.
 */
export function callIn(node: Node): { readonly callee: Node; readonly arguments: CallExpression['arguments'] } | undefined {
  return ['CallExpression', 'OptionalCallExpression', 'NewExpression'].includes(node.type) ? node as CallExpression : undefined;
}

/**
 * Name of the function that is called: `listen` of `app.listen(...)`, `serve` of `serve(...)`.
 */
export function calledName(callee: Node): string | undefined {
  const node = bare(callee);
  if (node.type === 'Identifier') return node.name;
  return node.type === 'MemberExpression' || node.type === 'OptionalMemberExpression' ? nameOf(node.property, node.computed) : undefined;
}

/**
 * Object of a member: `app` of `app.listen`.
 */
export function objectOf(node: Node): Node | undefined {
  return node.type === 'MemberExpression' || node.type === 'OptionalMemberExpression' ? bare(node.object) : undefined;
}

/**
 * Expressions that functions return: the expression of an arrow function, or what stands behind `return`.
 */
export function returnsOf(node: Node): Expression[] {
  const body = (node as { body?: Node }).body;
  if (!body) return [];
  if (body.type !== 'BlockStatement') return [body as Expression];
  const found: Expression[] = [];
  walk(body, (inner, parents) => {
    if (inner.type !== 'ReturnStatement' || !inner.argument) return;
    for (let above = parents; above; above = above.above) if (isFunction(above.node)) return;
    found.push(inner.argument);
  });
  return found;
}

export function isFunction(node: Node): boolean {
  return ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression', 'ObjectMethod', 'ClassMethod', 'ClassPrivateMethod'].includes(node.type);
}

/**
 * True if an object may have properties that its literal does not name.
 */
export function hasSpread(node: ObjectExpression): boolean {
  return node.properties.some(property => property.type === 'SpreadElement');
}
