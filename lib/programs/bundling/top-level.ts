import { Syntax } from '../collect/modules/syntax';

/** Makers of values that change nothing else. */
const MAKERS = /^(Map|Set|WeakMap|WeakSet|Date|RegExp|Error|TypeError|RangeError|URL|URLSearchParams|Array|Object|Symbol|TextEncoder|TextDecoder|AbortController)$/;

const PLAIN: ReadonlySet<string> = new Set([
  'Literal', 'Identifier', 'ThisExpression', 'FunctionExpression', 'ArrowFunctionExpression', 'MetaProperty', 'EmptyStatement',
  'FunctionDeclaration', 'ImportDeclaration', 'ExportAllDeclaration', 'TemplateElement',
]);

/** Parts of an expression that are evaluated with it; what is not listed runs something. */
const PARTS: { readonly [type: string]: (node: Syntax) => ReadonlyArray<Syntax | null | undefined> | undefined } = {
  TemplateLiteral: ({ expressions }) => expressions,
  ArrayExpression: ({ elements }) => elements,
  ObjectExpression: ({ properties }) => properties,
  Property: ({ key, value, computed }) => [computed ? key : undefined, value],
  SpreadElement: ({ argument }) => [argument],
  MemberExpression: ({ object, property, computed }) => [object, computed ? property : undefined],
  ChainExpression: ({ expression }) => [expression],
  UnaryExpression: ({ operator, argument }) => operator === 'delete' ? undefined : [argument],
  BinaryExpression: ({ left, right }) => [left, right],
  LogicalExpression: ({ left, right }) => [left, right],
  ConditionalExpression: ({ test, consequent, alternate }) => [test, consequent, alternate],
  SequenceExpression: ({ expressions }) => expressions,
  NewExpression: ({ callee, arguments: given }) => callee.type === 'Identifier' && MAKERS.test(callee.name) ? given : undefined,
  CallExpression: ({ callee, arguments: given }) => isMaker(callee) ? given : undefined,
  ClassExpression: classParts,
  ClassDeclaration: classParts,
  PropertyDefinition: ({ key, value, computed, static: isStatic }) => [computed ? key : undefined, isStatic ? value : undefined],
  MethodDefinition: ({ key, computed }) => [computed ? key : undefined],
  VariableDeclaration: ({ declarations }) => declarations,
  VariableDeclarator: ({ id, init }) => id.type === 'Identifier' ? [init] : [id, init],
  ObjectPattern: ({ properties }) => properties,
  ArrayPattern: ({ elements }) => elements,
  AssignmentPattern: ({ left, right }) => [left, right],
  RestElement: ({ argument }) => [argument],
  ExportNamedDeclaration: ({ declaration }) => [declaration],
  ExportDefaultDeclaration: ({ declaration }) => [declaration],
  ExpressionStatement: ({ expression }) => expression.type === 'AssignmentExpression' ? assignedParts(expression) : [expression],
};

/** True unless the top level of a file does nothing but to make its own values. */
export function runsSomething(root: Syntax): boolean {
  const waiting: Syntax[] = [...root.body];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (PLAIN.has(node.type)) continue;
    const parts = Object.hasOwn(PARTS, node.type) ? PARTS[node.type](node) : undefined;
    if (parts === undefined) return true;
    parts.forEach(part => part && waiting.push(part));
  }
  return false;
}

/** True for an import of all of a module, or of its default. */
export function takesDefault({ specifiers = [], source }: Syntax): boolean {
  return Boolean(source) && (specifiers as Syntax[]).some(({ type, imported, local }) => /^Import(Default|Namespace)Specifier$/.test(type) || (imported ?? local)?.name === 'default');
}

function classParts({ superClass, body, decorators = [] }: Syntax): ReadonlyArray<Syntax | undefined> | undefined {
  return decorators.length > 0 ? undefined : [superClass, ...body.body];
}

/** `exports.a = 1` and `module.exports = {}`. */
function assignedParts({ operator, left, right }: Syntax): ReadonlyArray<Syntax> | undefined {
  if (operator !== '=' || left.type !== 'MemberExpression' || left.computed) return undefined;
  const { object, property } = left;
  const isOwn = object.type === 'Identifier' && (object.name === 'exports' || (object.name === 'module' && property.name === 'exports'));
  return isOwn ? [right] : undefined;
}

function isMaker(callee: Syntax): boolean {
  return (callee.type === 'Identifier' && /^(Symbol|String|Number|Boolean|BigInt|createRequire|fileURLToPath|dirname)$/.test(callee.name))
    || (callee.type === 'MemberExpression' && !callee.computed && callee.object.name === 'Symbol' && callee.property.name === 'for');
}
