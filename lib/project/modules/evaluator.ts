import type { Node, ObjectExpression } from '@babel/types';
import { Declaration } from '../text/javascript/declaration';
import { Export, SourceModule, specifierIn } from '../text/javascript/source-module';
import { bare, nameOf, objectOf } from '../text/javascript/syntax';
import { CallEvaluator, NodeEvaluator } from './call-evaluator';
import { ModuleGraph } from './module-graph';
import { Changeable, constant, plainOf, Settings, Value } from './value';

/** No constant is further away than this; sources may go round in circles. */
const MAX_STEPS = 3000;
const MAX_DEPTH = 60;

/**
 * Finds out what expressions are without running them: literals, names, properties, variables of the environment and
 * what they are where they are not set, through the modules of a program.
 */
export class Evaluator implements NodeEvaluator {
  private steps = 0;
  private depth = 0;
  private readonly calls: CallEvaluator = new CallEvaluator(this);

  /**
   * @param variables what variables are unless they are set
   * @param settings settings of packages, by their names
   */
  constructor(
    public readonly graph: ModuleGraph,
    private readonly variables: ReadonlyMap<string, string> = new Map(),
    private readonly settings: ReadonlyMap<string, Settings> = new Map(),
  ) {}

  /**
   * Value of an expression of a module; undefined if the source does not tell.
   */
  public evaluate(node: Node | undefined | null, module: SourceModule): Value | undefined {
    return node ? this.within(() => this.valueOf(bare(node), module)) : undefined;
  }

  /**
   * The property of a value.
   */
  public property(value: Value | undefined, name: string): Value | undefined {
    if (value?.kind === 'environment') return name === 'NODE_ENV' ? constant('production') : { kind: 'changeable', variables: [name], fallback: this.variables.get(name) };
    if (value?.kind === 'settings') return value.settings.at([...value.path, name]);
    if (value?.kind === 'module') return this.exported(value.module, name);
    if (value?.kind !== 'node') return undefined;
    const { node, module } = value;
    if (node.type === 'ObjectExpression') return this.propertyOf(node, module, name);
    if (node.type === 'TSEnumDeclaration') {
      const member = (node.body?.members ?? node.members).find(each => nameOf(each.id as Node) === name);
      return this.evaluate(member?.initializer, module);
    }
    return node.type === 'ClassDeclaration' || node.type === 'ClassExpression' ? this.propertyOfClass(node, module, name) : undefined;
  }

  /**
   * Value that a module exports under a name: `default` is all of a CommonJS module.
   */
  public exported(module: SourceModule, name: string, seen: readonly SourceModule[] = []): Value | undefined {
    if (seen.includes(module)) return undefined;
    const found = module.exports.get(name);
    if (found) return this.export(found, module);
    for (const specifier of module.exportsAllOf) {
      const other = this.graph.load(module, specifier);
      const value = other && this.exported(other, name, [...seen, module]);
      if (value) return value;
    }
    const whole = module.exports.get('default');
    if (name === 'default') return whole ? undefined : { kind: 'module', module };
    return whole && this.property(this.export(whole, module), name);
  }

  /** Values may refer to themselves, and modules load one another: what is too far away is not known. */
  private within(evaluate: () => Value | undefined): Value | undefined {
    if (this.depth >= MAX_DEPTH) return undefined;
    if (this.depth === 0) this.steps = 0;
    if (this.steps++ > MAX_STEPS) return undefined;
    this.depth++;
    try {
      return evaluate();
    } finally {
      this.depth--;
    }
  }

  private valueOf(node: Node, module: SourceModule): Value | undefined {
    switch (node.type) {
      case 'StringLiteral': case 'NumericLiteral': case 'BooleanLiteral': return constant(node.value);
      case 'NullLiteral': return constant(null);
      case 'TemplateLiteral': return this.template(node.quasis.map(({ value }) => value.cooked ?? ''), node.expressions, module);
      case 'ObjectExpression': case 'FunctionExpression': case 'ArrowFunctionExpression': case 'FunctionDeclaration': case 'ClassDeclaration':
      case 'ClassExpression': case 'TSEnumDeclaration':
        return { kind: 'node', node, module };
      case 'Identifier': return node.name === 'undefined' ? constant(undefined) : this.named(node.name, node, module);
      case 'MemberExpression': case 'OptionalMemberExpression': return this.member(node, module);
      case 'LogicalExpression': return this.either(this.evaluate(node.left, module), node.operator, () => this.evaluate(node.right, module));
      case 'ConditionalExpression': return this.conditional(node.test, node.consequent, node.alternate, module);
      case 'UnaryExpression': return this.unary(node.operator, this.evaluate(node.argument, module));
      case 'BinaryExpression': return this.binary(node.operator, this.evaluate(node.left, module), this.evaluate(node.right, module));
      case 'AssignmentExpression': return node.operator === '=' ? this.evaluate(node.right, module)
        : this.either(this.evaluate(node.left, module), node.operator.slice(0, -1), () => this.evaluate(node.right, module));
      default: {
        const specifier = specifierIn(node);
        return (specifier && this.loaded(specifier, module)) ?? this.calls.evaluate(node, module);
      }
    }
  }

