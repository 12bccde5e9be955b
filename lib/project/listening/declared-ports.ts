import type { Node, ObjectExpression } from '@babel/types';
import { Evaluator } from '../modules/evaluator';
import { constant, plainOf, Value } from '../modules/value';
import { SourceModule } from '../text/javascript/source-module';
import { bare, callIn, calledName, nameOf, objectOf } from '../text/javascript/syntax';

const CANDIDATES = new Set(['LogicalExpression', 'ConditionalExpression', 'CallExpression', 'OptionalCallExpression', 'AssignmentExpression']);

/**
 * Ports that the variable PORT has unless it is set, wherever a module says so: where it is read, or in a description of the
 * environment as zod, envalid, convict, Joi, TypeBox and others take it.
 */
export function declaredPorts(evaluator: Evaluator, module: SourceModule): Value[] {
  return module.nodes.flatMap(node => {
    if (CANDIDATES.has(node.type)) return changedByPort(evaluator.evaluate(node, module));
    if (node.type === 'ObjectPattern') return inPattern(evaluator, module, node);
    if (node.type === 'ObjectExpression') return inSchema(evaluator, module, node);
    return [];
  });
}

function changedByPort(value: Value | undefined): Value[] {
  return value?.kind === 'changeable' && value.variables.includes('PORT') && value.fallback !== undefined ? [value] : [];
}

/** `const { PORT = 3000 } = process.env`: whatever is taken apart, the name tells. */
function inPattern(evaluator: Evaluator, module: SourceModule, node: Node): Value[] {
  return (node.type === 'ObjectPattern' ? node.properties : []).flatMap(property => {
    if (property.type !== 'ObjectProperty' || nameOf(property.key, property.computed) !== 'PORT' || property.value.type !== 'AssignmentPattern') return [];
    const fallback = plainOf(evaluator.evaluate(property.value.right, module));
    return fallback === undefined ? [] : [{ kind: 'changeable', variables: ['PORT'], fallback }];
  });
}

/**
 * Value of a variable unless it is set, in whatever describes the environment by its name.
 */
export function declaredVariable(evaluator: Evaluator, modules: readonly SourceModule[], variable: string): Value[] {
  return modules.flatMap(module => module.nodes.flatMap(node => node.type !== 'ObjectExpression' ? [] : node.properties.flatMap(property => {
    if (property.type !== 'ObjectProperty' || nameOf(property.key, property.computed) !== variable) return [];
    const fallback = plainOf(defaultIn(evaluator, module, bare(property.value as Node)));
    return fallback === undefined || fallback === null ? [] : [{ kind: 'changeable' as const, variables: [variable], fallback }];
  })));
}

function inSchema(evaluator: Evaluator, module: SourceModule, node: ObjectExpression): Value[] {
  return node.properties.flatMap(property => {
    const name = property.type === 'ObjectProperty' ? nameOf(property.key, property.computed) : undefined;
    if (property.type !== 'ObjectProperty' || name === undefined || !/^(\w+_)?port$/i.test(name)) return [];
    const value = bare(property.value as Node);
    const described = evaluator.property(value.type === 'ObjectExpression' ? { kind: 'node', node: value, module } : undefined, 'env');
    if (name !== 'PORT' && plainOf(described) !== 'PORT') return [];
    const fallback = plainOf(defaultIn(evaluator, module, value));
    return fallback === undefined || fallback === null ? [] : [{ kind: 'changeable', variables: ['PORT'], fallback }];
  });
}

/** Default of `z.coerce.number().default(3000)`, `port({ default: 3000 })`, `{ default: 3000 }`, `optional(number(), 3000)` say. */
function defaultIn(evaluator: Evaluator, module: SourceModule, value: Node): Value | undefined {
  if (value.type === 'ObjectExpression') return evaluator.property({ kind: 'node', node: value, module }, 'default');
  for (let call = callIn(value); call; call = callIn(objectOf(bare(call.callee)) ?? call.callee)) {
    const name = calledName(call.callee);
    if (name === 'default' || name === 'catch' || name === 'prefault' || name === 'withDefault') return evaluator.evaluate(call.arguments[0], module);
    for (const argument of call.arguments.map(each => bare(each as Node))) {
      const inside = argument.type === 'ObjectExpression' ? evaluator.property({ kind: 'node', node: argument, module }, 'default') : undefined;
      if (inside) return inside;
    }
    const second = name === 'optional' || name === 'fallback' ? call.arguments[1] : undefined;
    if (second) return evaluator.evaluate(second, module);
    const inner = call.arguments.map(each => bare(each as Node)).find(each => callIn(each));
    const found = inner && defaultIn(evaluator, module, inner);
    if (found) return found;
  }
  return value.type === 'NumericLiteral' ? undefined : constant(undefined);
}
