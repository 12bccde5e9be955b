import { posix } from 'path';
import type { Node } from '@babel/types';
import { directoryOf, joinInside } from '../files/relative-path';
import { plainOf } from '../modules/value';
import { SourceModule } from '../text/javascript/source-module';
import { bare, callIn, calledName, objectOf } from '../text/javascript/syntax';
import { RunningProgram, within } from './running-program';

/**
 * A path that is known.
 */
export interface KnownPath {
  /** The path, relative to the package; absolute where it begins with a slash. */
  readonly path: string;
  /** False if something that is not known follows. */
  readonly whole: boolean;
  /** Variables that name another one. */
  readonly variables: readonly string[];
}

/** More steps than a path is made in. */
const FURTHEST = 12;

/**
 * The path that an expression is: one of the directory that the program runs in, one of the module as it lies when it runs, or an
 * absolute one; undefined if it is not known, or lies above the package.
 */
export function pathOf(program: RunningProgram, module: SourceModule, expression: Node, steps = 0): KnownPath | undefined {
  if (steps > FURTHEST) return undefined;
  const node = bare(expression);
  const next = (inner: Node, at = module) => pathOf(program, at, inner, steps + 1);
  if (isDirectory(node)) return { path: placeOf(program, module), whole: true, variables: [] };
  if (callIn(node)) return ofCall(program, module, node, steps);
  if (node.type === 'TemplateLiteral' && node.expressions.length > 0) {
    const parts = node.quasis.flatMap(({ value }, index) => [value.cooked ?? '', node.expressions[index] as Node | undefined ?? '']);
    return concatenated(program, module, parts, steps);
  }
  if (node.type === 'BinaryExpression' && node.operator === '+') return concatenated(program, module, [node.left, node.right], steps);
  const value = program.evaluator.evaluate(node, module);
  const plain = plainOf(value);
  if (typeof plain === 'string') return pathIn(plain, value?.kind === 'changeable' ? value.variables : []);
  if (node.type === 'LogicalExpression' && node.operator !== '&&') {
    const right = next(node.right);
    const left = program.evaluator.evaluate(node.left, module);
    return right && { ...right, variables: [...left?.kind === 'changeable' ? left.variables : [], ...right.variables] };
  }
  if (node.type !== 'Identifier') return undefined;
  const declaration = module.declarationOf(node.name, node);
  if (declaration?.kind === 'value' && declaration.value && !declaration.keys?.length) return next(declaration.value);
  const other = declaration?.kind === 'import' ? program.graph.load(module, declaration.specifier!) : undefined;
  const exported = other?.exports.get(declaration?.imported ?? 'default');
  if (!other || !exported) return undefined;
  if (exported.expression) return next(exported.expression, other);
  const there = exported.name === undefined ? undefined : other.declarationOf(exported.name, other.file.program);
  return there?.kind === 'value' && there.value && !there.keys?.length ? next(there.value, other) : undefined;
}

function ofCall(program: RunningProgram, module: SourceModule, node: Node, steps: number): KnownPath | undefined {
  const call = callIn(node)!;
  const [first, ...rest] = call.arguments as readonly Node[];
  const name = calledName(call.callee) ?? '';
  const next = (inner: Node) => pathOf(program, module, inner, steps + 1);
  if (name === 'cwd') return { path: '', whole: true, variables: [] };
  if (!first) return undefined;
  if (name === 'URL' && node.type === 'NewExpression' && rest[0] && isMeta(rest[0], 'url')) {
    const text = plainOf(program.evaluator.evaluate(first, module));
    return typeof text === 'string' && !/^[a-z]+:/.test(text) ? ofText(placeOf(program, module), text, []) : undefined;
  }
  if (name === 'fileURLToPath') return isMeta(first, 'url') ? ofText(placeOf(program, module), 'module.js', []) : next(first);
  if (name === 'dirname') {
    const inner = bare(first).type === 'Identifier' && (bare(first) as { name: string }).name === '__filename' ? ofText(placeOf(program, module), 'module.js', []) : next(first);
    return inner && { ...inner, path: directoryAbove(inner.path), whole: true };
  }
  if (name === 'normalize' || name === 'String') return next(first);
  if (name !== 'join' && name !== 'resolve') return undefined;
  return rest.reduce<KnownPath | undefined>((known, part) => {
    if (!known || !known.whole) return known;
    const text = textOf(program, module, part);
    if (text === undefined) return { ...known, path: known.path === '' ? '' : `${known.path}/`, whole: false };
    if (name === 'resolve' && text.text.startsWith('/')) return pathIn(text.text, known.variables, text.whole);
    return ofText(known.path, text.text.replace(/^\/+(?=.)/, ''), known.variables, text.whole);
  }, next(first));
}

