import type { Node } from '@babel/types';
import { ProjectFiles } from '../files/project-files';
import { parseSource, Unparsed } from '../javascript/parse-source';
import { bare, callIn, calledName, isFunction, nameOf, objectOf, Parents, walk } from '../javascript/syntax';

/** Functions that do not keep a program running. */
const QUIET_FUNCTIONS = new Set([
  'require', 'createRequire', 'fileURLToPath', 'import', 'Symbol', 'Number', 'String', 'Boolean', 'parseInt', 'dirname', 'join', 'resolve', 'express', 'Router',
  '__exportStar', '__importDefault', '__importStar', '__createBinding',
]);

/** Methods that set something up, whatever they are of: those of an application that somebody else lets listen, too. */
const QUIET_METHODS = new Set([
  'freeze', 'defineProperty', 'assign', 'create', 'keys', 'entries', 'fromEntries', 'join', 'resolve', 'dirname', 'Router', 'use', 'get', 'post', 'put', 'patch', 'delete',
  'all', 'set', 'route', 'param', 'engine', 'disable', 'enable', 'model', 'extend', 'object', 'string', 'number',
]);

/**
 * True if a file does nothing but export, so that a process which runs it ends at once. False where that cannot be told.
 */
export function isLibrary(files: ProjectFiles, entry: string): boolean {
  // What is built comes from a file of the same name among the sources.
  const written = entry.replace(/^[^/]+\//, 'src/').replace(/\.([cm]?)js$/, '');
  const path = [entry, `${written}.ts`, `${written}.js`].find(file => files.kind(file) === 'file');
  const source = path === undefined ? undefined : files.text(path);
  if (source === undefined || source.startsWith('#!')) return false;
  const tree = parseSource(source, path!);
  if (tree instanceof Unparsed) return false;
  let exports = false;
  let acts = false;
  walk(tree.program, (node, parents) => {
    exports ||= exportsSomething(node);
    acts ||= !isQuiet(node) && !isInFunction(parents);
  });
  return exports && !acts;
}

function exportsSomething(node: Node): boolean {
  if (/^Export(Default|Named|All)Declaration$/.test(node.type)) return true;
  if (node.type !== 'AssignmentExpression') return false;
  const target = bare(node.left);
  const object = objectOf(target);
  return [target, object].some(part => part !== undefined && isExports(part));
}

/** `exports`, `module.exports` */
function isExports(node: Node): boolean {
  if (node.type === 'Identifier') return node.name === 'exports';
  const object = objectOf(node);
  return object?.type === 'Identifier' && object.name === 'module' && node.type === 'MemberExpression' && nameOf(node.property, node.computed) === 'exports';
}

/** What runs by itself, and may go on: a call, but for those known to do no more than set something up. */
function isQuiet(node: Node): boolean {
  if (/^For|^While|^DoWhile/.test(node.type)) return false;
  const call = callIn(node);
  if (!call || node.type === 'NewExpression') return node.type !== 'NewExpression' || QUIET_FUNCTIONS.has(calledName(node.callee) ?? '');
  const name = call.callee.type === 'Import' ? 'import' : calledName(call.callee);
  return name !== undefined && (bare(call.callee).type === 'Identifier' || call.callee.type === 'Import' ? QUIET_FUNCTIONS : QUIET_METHODS).has(name);
}

/** A function runs where it is called; one that is called where it is written is found by the call. */
function isInFunction(parents: Parents): boolean {
  for (let at = parents; at; at = at.above) {
    if (isFunction(at.node)) return true;
  }
  return false;
}
