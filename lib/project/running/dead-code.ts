import type { Node } from '@babel/types';
import { Evaluator } from '../modules/evaluator';
import { SourceModule } from '../text/javascript/source-module';

/**
 * Tells of nodes of a module whether they can run in production: what stands under `NODE_ENV !== 'production'` can not.
 */
export function deadCode(evaluator: Evaluator, module: SourceModule): (node: Node) => boolean {
  const dead = module.nodes.flatMap(node => {
    if (node.type !== 'IfStatement' && node.type !== 'ConditionalExpression') {
      return node.type === 'LogicalExpression' && node.operator === '&&' && isConstant(evaluator, module, node.left, false) ? [node.right] : [];
    }
    if (isConstant(evaluator, module, node.test, false)) return [node.consequent];
    return node.alternate && isConstant(evaluator, module, node.test, true) ? [node.alternate] : [];
  });
  return node => dead.some(({ start, end }) => (start ?? 0) <= (node.start ?? 0) && (node.end ?? 0) <= (end ?? 0));
}

function isConstant(evaluator: Evaluator, module: SourceModule, test: Node, truth: boolean): boolean {
  const value = evaluator.evaluate(test, module);
  return value?.kind === 'constant' && Boolean(value.value) === truth;
}
