import { Syntax, visit } from './syntax';

/** A text that code may have at a place: all of it, or its beginning. */
export interface Value {
  readonly text: string;
  readonly whole: boolean;
}

/** More of them are as good as none. */
const MOST = 200;

/**
 * Texts that expressions of one file may have. Names are told apart by their letters alone, whatever their scope: then a name has
 * the values of all that are called so, which is too much and never too little.
 */
export class Values {
  /** Expressions assigned to a name; null where something is that cannot be told. */
  private readonly assigned = new Map<string, Array<Syntax | null>>();

  constructor(root: Syntax) {
    const functions = new Map<string, Syntax[]>();
    const calls = new Map<string, Syntax[]>();
    const handedOn = new Set<string>();
    const all: Syntax[] = [];
    visit(root, (node, parent) => {
      this.readBinding(node, parent);
      if (isFunction(node)) all.push(node);
      const name = nameOfFunction(node, parent);
      if (name !== undefined) add(functions, name, node);
      if (node.type === 'CallExpression' && node.callee.type === 'Identifier') add(calls, node.callee.name, node);
      if (node.type === 'Identifier' && !isNameOnly(node, parent) && !(parent?.type === 'CallExpression' && parent.callee === node)) handedOn.add(node.name);
      if (/^Export(Named|Default)Declaration$/.test(node.type) && node.declaration) exportedBy(node.declaration).forEach(each => handedOn.add(each));
    });
    const known = new Map<Syntax, string>();
    for (const [name, own] of functions) if (!handedOn.has(name)) own.forEach(each => known.set(each, name));
    for (const each of all) this.readParameters(each, known.has(each) ? calls.get(known.get(each)!) ?? [] : undefined);
  }

  /** The texts that an expression may have; undefined where they cannot be told. */
  public of(node: Syntax, seen: ReadonlySet<string> = new Set()): Value[] | undefined {
    switch (node.type) {
      case 'Literal': return typeof node.value === 'string' ? [{ text: node.value, whole: true }] : undefined;
      case 'TemplateLiteral': return this.template(node, seen);
      case 'BinaryExpression': return node.operator === '+' ? joined(this.of(node.left, seen), this.of(node.right, seen)) : undefined;
      case 'ConditionalExpression': return either(this.of(node.consequent, seen), this.of(node.alternate, seen));
      case 'LogicalExpression': return either(this.of(node.left, seen), this.of(node.right, seen));
      case 'AssignmentExpression': return node.operator === '=' ? this.of(node.right, seen) : undefined;
      case 'SequenceExpression': return this.of(node.expressions[node.expressions.length - 1], seen);
      case 'ChainExpression': return this.of(node.expression, seen);
      case 'MemberExpression': return !node.computed && /^(href|pathname)$/.test(node.property.name) && node.object.type === 'NewExpression' ? this.of(node.object, seen) : undefined;
      // an address beside this file
      case 'NewExpression': return node.callee.name === 'URL' && isOwnAddress(node.arguments[1]) ? this.of(node.arguments[0], seen) : undefined;
      case 'Identifier': return this.named(node.name, seen);
      default: return undefined;
    }
  }

  private named(name: string, seen: ReadonlySet<string>): Value[] | undefined {
    const all = this.assigned.get(name);
    if (all === undefined || seen.has(name)) return undefined;
    let values: Value[] | undefined = [];
    for (const each of all) {
      values = either(values, each === null ? undefined : this.of(each, new Set([...seen, name])));
      if (values === undefined) return undefined;
    }
    return values.length === 0 || values.length > MOST ? undefined : values;
  }

  private template({ quasis, expressions }: Syntax, seen: ReadonlySet<string>): Value[] | undefined {
    let values: Value[] | undefined = [{ text: quasis[0].value.cooked ?? '', whole: true }];
    expressions.forEach((expression: Syntax, index: number) => {
      values = joined(joined(values, this.of(expression, seen)), [{ text: quasis[index + 1].value.cooked ?? '', whole: true }]);
    });
    return values;
  }

  private assign(target: Syntax, value: Syntax | null): void {
    if (target.type === 'Identifier') {
      add(this.assigned, target.name, value);
    } else {
      visit(target, ({ type, name }) => {
        if (type === 'Identifier') add(this.assigned, name, null);
      });
    }
  }

