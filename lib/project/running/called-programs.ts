import type { Node } from '@babel/types';
import { isProductionDependency, Manifest } from '../manifest/manifest';
import { Packages } from '../manifest/packages';
import { CalledProgram } from '../model/called-program';
import { plainOf } from '../modules/value';
import { LockfileReading } from '../package-managers/definition/definition';
import { BUILTINS } from '../scripts/builtins';
import { findBin } from '../scripts/dependency-bins';
import { Invocation, programOf, wordOf } from '../scripts/invocation';
import { walkScript } from '../scripts/walk-script';
import { SourceModule } from '../text/javascript/source-module';
import { bare, callIn, calledName } from '../text/javascript/syntax';
import { deadCode } from './dead-code';
import { packageFunction } from './package-function';
import { ASKING, PROGRAMS_OF_PACKAGES, Runner, runnerOf } from './program-runners';
import { RunningProgram, within } from './running-program';

/** Programs that are there wherever Node.js is, and those that machines have that people sit at. */
const PASSED_OVER = new Set([
  'node', 'npm', 'npx', 'open', 'xdg-open', 'start', 'explorer', 'osascript', 'powershell', 'powershell.exe', 'pwsh', 'cmd', 'cmd.exe', 'reg', 'wmic', 'taskkill', 'tasklist',
  'sw_vers', 'system_profiler', 'ioreg', 'launchctl', 'pbcopy', 'pbpaste', 'xclip', 'xsel', 'clip', 'say', 'afplay', 'where', 'lsb_release', 'code', 'vm_stat', 'sysctl', 'diskutil', 'netsh', 'ipconfig',
]);

/** Directories in which systems have their programs. */
const SYSTEM = /^\/(?:usr\/)?(?:local\/|opt\/homebrew\/)?s?bin\/([^/]+)$|^\/opt\/homebrew\/bin\/([^/]+)$/;
const OF_DEPENDENCY = /^(?:\.\/)?node_modules\/\.bin\/([^/]+)$/;
const SHELLS = new Set(['sh', 'bash', '/bin/sh', '/bin/bash']);

/** In place of what is only known when the program runs. */
const UNKNOWN = '$VALUE';

/** A line of a shell that is run somewhere. */
interface Line {
  readonly text: string;
  readonly module: SourceModule;
  readonly node: Node;
  readonly variables: readonly string[];
}

/** A function of the program that runs what it is given, by its name. */
interface Wrapper {
  readonly runner: Runner;
  readonly index: number;
}

/**
 * Context for telling what brings a program.
 */
export interface CalledContext {
  readonly packages: Packages;
  readonly manifest: Manifest;
  readonly lockfile: LockfileReading | undefined;
}

/**
 * Lists the programs that the sources of what runs in the image call, each once: by functions that run programs, in functions
 * of their own around these, and by packages that are known to.
 */
export function calledPrograms(program: RunningProgram, context: CalledContext): CalledProgram[] {
  const found = new Map<string, CalledProgram>();
  const { graph, path } = program;
  const lines = linesOf(program);
  const asked = askedFor(program, lines);
  for (const { text, module, node, variables } of lines) {
    for (const step of walkScript(context.packages, '', text)) {
      const called = step.guarded || (programOf(step) === 'git' && isTried(module, node)) ? undefined : calledBy(step, context);
      if (!called || asked.has(called.program) || found.has(called.program)) continue;
      found.set(called.program, { ...called, caller: within(path, module.path), variables });
    }
  }
  for (const module of graph.modules) {
    for (const { specifier, typeOnly } of module.imports) {
      const known = !typeOnly && Object.hasOwn(PROGRAMS_OF_PACKAGES, specifier) ? PROGRAMS_OF_PACKAGES[specifier] : undefined;
      const brought = known?.broughtBy?.some(name => isProductionDependency(context.manifest, name));
      if (!known || brought || asked.has(known.program) || found.has(known.program)) continue;
      const caller = `${specifier}, which ${within(path, module.path)} loads,`;
      found.set(known.program, { program: known.program, caller, from: 'image', variables: known.variables ?? [] });
    }
  }
  return [...found.values()];
}

function calledBy(step: Invocation, { manifest, lockfile }: CalledContext): Omit<CalledProgram, 'caller' | 'variables'> | undefined {
  const word = programOf(step);
  if (word === undefined) return undefined;
  const [, usual, homebrew] = SYSTEM.exec(word) ?? [];
  const own = OF_DEPENDENCY.exec(word)?.[1];
  const program = own ?? usual ?? homebrew ?? word;
  if (!/^[a-z][\w.+-]*$/i.test(program) || PASSED_OVER.has(program) || BUILTINS.has(program)) return undefined;
  const bin = usual ?? homebrew ? undefined : binOf(program, manifest, lockfile);
  if (bin && !bin.production) return { program, from: 'development', package: bin.package };
  if (bin) return own !== undefined || step.fetched ? undefined : { program, from: 'path', package: bin.package };
  if (own !== undefined) return undefined;
  return { program, from: step.fetched ? 'download' : 'image' };
}

/** The dependency that brings a program; one of development where only that does. */
function binOf(program: string, manifest: Manifest, lockfile: LockfileReading | undefined) {
  const bin = findBin(program, manifest, lockfile);
  return bin ?? findBin(program, manifest, undefined);
}