  /** The module that an expression names: `'./config'`, or `'./config/' + env` where all of it is known. */
  private loaded(expression: Node, module: SourceModule): Value | undefined {
    const specifier = plainOf(this.evaluate(expression, module));
    if (typeof specifier !== 'string') return undefined;
    this.graph.include(module, specifier);
    return this.moduleValue(module, specifier);
  }

  private moduleValue(module: SourceModule, specifier: string): Value | undefined {
    if (/^(node:)?process$/.test(specifier)) return undefined;
    const other = this.graph.load(module, specifier);
    return other ? { kind: 'module', module: other } : this.settingsOf(specifier);
  }

  private named(name: string, at: Node, module: SourceModule): Value | undefined {
    const declaration = module.declarationOf(name, at);
    if (!declaration) return undefined;
    const assigned = module.assigned.get(name) ?? [];
    if (declaration.kind === 'opaque') return assigned.length === 1 ? this.evaluate(assigned[0], module) : undefined;
    // What is changed later may be either.
    if (assigned.length > 0 && declaration.kind !== 'import') return undefined;
    return this.declared(declaration, module);
  }

  private declared(declaration: Declaration, module: SourceModule): Value | undefined {
    const { kind, value, keys = [], fallback, specifier, imported } = declaration;
    if (kind === 'import') return this.imported(module, specifier!, imported);
    const whole = kind === 'parameter' ? this.calls.argument(declaration, module) : this.evaluate(value, module);
    const read = keys.reduce<Value | undefined>((object, key) => this.property(object, key), whole);
    return fallback === undefined ? read : this.either(read ?? { kind: 'changeable', variables: [] }, '??', () => this.evaluate(fallback, module));
  }

  private imported(module: SourceModule, specifier: string, imported: string | undefined): Value | undefined {
    if (/^(node:)?process$/.test(specifier)) return imported === 'env' ? { kind: 'environment' } : undefined;
    const other = this.graph.load(module, specifier);
    if (!other) return imported === undefined || imported === 'default' ? this.settingsOf(specifier) : undefined;
    return imported === undefined ? { kind: 'module', module: other } : this.exported(other, imported);
  }

  private settingsOf(specifier: string): Value | undefined {
    const settings = this.settings.get(specifier);
    return settings && { kind: 'settings', settings, path: [] };
  }

  private export({ expression, from, name }: Export, module: SourceModule): Value | undefined {
    if (from !== undefined) return this.within(() => this.imported(module, from, name));
    return expression ? this.evaluate(expression, module) : name === undefined ? undefined : this.named(name, module.file.program, module);
  }

  private member(node: Node, module: SourceModule): Value | undefined {
    if (node.type !== 'MemberExpression' && node.type !== 'OptionalMemberExpression') return undefined;
    const object = objectOf(node)!;
    const name = nameOf(node.property, node.computed) ?? plainOf(node.computed ? this.evaluate(node.property, module) : undefined);
    if (name === undefined || name === null) return undefined;
    const isProcess = (object.type === 'Identifier' && ['process', 'Bun'].includes(object.name)) || object.type === 'MetaProperty'
      || (objectOf(object)?.type === 'Identifier' && nameOf((object as { property: Node }).property) === 'process');
    if (name === 'env' && isProcess) return { kind: 'environment' };
    if (object.type === 'ThisExpression') return this.ofThis(String(name), node, module);
    const found = this.property(this.evaluate(object, module), String(name));
    if (found || object.type !== 'Identifier') return found;
    const assigned = module.assigned.get(`${object.name}.${name}`) ?? [];
    return assigned.length === 1 ? this.evaluate(assigned[0], module) : undefined;
  }

  /** A property of what a class makes. */
  private ofThis(name: string, at: Node, module: SourceModule): Value | undefined {
    const assigned = module.assigned.get(`this.${name}`) ?? [];
    if (assigned.length > 0) return assigned.length === 1 ? this.evaluate(assigned[0], module) : undefined;
    const position = at.start ?? 0;
    const around = module.nodes.filter(node => ['ClassDeclaration', 'ClassExpression', 'ObjectExpression'].includes(node.type)
      && (node.start ?? 0) <= position && position < (node.end ?? 0)).pop();
    return around && this.property({ kind: 'node', node: around, module }, name);
  }

