import { isModule, Syntax, syntaxOf, visit } from './syntax';
import { Value, Values } from './values';

/** Names that code loads and mentions. */
export interface CodeNames {
  /** Modules it loads: specifiers, or their beginnings. */
  readonly loads: readonly Value[];
  /** All texts in it. */
  readonly texts: ReadonlySet<string>;
  /** Why it cannot be told what it loads; undefined if it can. */
  readonly unknown?: string;
  /** Every place at which it cannot be told. */
  readonly unknowns: readonly string[];
}

const WIDTH = 60;
/** Made by bundlers, in place of `require`. */
const SHIM = /^__(require\w*|commonJS\w*)$/;
/** How Node.js is asked for a module beside `require`. */
const INTERNALS = /^(_load|_resolveFilename|createRequire|createRequireFromPath)$/;
/** Methods by which a name of a directory is compared, or looked for in, without a path being made of it. */
const COMPARES = /^(includes|indexOf|lastIndexOf|startsWith|endsWith|split|match|test|search|replace|replaceAll|has)$/;

/** Names that code of Node.js loads and mentions; undefined where it is no code. */
export function namesOf(text: string): CodeNames | undefined {
  const root = syntaxOf(text);
  if (root === undefined) return undefined;
  const values = new Values(root);
  const requires = requiresOf(root);
  const loads: Value[] = [];
  const texts = new Set<string>();
  const unknown: string[] = [];
  const say = (node: Syntax) => unknown.push(text.slice(node.start, node.end).replace(/\s+/g, ' ').slice(0, WIDTH));
  const load = (node: Syntax, argument: Syntax | undefined) => {
    const found = argument && values.of(argument);
    if (found === undefined) say(node);
    else loads.push(...found);
  };
  visit(root, (node, parent) => {
    switch (node.type) {
      case 'ImportDeclaration': case 'ExportNamedDeclaration': case 'ExportAllDeclaration':
        if (node.source) loads.push({ text: node.source.value, whole: true });
        break;
      case 'ImportExpression': load(node, node.source); break;
      case 'CallExpression': case 'NewExpression':
        if (isLoading(node, requires)) load(node, node.arguments[0]);
        else if (writesLoader(node)) say(node);
        break;
      case 'Literal': case 'TemplateElement': {
        const value = node.type === 'Literal' ? node.value : node.value.cooked;
        if (typeof value !== 'string') break;
        texts.add(value);
        if (/(^|[/\\])node_modules[/\\]?$/.test(value) && !isCompared(node, parent)) say(parent ?? node);
        break;
      }
      case 'Identifier': if (requires.has(node.name) && handsOn(node, parent, requires)) say(parent ?? node); break;
      case 'MemberExpression': if (!node.computed && INTERNALS.test(node.property.name) && parent?.type !== 'CallExpression') say(node); break;
      default:
    }
  });
  return { loads, texts, unknowns: unknown, ...unknown.length > 0 ? { unknown: unknown[0] } : {} };
}

/** The names by which a file has a function that loads modules. */
function requiresOf(root: Syntax): Set<string> {
  const makers = new Set<string>(['createRequire', 'createRequireFromPath']);
  const requires = new Set<string>(isModule(root) ? [] : ['require']);
  visit(root, node => {
    if (node.type === 'ImportSpecifier' && INTERNALS.test(node.imported.name ?? '')) makers.add(node.local.name);
  });
  visit(root, node => {
    const [target, value] = node.type === 'VariableDeclarator' ? [node.id, node.init] : node.type === 'AssignmentExpression' ? [node.left, node.right] : [];
    if (target?.type === 'Identifier' && value && isMaker(value, makers)) requires.add(target.name);
  });
  // a shim hands on what it finds, and fails where it finds nothing
  if (requires.has('require')) {
    visit(root, node => {
      if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && SHIM.test(node.id.name)) requires.add(node.id.name);
    });
  }
  return requires;
}

function isMaker(node: Syntax, makers: ReadonlySet<string> = new Set(['createRequire', 'createRequireFromPath'])): boolean {
  if (node.type !== 'CallExpression') return false;
  const { callee } = node;
  return (callee.type === 'Identifier' && makers.has(callee.name)) || (callee.type === 'MemberExpression' && makers.has(callee.property.name));
}

/** True if a call asks for a module, or for a program of its own that is in a file. */
function isLoading({ type, callee, arguments: given }: Syntax, requires: ReadonlySet<string>): boolean {
  if (type === 'NewExpression') return callee.type === 'Identifier' && callee.name === 'Worker' && given.length > 0;
  if (callee.type === 'Identifier') return requires.has(callee.name);
  if (callee.type === 'CallExpression') return isMaker(callee);
  if (callee.type !== 'MemberExpression' || callee.computed) return false;
  const { object, property } = callee;
  if (object.type === 'MetaProperty') return property.name === 'resolve';
  if (property.name === '_load' || property.name === '_resolveFilename') return true;
  return (object.type === 'Identifier' && requires.has(object.name) && property.name === 'resolve')
    || (property.name === 'require' && (object.type !== 'Identifier' || /^(module|process)$/.test(object.name)));
}

/** True if a call makes code out of a text in which something is loaded. */
function writesLoader({ callee, arguments: given }: Syntax): boolean {
  return callee.type === 'Identifier' && /^(eval|Function)$/.test(callee.name)
    && given.some((each: Syntax) => each.type === 'Literal' && /\b(import|require)\b/.test(String(each.value)));
}

/** True if a function that loads modules goes where it cannot be seen what it is called with. */
function handsOn(node: Syntax, parent: Syntax | undefined, requires: ReadonlySet<string>): boolean {
  switch (parent?.type) {
    case 'CallExpression': return parent.callee !== node;
    case 'MemberExpression': return parent.object === node ? parent.computed || !/^(resolve|main|cache|extensions|paths)$/.test(parent.property.name) : parent.computed;
    case 'VariableDeclarator': return parent.id !== node && !(parent.id.type === 'Identifier' && requires.has(parent.id.name));
    case 'AssignmentExpression': return parent.left !== node;
    case 'UnaryExpression': return parent.operator !== 'typeof';
    case 'Property': return parent.value === node;
    case 'BinaryExpression': return !/^[!=]==?$/.test(parent.operator);
    default: return true;
  }
}

/** True if a name is looked for in other names. */
function isCompared(node: Syntax, parent: Syntax | undefined): boolean {
  if (parent?.type === 'BinaryExpression') return /^[!=]==?$/.test(parent.operator);
  return parent?.type === 'CallExpression' && parent.callee !== node && parent.callee.type === 'MemberExpression' && COMPARES.test(parent.callee.property.name ?? '');
}