/** Lines that functions of packages run, and functions of the program that hand theirs on to these. */
function linesOf(program: RunningProgram): Line[] {
  const { graph, evaluator } = program;
  const lines: Line[] = [];
  const wrappers = new Map<string, Wrapper>();
  for (const module of graph.modules) {
    const isDead = deadCode(evaluator, module);
    for (const node of module.nodes) {
      const called = calleeOf(node);
      const runner = called && runnerOf(packageFunction(graph, module, called));
      if (!called || !runner || isDead(node)) continue;
      if (node.type === 'TaggedTemplateExpression') {
        lines.push({ text: lineOf(program, module, node.quasi)?.text ?? '', module, node, variables: [] });
        continue;
      }
      const args = callIn(node)!.arguments as readonly Node[];
      const wrapped = args[0] && wrapperOf(module, args[0], runner);
      if (wrapped) wrappers.set(...wrapped);
      else lines.push(...lineOfCall(program, module, node, runner, args));
    }
  }
  for (const module of wrappers.size === 0 ? [] : graph.modules) {
    const isDead = deadCode(evaluator, module);
    for (const { node, name, arguments: args } of module.calls) {
      const wrapper = name === undefined ? undefined : wrappers.get(name);
      if (wrapper && !isDead(node)) lines.push(...lineOfCall(program, module, node, wrapper.runner, args.slice(wrapper.index)));
    }
  }
  return lines;
}

function calleeOf(node: Node): Node | undefined {
  return node.type === 'TaggedTemplateExpression' ? node.tag : callIn(node)?.callee;
}

/** The function around a call, where that is given what the call runs. */
function wrapperOf(module: SourceModule, argument: Node, runner: Runner): [string, Wrapper] | undefined {
  const node = bare(argument);
  const declaration = node.type === 'Identifier' ? module.declarationOf(node.name, node) : undefined;
  if (declaration?.kind !== 'parameter' || declaration.functionName === undefined || declaration.keys?.length) return undefined;
  return [declaration.functionName, { runner, index: declaration.index! }];
}

function lineOfCall(program: RunningProgram, module: SourceModule, node: Node, runner: Runner, args: readonly Node[]): Line[] {
  const [first, second] = args;
  if (!first) return [];
  if (runner === 'line') {
    const line = lineOf(program, module, first);
    return line ? [{ ...line, module, node }] : [];
  }
  const words = runner === 'list' ? elementsOf(first) : [first, ...second ? elementsOf(second) : []];
  const [called, ...rest] = words.map(each => lineOf(program, module, each));
  if (!called) return [];
  // A shell is given a line in a word, and every word that is not known is one.
  const inShell = SHELLS.has(called.text) && rest[0]?.text === '-c' ? rest[1]?.text : undefined;
  const text = inShell ?? [called, ...rest].map(word => word === undefined || word.text.includes(UNKNOWN) ? UNKNOWN : wordOf(word.text).raw).join(' ');
  return [{ text, module, node, variables: called.variables }];
}

function elementsOf(node: Node): Node[] {
  const list = bare(node);
  return list.type === 'ArrayExpression' ? list.elements.filter(element => element !== null) : [];
}

/** A text, as far as it is known. */
function lineOf(program: RunningProgram, module: SourceModule, expression: Node): { text: string; variables: readonly string[] } | undefined {
  const node = bare(expression);
  if (node.type === 'TemplateLiteral' && node.expressions.length > 0) {
    const parts = node.expressions.map(each => lineOf(program, module, each)?.text ?? UNKNOWN);
    return { text: node.quasis.map(({ value }, index) => (value.cooked ?? '') + (parts[index] ?? '')).join(''), variables: [] };
  }
  if (node.type === 'BinaryExpression' && node.operator === '+') {
    const [left, right] = [node.left, node.right].map(each => lineOf(program, module, each));
    return left && { text: left.text + (right?.text ?? UNKNOWN), variables: left.variables };
  }
  const call = callIn(node);
  if (call && calledName(call.callee) === 'join') {
    const list = bare(call.callee).type === 'MemberExpression' ? bare((bare(call.callee) as { object: Node }).object) : node;
    const words = elementsOf(list).map(each => lineOf(program, module, each)?.text ?? UNKNOWN);
    return words.length > 0 ? { text: words.join(' '), variables: [] } : undefined;
  }
  const value = program.evaluator.evaluate(node, module);
  const plain = plainOf(value);
  if (typeof plain === 'string') return { text: plain, variables: value?.kind === 'changeable' ? value.variables : [] };
  const declaration = node.type === 'Identifier' ? module.declarationOf(node.name, node) : undefined;
  const isText = declaration?.kind === 'value' && !declaration.keys?.length && declaration.value && /^(TemplateLiteral|BinaryExpression)$/.test(bare(declaration.value).type);
  return isText ? lineOf(program, module, declaration.value!) : undefined;
}

/** Programs of which the sources ask whether they are there: `command -v ffmpeg`. */
function askedFor({ graph, evaluator }: RunningProgram, lines: readonly Line[]): Set<string> {
  const asked = new Set<string>();
  for (const { text } of lines) for (const [, name] of text.matchAll(/\b(?:command -v|which|type|hash) ["']?([\w.+-]+)/g)) asked.add(name);
  for (const module of graph.modules) {
    for (const { callee, arguments: [first] } of module.calls) {
      const found = first && packageFunction(graph, module, callee);
      const name = found && ASKING.has(found.package) ? plainOf(evaluator.evaluate(first, module)) : undefined;
      if (typeof name === 'string') asked.add(name);
    }
  }
  return asked;
}

/** True if something stands in a `try`. */
function isTried(module: SourceModule, { start, end }: Node): boolean {
  return module.nodes.some(node => node.type === 'TryStatement' && node.handler && (node.block.start ?? 0) <= (start ?? 0) && (end ?? 0) <= (node.block.end ?? 0));
}
