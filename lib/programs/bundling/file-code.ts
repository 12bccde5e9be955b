import { namesOf } from '../collect/modules/code-names';
import { isModule, Syntax, syntaxOf, visit } from '../collect/modules/syntax';
import { runsSomething, takesDefault } from './top-level';

/**
 * Kinds of doubts: code that loads what it computes, that starts a thread or a process by a file, that asks where a module lies, what
 * loaded it, or which file called it; and what does something else in a bundle.
 */
export type DoubtKind = 'load' | 'start' | 'location' | 'parent' | 'caller' | 'other';

/** A reason not to put a file into a bundle. */
export interface Doubt {
  readonly kind: DoubtKind;
  readonly reason: string;
  /** The expression that is in doubt, where it is one. */
  readonly code?: string;
  /** True if the file may load something that cannot be told. */
  readonly loadsAnything: boolean;
}

/** A part of a file, and what takes its place in a bundle. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  /** The text, made for where the file was. */
  text(place: Place): string;
}

/** Where a file was, seen from where the bundle is. */
export interface Place {
  readonly file: string;
  readonly directory: string;
  /** An expression that is true if the process was started by it. */
  readonly isMain: string;
}

/** Facts of a file of code that say whether and how it can be in a bundle. */
export interface FileCode {
  readonly doubts: readonly Doubt[];
  readonly edits: readonly Edit[];
  /** Whole names of modules that it loads. */
  readonly loads: readonly string[];
  /** Beginnings of names that it loads. */
  readonly beginnings: readonly string[];
  /** Names that it loads by a function which a bundler does not see. */
  readonly unseen: readonly string[];
  /** Texts in it that load nothing by themselves, and paths that it makes of them. */
  readonly texts: readonly string[];
  /** Paths that it makes below its own directory or the working directory. */
  readonly paths: readonly string[];
  /** True if it asks where it lies. */
  readonly asksPlace: boolean;
  /** True if it hands on the directory in which it lies. */
  readonly handsOnPlace: boolean;
  readonly isModule: boolean;
  /** True if it is a module that exports something. */
  readonly exports: boolean;
  /** True if it takes what a script has under the name of a default. */
  readonly takesDefaults: boolean;
  /** True if loading it does more than to make its own values: it calls, changes or waits for something. */
  readonly runs: boolean;
  /** True if it may differ in strict mode. */
  readonly sloppy: boolean;
}

/** Functions that the beginning of a bundle defines. */
export const AT = '__bundleAt';
export const URL_AT = '__bundleUrlAt';

const GLOBALS = /^(exports|module|globalThis|global|self|window|process|console|undefined|NaN|Infinity|Error|Promise|Buffer|define)$/;
const CALLER_TEXT = /\bprepareStackTrace\b|\bgetCallSites?\b|\bcaptureStackTrace\b[\s\S]{0,200}\bgetFileName\b/;

/** Reads code; undefined where it cannot be read. */
export function codeOf(text: string): FileCode | undefined {
  const root = syntaxOf(text);
  const names = root && namesOf(text);
  if (root === undefined || names === undefined) return undefined;
  return new Reading(root, text, names).code();
}

class Reading {
  private readonly doubts: Doubt[] = [];
  private readonly edits: Edit[] = [];
  private readonly unseen = new Set<string>();
  private readonly loaded = new Set<Syntax>();
  private readonly texts = new Set<string>();
  private readonly paths = new Set<string>();
  private readonly declared = new Set<string>();
  private readonly module: boolean;
  private asksPlace = false;
  private handsOnPlace = false;
  private sloppy = false;

  constructor(private readonly root: Syntax, private readonly text: string, private readonly names: NonNullable<ReturnType<typeof namesOf>>) {
    this.module = isModule(root);
  }

