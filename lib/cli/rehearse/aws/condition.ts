import { Refusal } from './refusal';

/** Value of DynamoDB, of the kinds that records have. */
export type Attribute = { readonly S: string } | { readonly N: string };

/** Item of a table, or the values of an expression. */
export interface Attributes {
  readonly [name: string]: Attribute;
}

const TOKEN = /\s*(attribute_not_exists|attribute_exists|OR|AND|IN|<=|>=|<>|[=<>(),]|:?[A-Za-z_][A-Za-z0-9_]*)/y;

/**
 * True if a condition holds of an item.
 *
 * @param expression Of the language of DynamoDB: comparisons, IN, attribute_exists, attribute_not_exists, AND, OR.
 * @throws for what it has beyond that
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
 */
export function holds(expression: string, item: Attributes, values: Attributes): boolean {
  const words = wordsOf(expression);
  const result = either(words, item, values);
  if (words.length > 0) throw new Refusal('ValidationException', `a rehearsal does not know the condition ${expression}`);
  return result;
}

function wordsOf(expression: string): string[] {
  const words: string[] = [];
  TOKEN.lastIndex = 0;
  for (let end = 0; expression.slice(end).trim() !== ''; end = TOKEN.lastIndex) {
    const [, word] = TOKEN.exec(expression) ?? [];
    if (word === undefined) throw new Refusal('ValidationException', `a rehearsal does not know the condition ${expression}`);
    words.push(word);
  }
  return words;
}

function either(words: string[], item: Attributes, values: Attributes): boolean {
  let result = both(words, item, values);
  while (words[0] === 'OR') {
    words.shift();
    result = both(words, item, values) || result;
  }
  return result;
}

function both(words: string[], item: Attributes, values: Attributes): boolean {
  let result = one(words, item, values);
  while (words[0] === 'AND') {
    words.shift();
    result = one(words, item, values) && result;
  }
  return result;
}

function one(words: string[], item: Attributes, values: Attributes): boolean {
  const first = words.shift()!;
  if (first === '(') {
    const result = either(words, item, values);
    words.shift();
    return result;
  }
  if (first === 'attribute_not_exists' || first === 'attribute_exists') {
    const [, name] = words.splice(0, 3);
    return Object.hasOwn(item, name) === (first === 'attribute_exists');
  }
  const operator = words.shift()!;
  const left = valueOf(first, item, values);
  if (operator === 'IN') return listOf(words).some(name => compare('=', left, valueOf(name, item, values)));
  return compare(operator, left, valueOf(words.shift()!, item, values));
}

/** The names between parentheses. */
function listOf(words: string[]): string[] {
  return words.splice(0, words.indexOf(')') + 1).filter(word => !['(', ',', ')'].includes(word));
}

function valueOf(name: string, item: Attributes, values: Attributes): Attribute | undefined {
  return name.startsWith(':') ? values[name] : item[name];
}

/** A value that is not there is neither less nor more than anything. */
function compare(operator: string, left: Attribute | undefined, right: Attribute | undefined): boolean {
  if (left === undefined || right === undefined || 'N' in left !== 'N' in right) return operator === '<>';
  const order = 'N' in left ? Math.sign(Number(left.N) - Number((right as { N: string }).N)) : left.S < (right as { S: string }).S ? -1 : Number(left.S !== (right as { S: string }).S);
  const results: Record<string, boolean> = { '=': order === 0, '<>': order !== 0, '<': order < 0, '<=': order <= 0, '>': order > 0, '>=': order >= 0 };
  if (results[operator] === undefined) throw new Refusal('ValidationException', `a rehearsal does not know the operator ${operator} of a condition`);
  return results[operator];
}
