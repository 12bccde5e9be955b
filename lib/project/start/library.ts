import type { Node } from '@babel/types';
import { ProjectFiles } from '../files/project-files';
import { parseSource, Unparsed } from '../text/javascript/parse-source';
import { bare, callIn, isFunction, nameOf, objectOf, Parents, walk } from '../text/javascript/syntax';

/** Calls that do not keep a program running, by what is in front of the parenthesis. */
const QUIET_CALLS = new RegExp(`^(?:${[
  'require|createRequire|fileURLToPath|import|Symbol|Number|String|Boolean|parseInt',
  'Object\\.(?:freeze|defineProperty|assign|create|keys|entries|fromEntries)',
  'path\\.(?:join|resolve|dirname)|dirname|join|resolve',
  '__exportStar|__importDefault|__importStar|express(?:\\.Router)?|Router',
  '[\\w.$]+\\.(?:use|get|post|put|patch|delete|all|set|route|param|engine|disable|enable|model|extend|object|string|number)',
].join('|')})$`);

const EXPORTS = new Set(['ExportDefaultDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration', 'TSExportAssignment']);

/**
 * True if a file does nothing but export, so that a process which runs it ends at once. False where that cannot be told.
 */
export function isLibrary(files: ProjectFiles, entry: string): boolean {
  // What is built comes from a file of the same name among the sources.
  const written = entry.replace(/^[^/]+\//, 'src/').replace(/\.([cm]?)js$/, '');
  const path = [entry, `${written}.ts`, `${written}.js`].find(file => files.kind(file) === 'file');
  const source = path === undefined ? undefined : files.text(path);
  if (path === undefined || source === undefined || source.startsWith('#!')) return false;
  const file = parseSource(source, path);
  if (file instanceof Unparsed) return false;
  let exportsSomething = false;
  let runsSomething = false;
  walk(file.program, (node, parents) => {
    if (isInFunction(parents)) return;
    exportsSomething ||= EXPORTS.has(node.type) || (node.type === 'AssignmentExpression' && isExports(node.left));
    runsSomething ||= runs(node);
  });
  return exportsSomething && !runsSomething;
}

/** True if a node may run when the file has been read: a call, or a module that is loaded for what it does. */
function runs(node: Node): boolean {
  if (node.type === 'ImportDeclaration') return node.specifiers.length === 0 && node.source.value.startsWith('.');
  if (node.type === 'ExpressionStatement') {
    const call = callIn(bare(node.expression));
    if (call && dotted(call.callee) === 'require' && call.arguments[0]?.type === 'StringLiteral') return call.arguments[0].value.startsWith('.');
  }
  const call = callIn(node);
  return call !== undefined && !QUIET_CALLS.test(dotted(call.callee));
}

function isInFunction(parents: Parents): boolean {
  for (let above = parents; above; above = above.above) if (isFunction(above.node)) return true;
  return false;
}

/** `module.exports = ...`, `module.exports.a = ...`, `exports.a = ...`. */
function isExports(left: Node): boolean {
  return /^(?:module\.exports|exports)(?:\.|$)/.test(dotted(left));
}

/** Names with points between them; empty if it is something else. */
function dotted(given: Node): string {
  const node = bare(given);
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'Import') return 'import';
  const object = objectOf(node);
  const name = node.type === 'MemberExpression' || node.type === 'OptionalMemberExpression' ? nameOf(node.property, node.computed) : undefined;
  const before = object ? dotted(object) : '';
  return before === '' || name === undefined ? '' : `${before}.${name}`;
}
