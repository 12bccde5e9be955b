import { posix } from 'path';
import type { Node } from '@babel/types';
import { directoryOf, isWithin } from '../files/relative-path';
import { WrittenDirectory } from '../model/written-directory';
import { plainOf } from '../modules/value';
import { SourceModule } from '../text/javascript/source-module';
import { bare, callIn, calledName, isFunction, nameOf, objectOf, walk } from '../text/javascript/syntax';
import { deadCode } from './dead-code';
import { packageFunction } from './package-function';
import { directoryAbove, KnownPath, pathOf } from './path-of';
import { RunningProgram, within } from './running-program';
import { Writer, writerOf, Written } from './writers';

/** Options that say that nothing is written. */
const READ_ONLY = new Set(['readonly', 'readOnly', 'fileMustExist']);
const NO_FILE = new Set([':memory:', '', '.']);

/**
 * Lists the directories that the sources of what runs in the image write to, as far as they name them: by Node.js
 * itself, and by packages that keep uploads, logs and databases in files.
 */
export function writtenDirectories(program: RunningProgram): WrittenDirectory[] {
  const { graph, evaluator, path } = program;
  const found: WrittenDirectory[] = [];
  for (const module of graph.modules) {
    const isDead = deadCode(evaluator, module);
    for (const { node, callee, name, arguments: args } of module.calls) {
      const called = packageFunction(graph, module, callee);
      const writer = writerOf(called, methodsOf(callee, name));
      if (!writer || isDead(node)) continue;
      const by = called === undefined || called.package === 'fs' ? name! : called.package;
      for (const { known, written } of pathsOf(program, module, writer, args)) {
        const directory = directoryIn(known, written);
        found.push({ directory, writer: within(path, module.path), by, variables: known.variables });
      }
    }
  }
  const covers = (other: WrittenDirectory, one: WrittenDirectory) => other.directory !== '' && isWithin(other.directory, one.directory)
    && one.variables.length >= other.variables.length;
  return found.filter((one, index) => !found.some((other, place) => place !== index && (covers(other, one) || other.directory === one.directory)
    && (other.directory !== one.directory || place < index)));
}

/** The names by which a method is called of something, `workbook.xlsx.writeFile`: with what is in front of it, and without. */
function methodsOf(callee: Node, name: string | undefined): string[] {
  const object = objectOf(bare(callee));
  return object === undefined || name === undefined ? [] : [`${calledName(object)}.${name}`, name];
}

interface Path {
  readonly known: KnownPath;
  readonly written: Written;
}

function pathsOf(program: RunningProgram, module: SourceModule, writer: Writer, args: readonly Node[]): Path[] {
  const { argument, properties = {}, otherwise = {}, byFlag, type, fallback, root, unless, factories = false } = writer;
  const { evaluator } = program;
  const given = argument && args[argument.index];
  const flag = byFlag ? plainOf(evaluator.evaluate(args[1], module)) : undefined;
  if (byFlag && !(typeof flag === 'string' && /[wa+]/.test(flag))) return [];
  const objects = args.flatMap(each => objectsIn(program, module, each, factories));
  const plainsOf = (name: string) => objects.map(([object, at]) => plainOf(evaluator.property({ kind: 'node', node: object, module: at }, name)));
  const isNamed = (name: string) => objects.some(([object]) => object.properties.some(each => each.type !== 'SpreadElement' && nameOf(each.key) === name));
  const isOn = (name: string) => isNamed(name) && !plainsOf(name).includes(false);
  if ([...READ_ONLY, ...unless === undefined ? [] : [unless]].some(isOn)) return [];
  if (type && !plainsOf('type').some(text => typeof text === 'string' && type.test(text))) return [];
  const namedBy = (table: { readonly [name: string]: Written }) => objects.flatMap(([object, at]) => object.properties.flatMap(property => {
    const name = property.type === 'SpreadElement' ? undefined : nameOf(property.key, property.computed);
    const written = name === undefined || !Object.hasOwn(table, name) ? undefined : table[name];
    // A name of a file is one in the directory that stands beside it.
    if (!written || (name === 'filename' && isNamed('dirname'))) return [];
    const value = property.type === 'ObjectProperty' ? property.value : property;
    return valuesOf(value as Node).flatMap(each => fromFile(program, at, each, written));
  }));
  const isText = given !== undefined && objectsIn(program, module, given).length === 0;
  const isPath = isText && begins(plainOf(evaluator.evaluate(given, module)), argument!.begins);
  const ofArgument = () => isPath ? valuesOf(given).flatMap(each => fromFile(program, module, each, argument!.written)) : [];
  const places = [() => namedBy(properties), ofArgument, () => namedBy(otherwise)];
  const found = places.reduce<Path[]>((paths, next) => paths.length > 0 ? paths : next(), []);
  const isDefault = found.length === 0 && fallback !== undefined && !Object.keys(properties).some(isNamed);
  if (isDefault) return [{ known: { path: fallback, whole: true, variables: [] }, written: 'directory' }];
  return root !== undefined && isNamed(root) ? below(namedBy({ [root]: 'directory' })[0], found) : found;
}