  private readBinding(node: Syntax, parent: Syntax | undefined): void {
    switch (node.type) {
      case 'VariableDeclaration':
        for (const { id, init } of node.declarations) {
          if (init) this.assign(id, init);
          else if (/^For(In|Of)Statement$/.test(parent?.type ?? '') && parent!.left === node) this.assignEach(id, parent!);
        }
        break;
      case 'AssignmentExpression': this.assign(node.left, node.operator === '=' ? node.right : null); break;
      case 'UpdateExpression': this.assign(node.argument, null); break;
      case 'ForInStatement': case 'ForOfStatement': if (node.left.type !== 'VariableDeclaration') this.assign(node.left, null); break;
      case 'CatchClause': if (node.param) this.assign(node.param, null); break;
      case 'ImportSpecifier': case 'ImportDefaultSpecifier': case 'ImportNamespaceSpecifier': this.assign(node.local, null); break;
      case 'ClassDeclaration': case 'FunctionDeclaration': if (node.id) this.assign(node.id, null); break;
      default:
    }
  }

  private assignEach(id: Syntax, { type, right }: Syntax): void {
    const parts: Array<Syntax | null> = type === 'ForOfStatement' && right.type === 'ArrayExpression' ? right.elements : [null];
    parts.forEach(part => this.assign(id, part === null || part.type === 'SpreadElement' ? null : part));
  }

  /** @param calls those by its name; undefined where it is called otherwise */
  private readParameters({ params }: Syntax, calls: readonly Syntax[] | undefined): void {
    params.forEach((param: Syntax, index: number) => {
      if (calls === undefined || calls.length > MOST) {
        this.assign(param, null);
        return;
      }
      for (const { arguments: given } of calls) {
        const spread = given.slice(0, index + 1).some(({ type }: Syntax) => type === 'SpreadElement');
        if (spread || given[index] !== undefined) this.assign(param, spread ? null : given[index]);
      }
    });
  }
}

function joined(left: Value[] | undefined, right: Value[] | undefined): Value[] | undefined {
  const values = left?.flatMap(value => !value.whole ? [value]
    : right === undefined ? [{ text: value.text, whole: false }]
      : right.map(({ text, whole }) => ({ text: value.text + text, whole })));
  return values !== undefined && values.length > MOST ? undefined : values;
}

function either(left: Value[] | undefined, right: Value[] | undefined): Value[] | undefined {
  return left === undefined || right === undefined ? undefined : [...left, ...right];
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}

/** The names that a declaration hands to other files. */
function exportedBy({ id, declarations = [] }: Syntax): string[] {
  return [id, ...declarations.map((each: Syntax) => each.id)].flatMap(each => each?.type === 'Identifier' ? [each.name] : []);
}

const isFunction = ({ type }: Syntax) => /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(type);

/** The name by which a function is called, where it has but one. */
function nameOfFunction(node: Syntax, parent: Syntax | undefined): string | undefined {
  if (!isFunction(node)) return undefined;
  if (node.type === 'FunctionDeclaration') return node.id?.name;
  return node.id === null || node.id === undefined
    ? parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier' ? parent.id.name : undefined
    : undefined;
}

/** True if an identifier is no use of a value, but where a value gets its name, or a key. */
function isNameOnly(node: Syntax, parent: Syntax | undefined): boolean {
  if (parent === undefined) return false;
  switch (parent.type) {
    case 'VariableDeclarator': return parent.id === node;
    case 'FunctionDeclaration': return parent.id === node;
    case 'MemberExpression': return parent.property === node && !parent.computed;
    case 'Property': return parent.key === node && !parent.computed && !parent.shorthand;
    case 'MethodDefinition': case 'PropertyDefinition': return parent.key === node && !parent.computed;
    case 'LabeledStatement': case 'BreakStatement': case 'ContinueStatement': return true;
    default: return false;
  }
}

/** `import.meta.url`, and what stands for it in scripts. */
export function isOwnAddress(node: Syntax | undefined): boolean {
  return node?.type === 'MemberExpression' && node.object.type === 'MetaProperty' && node.property.name === 'url';
}
