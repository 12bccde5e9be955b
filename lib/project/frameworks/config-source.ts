import type { File, Node } from '@babel/types';
import { Evaluator } from '../modules/evaluator';
import { ModuleGraph } from '../modules/module-graph';
import { plainOf, Value } from '../modules/value';
import { SourceModule } from '../text/javascript/source-module';
import { bare, calledName, callIn, isFunction, nameOf, returnsOf, walk, Parents } from '../text/javascript/syntax';

/**
 * Value of a property of a configuration, if it is there and more than a constant.
 */
export const COMPUTED = Symbol('computed');

export type ConfigValue = string | boolean | typeof COMPUTED;

/**
 * Expressions that may be there only sometimes: `...(production && { output: 'standalone' })`.
 */
const CONDITIONAL = new Set(['ConditionalExpression', 'LogicalExpression', 'IfStatement', 'SwitchStatement']);

/**
 * The source of a framework's configuration, with what it loads from the project. It is searched for constants, never
 * run.
 */
export class ConfigSource {
  private readonly evaluator: Evaluator;
  private readonly module: SourceModule | undefined;

  /**
   * @param file the name of the file, for reasons
   * @param graph the file and what it loads; without one the configuration is empty
   */
  constructor(public readonly file: string, private readonly graph?: ModuleGraph) {
    this.evaluator = new Evaluator(graph ?? ModuleGraph.empty());
    this.module = graph?.modules.find(module => module.path === file);
  }

  /**
   * Why it, or a file that it loads, could not be read. Undefined if there is nothing that could not.
   */
  public get unread(): string | undefined {
    const [first] = this.graph?.unread ?? [];
    return first && `${first.path}: ${first.reason}`;
  }

  /**
   * True if a string of exactly this text is in it, e.g. the name of a package that it imports.
   */
  public names(text: string): boolean {
    return this.module?.nodes.some(node => node.type === 'StringLiteral' && node.value === text) ?? false;
  }

  /**
   * The value of a property: that of what is exported, or else of the outermost ones that are called so. Undefined if
   * there is none.
   */
  public property(name: string): ConfigValue | undefined {
    if (!this.module) return undefined;
    const exported = this.exported(name);
    if (exported !== undefined) return exported;
    const found = this.properties(this.module.file, name);
    const outermost = found.filter(({ depth }) => depth === Math.min(...found.map(other => other.depth)));
    const values = new Set(outermost.map(({ value }) => value));
    return values.size > 1 ? COMPUTED : [...values][0];
  }

  /**
   * The value of a property where it is a string.
   */
  public text(name: string): string | undefined {
    const value = this.property(name);
    return typeof value === 'string' ? value : undefined;
  }

  /**
   * A number in the object that is exported, by the names of the properties that lead to it.
   */
  public number(...names: string[]): number | undefined {
    const found = this.module?.exports.get('default')?.expression;
    const objects = found ? this.objectsIn(found, this.module!, 0) : [];
    const values = objects.map(object => names.reduce<Value | undefined>((value, name) => this.evaluator.property(value, name), object));
    const numbers = new Set(values.map(plainOf).filter(value => typeof value === 'number'));
    return numbers.size === 1 ? [...numbers][0] : undefined;
  }

  /**
   * The property of the object that is exported, behind whatever functions it is passed through.
   */
  private exported(name: string): ConfigValue | undefined {
    const found = this.module!.exports.get('default')?.expression;
    const objects = found ? this.objectsIn(found, this.module!, 0) : [];
    const values = new Set<ConfigValue>(objects.flatMap(object => {
      const value = this.evaluator.property(object, name);
      return value ? [configValue(value)] : [];
    }));
    return values.size > 1 ? COMPUTED : [...values][0];
  }

  /** The objects that an expression is or makes: `withPlugin(options)(config)`, `() => config`, `defineConfig({ ... })`. */
  private objectsIn(node: Node, module: SourceModule, depth: number): Value[] {
    const inner = bare(node);
    const call = callIn(inner);
    if (depth > 8) return [];
    if (call) {
      const made = this.evaluator.evaluate(inner, module);
      const own = made?.kind === 'node' && made.node.type === 'ObjectExpression' ? [made] : [];
      const called = callIn(bare(call.callee));
      const given = [...call.arguments, ...called ? [call.callee] : []];
      return [...own, ...given.flatMap(each => this.objectsIn(each, module, depth + 1))];
    }
    const value = this.evaluator.evaluate(inner, module);
    if (value?.kind !== 'node') {
      const declared = inner.type === 'Identifier' ? module.declarationOf(inner.name, inner)?.value : undefined;
      return declared && declared !== inner ? this.objectsIn(declared, module, depth + 1) : [];
    }
    return isFunction(value.node) ? returnsOf(value.node).flatMap(each => this.objectsIn(each, value.module, depth + 1))
      : value.node.type === 'ObjectExpression' ? [value] : [];
  }

  private properties(file: File, name: string): { depth: number; value: ConfigValue }[] {
    const found: { depth: number; value: ConfigValue }[] = [];
    walk(file.program, (node, parents) => {
      const add = (given: Node) => {
        const value = isConditional(parents) ? COMPUTED : configValue(this.evaluator.evaluate(given, this.module!));
        found.push({ depth: depthOf(parents), value });
      };
      if (node.type === 'ObjectProperty' && parents?.node.type === 'ObjectExpression' && nameOf(node.key, node.computed) === name) add(node.value);
      if (node.type === 'ObjectMethod' && nameOf(node.key, node.computed) === name) add(node);
      if (node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression' && calledName(node.left) === name) add(node.right);
    });
    return found;
  }
}

function configValue(value: Value | undefined): ConfigValue {
  return value?.kind === 'constant' && (typeof value.value === 'string' || typeof value.value === 'boolean') ? value.value : COMPUTED;
}

/** How many objects are around something. */
function depthOf(parents: Parents): number {
  let depth = 0;
  for (let above = parents; above; above = above.above) if (above.node.type === 'ObjectExpression') depth++;
  return depth;
}

function isConditional(parents: Parents): boolean {
  for (let above = parents; above; above = above.above) if (CONDITIONAL.has(above.node.type)) return true;
  return false;
}