/** Paths below a directory that is named apart, however they begin; none where that is not known. */
function below(root: Path | undefined, paths: readonly Path[]): Path[] {
  return root === undefined ? [] : paths.map(({ known, written }) => ({
    written, known: { ...known, path: posix.join(root.known.path, known.path.replace(/^\/+/, '')), whole: known.whole && root.known.whole },
  }));
}

function begins(text: unknown, pattern: RegExp | undefined): boolean {
  return pattern === undefined || (typeof text === 'string' && pattern.test(text));
}
/** `file:local.db` is a path, too, and `sqlite://local.db`. */
function fromFile(program: RunningProgram, module: SourceModule, node: Node, written: Written): Path[] {
  const plain = plainOf(program.evaluator.evaluate(node, module));
  if (typeof plain === 'string' && (NO_FILE.has(plain) || /%/.test(directoryOf(plain)))) return [];
  const local = typeof plain === 'string' ? /^(?:file:(?!\/\/)|sqlite:(?:\/\/)?)([^?]+)/.exec(plain)?.[1] : undefined;
  if (local !== undefined) return local.startsWith(':memory:') ? [] : [{ known: { path: local.replace(/^\.\//, ''), whole: true, variables: [] }, written }];
  const known = pathOf(program, module, node);
  return known ? [{ known, written }] : [];
}

/** A value; of a function what it gives to the function that it is called with, `(request, file, done) => done(null, 'uploads')`. */
function valuesOf(value: Node): Node[] {
  if (!isFunction(value)) return [value];
  const found: Node[] = [];
  walk(value, node => {
    const [error, given] = callIn(node)?.arguments ?? [];
    if (given && (error.type === 'NullLiteral' || (error.type === 'Identifier' && error.name === 'undefined'))) found.push(given as Node);
  });
  return found;
}

type ObjectLiteral = Extract<Node, { type: 'ObjectExpression' }>;

/** Objects that a function is given, and those in them: written there, or behind a name. */
function objectsIn({ evaluator }: RunningProgram, module: SourceModule, given: Node, factories = false): [ObjectLiteral, SourceModule][] {
  const value = evaluator.evaluate(given, module);
  const [node, at] = value?.kind === 'node' ? [value.node, value.module] : [bare(given), module];
  if (node.type !== 'ObjectExpression') return [];
  const found: [ObjectLiteral, SourceModule][] = [];
  walk(node, (inner, parents) => {
    for (let above = parents; above; above = above.above) if ((isFunction(above.node) && !factories) || callIn(above.node)) return;
    if (inner.type === 'ObjectExpression') found.push([inner, at]);
  });
  return found;
}

function directoryIn({ path, whole }: KnownPath, written: Written): string {
  const directory = written === 'directory' && whole ? path : directoryAbove(path);
  return directory === '/' ? directory : directory.replace(/\/+$/, '');
}