/** Texts and values that stand one behind the other; of the first one the path must be known. */
function concatenated(program: RunningProgram, module: SourceModule, parts: readonly (string | Node)[], steps: number): KnownPath | undefined {
  const [first, ...rest] = parts.filter(part => part !== '');
  if (first === undefined) return undefined;
  let known = typeof first === 'string' ? pathIn(first, []) : pathOf(program, module, first, steps + 1);
  for (const part of rest) {
    if (!known) return undefined;
    const text = typeof part === 'string' ? { text: part, whole: true } : textOf(program, module, part);
    if (!text || !known.whole) return { ...known, whole: false };
    known = pathIn(known.path === '' ? text.text.replace(/^\/+/, '') : known.path + text.text, known.variables, text.whole);
  }
  return known;
}

function textOf({ evaluator }: RunningProgram, module: SourceModule, node: Node): { text: string; whole: boolean } | undefined {
  const inner = bare(node);
  if (inner.type === 'TemplateLiteral' && inner.expressions.length > 0) {
    const [begin] = inner.quasis;
    return begin.value.cooked ? { text: begin.value.cooked, whole: false } : undefined;
  }
  const plain = plainOf(evaluator.evaluate(inner, module));
  return typeof plain === 'string' ? { text: plain, whole: true } : undefined;
}

/** The directory above a path, which of an absolute one is the root at the last. */
export function directoryAbove(path: string): string {
  return directoryOf(path) || (path.startsWith('/') ? '/' : '');
}

/** A text that is a path as it stands. */
function pathIn(text: string, variables: readonly string[], whole = true): KnownPath | undefined {
  return text.startsWith('/') ? { path: posix.normalize(text), whole, variables } : ofText('', text, variables, whole);
}

function ofText(directory: string, text: string, variables: readonly string[], whole = true): KnownPath | undefined {
  if (directory.startsWith('/')) return { path: posix.join(directory, text), whole, variables };
  if ((directory === '' && text.startsWith('/')) || /^[a-z][\w+.-]+:|^~|^[a-z]:\\/i.test(text) || text === '') return undefined;
  const path = joinInside(directory, text.replace(/^\/+/, '') || '.');
  return path === undefined ? undefined : { path: text.endsWith('/') && path !== '' ? `${path}/` : path, whole, variables };
}

/** The directory of a module where it runs: a compiler writes it elsewhere. */
function placeOf({ path, moved }: RunningProgram, module: SourceModule): string {
  const directory = directoryOf(within(path, module.path));
  if (!moved || moved.from === moved.to) return directory;
  if (moved.from === '') return joinInside(moved.to, directory) ?? directory;
  return directory === moved.from || directory.startsWith(`${moved.from}/`) ? joinInside(moved.to, directory.slice(moved.from.length + 1)) ?? directory : directory;
}

/** `__dirname`, `import.meta.dirname`. */
function isDirectory(node: Node): boolean {
  return (node.type === 'Identifier' && node.name === '__dirname') || isMeta(node, 'dirname');
}

function isMeta(node: Node, property: string): boolean {
  return objectOf(node)?.type === 'MetaProperty' && calledName(node) === property;
}
