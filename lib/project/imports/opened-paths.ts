import type { Node } from '@babel/types';
import { SourceModule } from '../text/javascript/source-module';
import { calledName, callIn, nameOf, objectOf } from '../text/javascript/syntax';

/** Where a path is opened from: the directory of the module, or the one that the program runs in. */
export interface OpenedPath {
  readonly from: 'module' | 'cwd';
  /** It begins with `..`, for what lies below is there. */
  readonly path: string;
}

const READS = /^(readFile|readFileSync|createReadStream|readdir|readdirSync|opendir|opendirSync)$/;

/**
 * The paths above a module that it makes of its own directory, `path.join(__dirname, '../../locales')`, `__dirname + '/../a'`,
 * and those that it reads from where it runs, `readFileSync('../locales/en.json')`: as far as they are written down.
 */
export function openedPaths(module: SourceModule): OpenedPath[] {
  const found: OpenedPath[] = [];
  const add = (from: OpenedPath['from'], ...parts: readonly (string | undefined)[]) => {
    const end = parts.indexOf(undefined);
    const path = (end === -1 ? parts : parts.slice(0, end)).map(part => part!.replace(/^\/+|\/+$/g, '')).filter(part => part !== '').join('/');
    if (/^(\.\/)*\.\.\/.*[^./]/.test(path)) found.push({ from, path });
  };
  for (const node of module.nodes) {
    if (node.type === 'TemplateLiteral' && node.quasis[0].value.raw === '' && node.expressions.length > 0) {
      // what stands behind the last slash in front of another value is no whole name
      const text = node.quasis[1].value.cooked ?? '';
      if (isDirectory(node.expressions[0])) add('module', node.expressions.length === 1 ? text : text.slice(0, text.lastIndexOf('/') + 1));
    }
    if (node.type === 'BinaryExpression' && node.operator === '+' && isDirectory(node.left)) add('module', textOf(node.right));
    const call = callIn(node);
    const [first, ...rest] = call ? call.arguments as readonly Node[] : [];
    if (!call || !first) continue;
    const name = calledName(call.callee) ?? '';
    const texts = rest.map(each => textOf(each));
    if (name === 'join' || name === 'resolve') {
      if (isDirectory(first)) add('module', ...texts);
      else if (isWorkingDirectory(first)) add('cwd', ...texts);
      else if (name === 'resolve' && objectOf(call.callee) && !isPromise(objectOf(call.callee)!)) add('cwd', textOf(first), ...texts);
    } else if (name === 'URL' && node.type === 'NewExpression' && rest[0] && isMeta(rest[0], 'url')) {
      add('module', textOf(first));
    } else if (READS.test(name)) {
      add('cwd', textOf(first));
    }
  }
  return found;
}

/** A text; of a name, which is a variable here, nothing is known. */
function textOf(node: Node): string | undefined {
  return node.type === 'Identifier' ? undefined : nameOf(node);
}

/** `__dirname`, `import.meta.dirname`. */
function isDirectory(node: Node): boolean {
  return (node.type === 'Identifier' && node.name === '__dirname') || isMeta(node, 'dirname');
}

/** `process.cwd()`. */
function isWorkingDirectory(node: Node): boolean {
  const call = callIn(node);
  return call !== undefined && calledName(call.callee) === 'cwd';
}

function isMeta(node: Node, property: string): boolean {
  return objectOf(node)?.type === 'MetaProperty' && calledName(node) === property;
}

function isPromise(node: Node): boolean {
  return node.type === 'Identifier' && (node.name === 'Promise' || node.name === 'require');
}
