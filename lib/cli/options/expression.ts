import type { Expression, Node } from '@babel/types';
import { From, Instruction, Mount, Stage } from '../../dockerfile/index';
import {
  BaseImage, BuildSecret, BuildStep, Bundling, Gate, GateUser, HealthCheck, ModulePruning, Service, ServiceProbe, StageCustomization, StartGate,
  StartScript, TestReport, ToolCaches,
} from '../../image/index';
import { InstallScripts, NodejsVersion, PackageManager } from '../../project/index';
import { parseSource, Unparsed } from '../../project/text/javascript/parse-source';
import { CommandError } from '../exit-code';

/** Names that may stand in options: the classes that props of images are made of. Of the CDK nothing is read before it is asked for. */
export const CLASSES: { readonly [name: string]: object } = {
  BaseImage, BuildSecret, BuildStep, Bundling, From, Gate, GateUser, HealthCheck, InstallScripts, Instruction, ModulePruning, Mount,
  NodejsVersion, PackageManager, Service, ServiceProbe, Stage, StageCustomization, StartGate, StartScript, TestReport, ToolCaches,
  // the last, so that the others are found without it
  get Duration(): object {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the command starts without the CDK, and most options have no time
    return (require('aws-cdk-lib') as typeof import('aws-cdk-lib')).Duration;
  },
};

/**
 * The value of an expression as a stack in TypeScript would have it: literals, lists, objects and the static members of the
 * classes above. Nothing else is evaluated, and JSON is a part of it.
 *
 * @param origin where the text stands, for the message
 */
export function evaluate(text: string, origin: string): unknown {
  const file = parseSource(`(${text}\n)`, 'options.ts');
  if (file instanceof Unparsed || (file as { errors?: unknown[] }).errors?.length) {
    throw new CommandError(`${origin} is no expression of TypeScript: ${text.trim().slice(0, 100)}`);
  }
  const [statement, ...others] = file.program.body;
  if (statement?.type !== 'ExpressionStatement' || others.length > 0) {
    throw new CommandError(`${origin} must be one expression, received ${text.trim().slice(0, 100)}`);
  }
  return new Evaluation(origin).value(statement.expression);
}

class Evaluation {
  constructor(private readonly origin: string) {}

  public value(node: Node): unknown {
    switch (node.type) {
      case 'ParenthesizedExpression': return this.value(node.expression);
      case 'StringLiteral': case 'NumericLiteral': case 'BooleanLiteral': return node.value;
      case 'NullLiteral': return null;
      case 'TemplateLiteral': return node.expressions.length === 0 ? node.quasis[0].value.cooked : this.refuse(node);
      case 'UnaryExpression': return node.operator === '-' && node.argument.type === 'NumericLiteral' ? -node.argument.value : this.refuse(node);
      case 'Identifier': return node.name === 'undefined' ? undefined : this.classOf(node.name, node);
      case 'ArrayExpression': return node.elements.map(element => element === null ? this.refuse(node) : this.value(element));
      case 'ObjectExpression': return this.object(node.properties);
      case 'MemberExpression': return this.member(node).value;
      case 'CallExpression': return this.call(node.callee, node.arguments);
      default: return this.refuse(node);
    }
  }

  private object(properties: readonly Node[]): unknown {
    return Object.fromEntries(properties.map(property => {
      if (property.type !== 'ObjectProperty' || property.computed || property.shorthand) return this.refuse(property);
      const { key } = property;
      if (key.type !== 'Identifier' && key.type !== 'StringLiteral') return this.refuse(key);
      return [key.type === 'Identifier' ? key.name : key.value, this.value(property.value)];
    }));
  }

  private call(callee: Expression | Node, words: readonly Node[]): unknown {
    if (callee.type !== 'MemberExpression') return this.refuse(callee);
    const { owner, value, name } = this.member(callee);
    if (typeof value !== 'function') return this.refuse(callee, `${name} is no method`);
    return value.apply(owner, words.map(word => this.value(word)));
  }

  /** A public member of one of the classes, or of an instance of one. */
  private member(node: Extract<Node, { type: 'MemberExpression' }>): { owner: any; value: any; name: string } {
    const owner = this.value(node.object) as any;
    if (node.computed || node.property.type !== 'Identifier') return this.refuse(node);
    const { name } = node.property;
    const isKnown = (item: object) => Object.keys(CLASSES).some(known => CLASSES[known] === item);
    const holder = isKnown(owner) ? owner : isKnown(owner?.constructor) ? owner.constructor.prototype : undefined;
    const hidden = name.startsWith('_') || ['constructor', 'prototype', 'length', 'name'].includes(name);
    if (holder === undefined || hidden || !Object.hasOwn(holder, name)) {
      return this.refuse(node, `${this.textOf(node)} is unknown`);
    }
    return { owner, value: owner[name], name };
  }

  private classOf(name: string, node: Node): object {
    return Object.hasOwn(CLASSES, name) ? CLASSES[name] : this.refuse(node, `${name} is unknown; there are ${Object.keys(CLASSES).join(', ')}`);
  }

  private textOf(node: Node): string {
    if (node.type === 'MemberExpression' && node.property.type === 'Identifier') return `${this.textOf(node.object)}.${node.property.name}`;
    if (node.type === 'CallExpression') return `${this.textOf(node.callee)}()`;
    return node.type === 'Identifier' ? node.name : node.type;
  }

  private refuse(node: Node, problem = `${node.type} cannot stand there`): never {
    throw new CommandError(`${this.origin}${node.loc && node.loc.start.line > 1 ? `:${node.loc.start.line}` : ''}: ${problem}; `
      + 'write texts, numbers, lists, objects, and what the props of the constructs take, such as Gate.script("test")');
  }
}
