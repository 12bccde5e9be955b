import type { File, Node } from '@babel/types';
import { Declaration } from './declaration';
import { collectDeclarations } from './declarations';
import { bare, callIn, calledName, nameOf, objectOf, walk } from './syntax';

/**
 * Import of a module.
 */
export interface Import {
  readonly specifier: string;
  /** True if it is for types alone, and nothing is loaded. */
  readonly typeOnly: boolean;
}

/**
 * Export of a module under a name: an expression of it, a name in it, or what another module hands out.
 */
export interface Export {
  readonly expression?: Node;
  readonly from?: string;
  readonly name?: string;
}

/**
 * A call in a module.
 */
export interface Call {
  readonly node: Node;
  readonly callee: Node;
  readonly name: string | undefined;
  readonly arguments: readonly Node[];
}

/**
 * A source file and what is declared, imported, exported and called in it.
 */
export class SourceModule {
  public readonly imports: Import[] = [];
  public readonly exports = new Map<string, Export>();
  public readonly exportsAllOf: string[] = [];
  public readonly calls: Call[] = [];
  /** Every node, those above first. */
  public readonly nodes: Node[] = [];
  /** Expressions that are assigned: to `name`, `name.property`, `this.property`. */
  public readonly assigned = new Map<string, Node[]>();
  private readonly declarations = new Map<string, Declaration[]>();

  constructor(public readonly path: string, public readonly file: File) {
    walk(file.program, (node, parents) => {
      this.nodes.push(node);
      collectDeclarations(node, parents, (name, declaration) => append(this.declarations, name, declaration));
      this.readImports(node);
      this.readExports(node);
      this.readAssignments(node);
      const call = callIn(node);
      if (call) this.calls.push({ node, callee: call.callee, name: calledName(call.callee), arguments: call.arguments });
    });
  }

  /**
   * The declaration that a name means where it is used: the one of the innermost function or block around it.
   */
  public declarationOf(name: string, at: Node): Declaration | undefined {
    const position = at.start ?? 0;
    return this.declarations.get(name)?.filter(({ scope }) => scope.start <= position && position < scope.end)
      .sort((a, b) => b.scope.start - a.scope.start || a.scope.end - b.scope.end)[0];
  }

  private readImports(node: Node) {
    if (node.type === 'ImportDeclaration') {
      const { specifiers } = node;
      const typeOnly = node.importKind === 'type' || (specifiers.length > 0 && specifiers.every(each => each.type === 'ImportSpecifier' && each.importKind === 'type'));
      this.imports.push({ specifier: node.source.value, typeOnly });
    } else if ((node.type === 'ExportNamedDeclaration' || node.type === 'ExportAllDeclaration') && node.source) {
      this.imports.push({ specifier: node.source.value, typeOnly: node.exportKind === 'type' });
    } else if (node.type === 'TSImportEqualsDeclaration' && node.moduleReference.type === 'TSExternalModuleReference' && node.moduleReference.expression.type === 'StringLiteral') {
      this.imports.push({ specifier: node.moduleReference.expression.value, typeOnly: false });
    } else {
      const specifier = requiredIn(node);
      if (specifier !== undefined) this.imports.push({ specifier, typeOnly: false });
    }
  }

  private readExports(node: Node) {
    if (node.type === 'ExportDefaultDeclaration') {
      this.exports.set('default', { expression: node.declaration });
    } else if (node.type === 'TSExportAssignment') {
      this.exports.set('default', { expression: node.expression });
    } else if (node.type === 'ExportAllDeclaration') {
      this.exportsAllOf.push(node.source.value);
    } else if (node.type === 'ExportNamedDeclaration') {
      for (const each of node.specifiers) {
        if (each.type === 'ExportSpecifier') {
          const name = each.local.name ?? nameOf(each.local);
          this.exports.set(nameOf(each.exported)!, node.source ? { from: node.source.value, name } : { expression: each.local });
        } else if (each.type === 'ExportNamespaceSpecifier') {
          this.exports.set(each.exported.name, { from: node.source!.value });
        }
      }
      const { declaration } = node;
      if (declaration?.type === 'VariableDeclaration') {
        collectDeclarations(declaration, undefined, name => this.exports.set(name, { name }), true);
      } else if (declaration && 'id' in declaration && declaration.id?.type === 'Identifier') {
        this.exports.set(declaration.id.name, { name: declaration.id.name });
      }
    }
  }

  private readAssignments(node: Node) {
    if (node.type === 'UpdateExpression' && node.argument.type === 'Identifier') append(this.assigned, node.argument.name, node);
    if (node.type !== 'AssignmentExpression') return;
    const left = bare(node.left);
    const value = node.operator === '=' ? node.right : node;
    if (left.type === 'Identifier') append(this.assigned, left.name, value);
    const [object, property] = [objectOf(left), left.type === 'MemberExpression' ? nameOf(left.property, left.computed) : undefined];
    if (!object || property === undefined) return;
    const isModule = object.type === 'Identifier' && object.name === 'module' && property === 'exports';
    const isExports = (object.type === 'Identifier' && object.name === 'exports')
      || (calledName(object) === 'exports' && objectOf(object)?.type === 'Identifier');
    if (isModule) this.exports.set('default', { expression: value });
    else if (isExports) this.exports.set(property, { expression: value });
    else if (object.type === 'Identifier') append(this.assigned, `${object.name}.${property}`, value);
    else if (object.type === 'ThisExpression') append(this.assigned, `this.${property}`, value);
  }
}

/**
 * The module that `require('x')` and `import('x')` load, undefined if it is none of these.
 */
export function requiredIn(node: Node): string | undefined {
  const specifier = specifierIn(node);
  return specifier && nameOf(specifier, true);
}

/**
 * The expression by which `require(x)` and `import(x)` name what they load, undefined if it is none of these.
 */
export function specifierIn(node: Node): Node | undefined {
  if (node.type === 'ImportExpression') return node.source;
  const call = callIn(node);
  return call && (call.callee.type === 'Import' || isRequire(call.callee)) ? call.arguments[0] : undefined;
}

/** `require`, `jiti(__filename)`, `createRequire(import.meta.url)`. */
function isRequire(callee: Node): boolean {
  const name = calledName(callee);
  if (callee.type === 'Identifier') return name === 'require' || name === 'jiti';
  if (callee.type === 'MemberExpression') return name === 'import' && ['jiti', 'tsImport'].includes(calledName(callee.object) ?? '');
  const made = callIn(callee);
  return made !== undefined && ['jiti', 'createJiti', 'createRequire'].includes(calledName(made.callee) ?? '');
}

function append<T>(map: Map<string, T[]>, key: string, value: T) {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}
