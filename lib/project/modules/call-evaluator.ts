import type { Node } from '@babel/types';
import { Declaration } from '../text/javascript/declaration';
import { Call, SourceModule } from '../text/javascript/source-module';
import { bare, callIn, calledName, isFunction, objectOf, returnsOf } from '../text/javascript/syntax';
import { ModuleGraph } from './module-graph';
import { constant, NAME_OF_MACHINE, plainOf, Primitive, Value } from './value';

/** Functions whose result is their argument in another type. */
const CONVERTS = new Set(['Number', 'parseInt', 'parseFloat', 'String', 'BigInt']);

/** Methods that leave a value what it is. */
const KEEPS = new Set(['toString', 'trim', 'valueOf', 'toLowerCase', 'asPortNumber', 'asInt', 'asString', 'required', 'freeze', 'catch', 'parse', 'then']);

/** Names of functions that read a value of some type. */
const READS = /port|number|int|parse|coerce|env|normali[sz]e/i;

/**
 * Finds out what the parts of a call are.
 */
export interface NodeEvaluator {
  readonly graph: ModuleGraph;
  evaluate(node: Node | undefined | null, module: SourceModule): Value | undefined;
  property(value: Value | undefined, name: string): Value | undefined;
}

/**
 * Finds out what calls come to: conversions, functions of the program, readers of variables.
 */
export class CallEvaluator {
  constructor(private readonly evaluator: NodeEvaluator) {}

  /**
   * Value of a call; undefined if the source does not tell, or it is no call.
   */
  public evaluate(node: Node, module: SourceModule): Value | undefined {
    const call = callIn(node);
    if (!call) return undefined;
    const name = calledName(call.callee) ?? '';
    const [first, second] = call.arguments as readonly (Node | undefined)[];
    if (node.type === 'NewExpression') return this.made(call.callee, module);
    if (CONVERTS.has(name)) return converted(name, this.evaluator.evaluate(first, module));
    if (name === 'hostname' && !first) return { kind: 'changeable', variables: [NAME_OF_MACHINE] };
    const object = objectOf(bare(call.callee));
    const settings = object && name === 'get' ? this.evaluator.evaluate(object, module) : undefined;
    if (settings?.kind === 'settings') return this.setting(settings, first, module);
    const named = this.variable(name, first, second, module) ?? this.inChain(node, module);
    if (named) return named;
    if (name === 'freeze' || name === 'assign') return this.evaluator.evaluate(first, module);
    if (object && KEEPS.has(name)) {
      const kept = this.evaluator.evaluate(object, module);
      if (kept?.kind === 'constant' || kept?.kind === 'changeable') return kept;
    }
    const setting = name === 'get' && first && !second ? this.ofApplication(plainOf(this.evaluator.evaluate(first, module))) : undefined;
    if (setting) return setting;
    const target = this.evaluator.evaluate(call.callee, module);
    const result = target?.kind === 'node' && isFunction(target.node) ? this.result(target.node, target.module) : undefined;
    if (result) return result;
    if (!READS.test(name)) return undefined;
    const argument = this.evaluator.evaluate(first, module);
    return argument?.kind === 'changeable' ? argument : undefined;
  }

  /**
   * Value that a function returns, where that is one value.
   */
  public result(node: Node, module: SourceModule): Value | undefined {
    if ('generator' in node && node.generator) return undefined;
    const values = returnsOf(node).flatMap(each => this.evaluator.evaluate(each, module) ?? []);
    const found = values.filter(value => value.kind !== 'constant' || typeof value.value !== 'boolean');
    const [one] = found;
    return found.every(value => value.kind === one.kind && plainOf(value) === plainOf(one)) ? one : undefined;
  }

  /**
   * Argument of a function, where it is called in one place.
   */
  public argument({ functionName, index }: Declaration, module: SourceModule): Value | undefined {
    const calls = functionName === undefined ? [] : module.calls.filter(({ name, node }) => name === functionName && node.type !== 'NewExpression');
    return calls.length === 1 ? this.evaluator.evaluate(calls[0].arguments[index!], module) : undefined;
  }

  private made(callee: Node, module: SourceModule): Value | undefined {
    const made = this.evaluator.evaluate(callee, module);
    return made?.kind === 'node' && made.node.type.startsWith('Class') ? made : undefined;
  }

  /** `get('PORT', 3000)`, `env.int('PORT', 3000)`. */
  private variable(name: string, first: Node | undefined, second: Node | undefined, module: SourceModule): Value | undefined {
    if (!first || !/^(get|getOr\w*|env|optional|read|config|int|integer|number|num|port|str|string)|env$|config$/i.test(name)) return undefined;
    const variable = plainOf(this.evaluator.evaluate(first, module));
    if (typeof variable !== 'string' || !/^[A-Z][A-Z0-9_]*$/.test(variable)) return undefined;
    const given = second && bare(second).type === 'ObjectExpression'
      ? this.evaluator.property(this.evaluator.evaluate(second, module), 'default') : this.evaluator.evaluate(second, module);
    return { kind: 'changeable', variables: [variable], fallback: plainOf(given) };
  }

  /** `env.get('PORT').default(3000).asPortNumber()`. */
  private inChain(node: Node, module: SourceModule): Value | undefined {
    let fallback: Primitive | undefined;
    let read: Value | undefined;
    for (let current = callIn(node); current; current = nextIn(current.callee)) {
      const name = calledName(current.callee);
      const [first] = current.arguments;
      if (name === 'default' || name === 'catch' || name === 'withDefault') fallback ??= plainOf(this.evaluator.evaluate(first, module));
      const variable = current.callee.type.includes('Member') && name === 'get' ? plainOf(this.evaluator.evaluate(first, module)) : undefined;
      if (typeof variable === 'string' && /^[A-Z][A-Z0-9_]*$/.test(variable)) read = { kind: 'changeable', variables: [variable] };
      if (name === 'parse') read = this.evaluator.evaluate(first, module);
    }
    return fallback !== undefined && read?.kind === 'changeable' ? { ...read, fallback: read.fallback ?? fallback } : undefined;
  }

  /** `config.get('server.port')` */
  private setting({ settings, path }: Extract<Value, { kind: 'settings' }>, name: Node | undefined, module: SourceModule): Value | undefined {
    const named = plainOf(this.evaluator.evaluate(name, module));
    return typeof named === 'string' ? settings.at([...path, ...named.split('.')]) : undefined;
  }

  /** Value set by `app.set('port', ...)`. */
  private ofApplication(name: Primitive | undefined): Value | undefined {
    const sets: [SourceModule, Call][] = this.evaluator.graph.modules.flatMap(module => module.calls
      .filter(call => call.name === 'set' && call.arguments.length === 2)
      .map((call): [SourceModule, Call] => [module, call]));
    const found = sets.filter(([module, call]) => name !== undefined && plainOf(this.evaluator.evaluate(call.arguments[0], module)) === name);
    return found.length === 1 ? this.evaluator.evaluate(found[0][1].arguments[1], found[0][0]) : undefined;
  }
}

function nextIn(callee: Node) {
  const object = objectOf(bare(callee));
  return object && callIn(object);
}

function converted(name: string, value: Value | undefined): Value | undefined {
  if (value?.kind !== 'constant') return value?.kind === 'changeable' ? value : undefined;
  return name === 'String' ? constant(String(value.value)) : constant(name === 'parseInt' ? parseInt(String(value.value), 10) : Number(value.value));
}