  public code(): FileCode {
    const { root, names } = this;
    for (const unknown of names.unknowns) if (!/^new (\w+\.)?Worker\(/.test(unknown)) this.doubt('load', 'it loads what cannot be told', { code: unknown, loadsAnything: true });
    if (CALLER_TEXT.test(this.text)) this.doubt('caller', 'it asks which file called it');
    visit(root, node => this.readNames(node));
    visit(root, (node, parent) => this.read(node, parent));
    visit(root, node => {
      if (node.type === 'Literal' && typeof node.value === 'string' && !this.loaded.has(node)) this.texts.add(node.value);
      if (node.type === 'TemplateElement' && typeof node.value.cooked === 'string') this.texts.add(node.value.cooked);
    });
    const { doubts, edits, asksPlace, handsOnPlace } = this;
    const whole = names.loads.filter(load => load.whole).map(load => load.text);
    return {
      doubts, edits, asksPlace, handsOnPlace,
      loads: whole,
      beginnings: names.loads.filter(load => !load.whole).map(load => load.text),
      unseen: [...this.unseen],
      texts: [...this.texts],
      paths: [...this.paths],
      isModule: this.module,
      exports: root.body.some(({ type }: Syntax) => type.startsWith('Export')),
      takesDefaults: root.body.some(takesDefault),
      runs: runsSomething(root),
      sloppy: !this.module && (this.sloppy || this.assignsUndeclared()),
    };
  }

  private doubt(kind: DoubtKind, about: string, { code, loadsAnything = false }: Partial<Doubt> = {}): void {
    this.doubts.push({ kind, reason: code === undefined ? about : `${about}: ${code}`, code, loadsAnything });
  }

  private snippet({ start, end }: Syntax): string {
    return this.text.slice(start, end).replace(/\s+/g, ' ').slice(0, 60);
  }

  private edit({ start, end }: Syntax, text: Edit['text']): void {
    this.edits.push({ start, end, text });
  }

  /** Every name that the file declares, whatever its scope. */
  private readNames(node: Syntax): void {
    const add = (target: Syntax | null | undefined) => {
      if (!target) return;
      visit(target, ({ type, name }) => {
        if (type === 'Identifier') this.declared.add(name);
      });
    };
    switch (node.type) {
      case 'VariableDeclarator': add(node.id); break;
      case 'FunctionDeclaration': case 'FunctionExpression': case 'ArrowFunctionExpression': add(node.id); node.params.forEach(add); break;
      case 'ClassDeclaration': case 'ClassExpression': add(node.id); break;
      case 'CatchClause': add(node.param); break;
      case 'ImportSpecifier': case 'ImportDefaultSpecifier': case 'ImportNamespaceSpecifier': add(node.local); break;
      default:
    }
  }

  private read(node: Syntax, parent: Syntax | undefined): void {
    switch (node.type) {
      case 'ImportDeclaration': case 'ExportNamedDeclaration': case 'ExportAllDeclaration': this.readImport(node); break;
      case 'ImportExpression': this.isLoaded(node.source); break;
      case 'CallExpression': case 'NewExpression': this.readCall(node, parent); break;
      case 'MetaProperty': this.readMeta(node, parent); break;
      case 'MemberExpression': this.readMember(node, parent); break;
      case 'BinaryExpression': this.readComparison(node); break;
      case 'Identifier': this.readPlace(node, parent); break;
      case 'WithStatement': this.sloppy = true; break;
      default:
    }
  }

  /** True if what is called a worker takes the jobs of a queue, which is named, and no file. */
  private isQueue(named: string | undefined): boolean {
    return named !== undefined && !/^\.|\//.test(named) && !/\.[cm]?[jt]s$/.test(named) && !this.names.loads.some(({ text }) => /^(node:)?worker_threads$/.test(text));
  }

  /** True if an expression has the name of a file of code in it. */
  private namesFile(node: Syntax | undefined): boolean {
    return node !== undefined && /\.[cm]?js['"`]/.test(this.text.slice(node.start, node.end));
  }

  private isLoaded(node: Syntax | undefined): void {
    if (node?.type === 'Literal') this.loaded.add(node);
  }

  private readImport({ source, specifiers = [] }: Syntax): void {
    if (!source) return;
    this.isLoaded(source);
    if (!/^(node:)?module$/.test(source.value)) return;
    const made = specifiers.every((each: Syntax) => each.type === 'ImportSpecifier' && /^(createRequire|builtinModules|isBuiltin)$/.test(each.imported.name));
    if (!made) this.doubt('other', 'it changes how modules are loaded');
  }

  private readCall(node: Syntax, parent: Syntax | undefined): void {
    const { callee, arguments: given } = node;
    const name = callee.type === 'Identifier' ? callee.name : callee.type === 'MemberExpression' && !callee.computed ? callee.property.name : '';
    const [first] = given as Syntax[];
    const text = first?.type === 'Literal' && typeof first.value === 'string' ? first.value as string : undefined;
    if (callee.type === 'Identifier' && /require/i.test(name) && text !== undefined) {
      this.isLoaded(first);
      // a function that the file makes or is given
      if (this.declared.has(name)) this.unseen.add(text);
      if (/^(node:)?module$/.test(text)) this.doubt('other', 'it changes how modules are loaded');
    }
    if (callee.type === 'CallExpression' && text !== undefined && /createRequire/.test(this.snippet(callee.callee))) this.unseen.add(text);
    if (name === 'resolve' && callee.type === 'MemberExpression' && text !== undefined && /require|^import\.meta/i.test(this.snippet(callee.object))) {
      this.doubt('location', 'it asks where a module lies', { code: this.snippet(node) });
      this.unseen.add(text);
    }
    if (name === 'eval' && callee.type === 'Identifier') this.doubt('load', 'it evaluates code', { code: 'eval()', loadsAnything: true });
    if (name === 'Worker' && node.type === 'NewExpression' && !this.isQueue(text)) {
      this.doubt('start', 'it starts a thread', { code: this.snippet(node), loadsAnything: !this.namesFile(first) });
    }
    if (name === 'fork' && callee.type === 'MemberExpression') this.doubt('start', 'it starts a process', { code: this.snippet(node) });
    if (name === 'dlopen') this.doubt('other', 'it loads a native module');
    if (/^(join|resolve|URL)$/.test(name)) this.readPath(node, parent);
  }

  /** A path that is put together of texts. */
  private readPath({ arguments: given }: Syntax, parent: Syntax | undefined): void {
    const words = (given as Syntax[]).filter(each => each.type === 'Literal' && typeof each.value === 'string').map(each => each.value as string);
    if (words.length === 0 || (given as Syntax[]).some(each => each.type === 'SpreadElement')) return;
    // a part of a longer path is none by itself
    if (parent?.type === 'CallExpression' && parent.callee !== undefined && /^(join|resolve)$/.test(parent.callee.property?.name ?? parent.callee.name ?? '')) return;
    this.paths.add(words.map(word => word.replace(/^\/+/, '')).join('/'));
  }

  private readMeta(node: Syntax, parent: Syntax | undefined): void {
    if (node.meta?.name !== 'import') return;
    const name = parent?.type === 'MemberExpression' && parent.object === node && !parent.computed ? parent.property.name : undefined;
    if (!/^(url|dirname|filename)$/.test(name ?? '')) this.doubt('other', `it uses ${name === undefined ? 'import.meta' : `import.meta.${name}`}`);
  }

  private readMember(node: Syntax, parent: Syntax | undefined): void {
    const { object, property, computed } = node;
    if (computed) return;
    if (object.type === 'MetaProperty' && /^(url|dirname|filename)$/.test(property.name)) {
      this.asksPlace = true;
      this.edit(node, place => property.name === 'url' ? `${URL_AT}(${JSON.stringify(place.file)})`
        : `${AT}(${JSON.stringify(property.name === 'dirname' ? place.directory : place.file)})`);
      if (property.name === 'dirname') this.seePlace(node, parent);
    }
    if (object.type !== 'Identifier' || this.declared.has(object.name)) return;
    const name = `${object.name}.${property.name}`;
    if (/^(require\.(cache|extensions)|module\.(children|paths|constructor|_compile|filename|path|id|hot)|process\.mainModule)$/.test(name)) this.doubt('other', `it uses ${name}`);
    // undefined in a bundle, and null in what starts
    if (name === 'module.parent') {
      this.edit(node, () => 'null');
      this.doubt('parent', 'it asks what loaded it', { code: name });
    }
  }

  private readComparison(node: Syntax): void {
    const sides = [this.snippet(node.left), this.snippet(node.right)].sort();
    const asksMain = sides[0] === 'module' && /^(require\.main|process\.mainModule)$/.test(sides[1]);
    if (asksMain && /^[!=]==?$/.test(node.operator)) {
      this.edit(node, ({ isMain }) => node.operator.startsWith('=') ? isMain : `!${isMain}`);
    }
  }

  private readPlace(node: Syntax, parent: Syntax | undefined): void {
    const { name } = node;
    if (name !== '__dirname' && name !== '__filename') return;
    const isKey = (parent?.type === 'MemberExpression' && parent.property === node && !parent.computed)
      || (parent?.type === 'Property' && parent.key === node && !parent.shorthand && !parent.computed);
    const isDeclaration = parent?.type === 'VariableDeclarator' && parent.id === node;
    if (isKey || isDeclaration) return;
    this.asksPlace = true;
    if (name === '__dirname') this.seePlace(node, parent);
    if (this.declared.has(name) || this.module) return;
    const text = ({ file, directory }: Place) => `${AT}(${JSON.stringify(name === '__dirname' ? directory : file)})`;
    if (parent?.type === 'Property' && parent.shorthand) {
      if (this.edits.some(({ start }) => start === node.start)) return;
      this.edit(node, place => `${name}: ${text(place)}`);
      return;
    }
    this.edit(node, text);
  }

  /** Sees whether the directory is but the beginning of a path. */
  private seePlace(node: Syntax, parent: Syntax | undefined): void {
    if (parent?.type === 'CallExpression' && parent.callee !== node) {
      const name = parent.callee.property?.name ?? parent.callee.name;
      if (/^(join|resolve)$/.test(name) && parent.arguments.length > 1) return;
    }
    if (parent?.type === 'BinaryExpression' && parent.operator === '+') return;
    if (parent?.type === 'TemplateLiteral') return;
    this.handsOnPlace = true;
  }

  /** True if it assigns to a name that nothing declares, which strict mode refuses. */
  private assignsUndeclared(): boolean {
    let found = false;
    visit(this.root, node => {
      const target = node.type === 'AssignmentExpression' ? node.left : undefined;
      if (target?.type === 'Identifier' && !this.declared.has(target.name) && !GLOBALS.test(target.name)) found = true;
      if (node.type === 'MemberExpression' && !node.computed && node.property.name === 'callee') found = true;
    });
    return found;
  }
}