  private propertyOfClass(node: Node, module: SourceModule, name: string): Value | undefined {
    const { body } = (node as { body: { body: Node[] } }).body;
    const property = body.find(each => (each.type === 'ClassProperty' || each.type === 'ClassPrivateProperty') && nameOf(each.key) === name) as { value?: Node } | undefined;
    const assigned = module.assigned.get(`this.${name}`) ?? [];
    return this.evaluate(property?.value ?? (assigned.length === 1 ? assigned[0] : undefined), module);
  }

  private propertyOf(node: ObjectExpression, module: SourceModule, name: string): Value | undefined {
    for (const property of [...node.properties].reverse()) {
      if (property.type === 'SpreadElement') {
        const spread = this.evaluate(property.argument, module);
        const value = this.property(spread, name);
        if (value || spread?.kind !== 'node' || spread.node.type !== 'ObjectExpression') return value;
      } else if (nameOf(property.key, property.computed) === name) {
        return property.type === 'ObjectMethod' ? property.kind === 'get' ? this.calls.result(property, module) : { kind: 'node', node: property, module }
          : this.evaluate(property.value, module);
      }
    }
    return undefined;
  }

  private template(texts: string[], expressions: readonly Node[], module: SourceModule): Value | undefined {
    const values = expressions.map(each => this.evaluate(each, module));
    const plain = values.map(plainOf);
    if (values.length === 1 && texts.every(text => text === '')) return values[0];
    return values.every(value => value?.kind === 'constant') ? constant(texts.map((text, index) => text + (index < plain.length ? String(plain[index]) : '')).join('')) : undefined;
  }

  /** `left || right`, `left ?? right`. */
  private either(left: Value | undefined, operator: string, right: () => Value | undefined): Value | undefined {
    if (operator === '&&') return left?.kind === 'constant' && !left.value ? left : left === undefined || left.kind === 'changeable' ? undefined : right();
    if (left?.kind === 'constant') return (operator === '||' ? Boolean(left.value) : (left.value ?? undefined) !== undefined) ? left : right();
    if (left?.kind === 'changeable' && left.fallback !== undefined && (operator !== '||' || Boolean(left.fallback))) return left;
    if (left && left.kind !== 'changeable') return left;
    return merged(left, right());
  }

  private conditional(test: Node, consequent: Node, alternate: Node, module: SourceModule): Value | undefined {
    const condition = this.evaluate(test, module);
    if (condition?.kind === 'constant') return this.evaluate(condition.value ? consequent : alternate, module);
    const [one, other] = [this.evaluate(consequent, module), this.evaluate(alternate, module)];
    // process.env.PORT ? Number(process.env.PORT) : 3000
    if (one?.kind === 'changeable' && one.fallback === undefined) return merged(one, other);
    if (other?.kind === 'changeable' && other.fallback === undefined) return merged(other, one);
    return one?.kind === 'constant' && other?.kind === 'constant' && one.value === other.value ? one : undefined;
  }

  private unary(operator: string, value: Value | undefined): Value | undefined {
    if (operator === '+') return value?.kind === 'constant' ? constant(Number(value.value)) : value;
    if (value?.kind !== 'constant') return undefined;
    return operator === '!' ? constant(!value.value) : operator === '-' ? constant(-Number(value.value)) : operator === 'void' ? constant(undefined) : undefined;
  }

  private binary(operator: string, left: Value | undefined, right: Value | undefined): Value | undefined {
    if (left?.kind !== 'constant' || right?.kind !== 'constant') return undefined;
    const [a, b] = [left.value, right.value];
    switch (operator) {
      case '===': case '==': return constant(a === b);
      case '!==': case '!=': return constant(a !== b);
      case '+': return typeof a === 'number' && typeof b === 'number' ? constant(a + b) : constant(`${a}${b}`);
      case '-': return constant(Number(a) - Number(b));
      case '*': return constant(Number(a) * Number(b));
      default: return undefined;
    }
  }
}

/**
 * Value of something that is changed by the one, and is the other where nothing changes it.
 */
function merged(left: Changeable | undefined, right: Value | undefined): Changeable | undefined {
  if (right?.kind !== 'constant' && right?.kind !== 'changeable') return left;
  const variables = [...left?.variables ?? [], ...right.kind === 'changeable' ? right.variables : []];
  return { kind: 'changeable', variables: [...new Set(variables)], fallback: plainOf(right) ?? undefined };
}
