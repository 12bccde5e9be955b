import { parse } from 'acorn';

/** A part of code. */
export interface Syntax {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: any;
}

/** A part of code, and what it is part of. */
export type Visit = (node: Syntax, parent: Syntax | undefined) => void;

const OPTIONS = { ecmaVersion: 'latest', allowHashBang: true, allowReturnOutsideFunction: true, allowAwaitOutsideFunction: true } as const;

/** Code of Node.js, as a module or as a script; undefined if it is neither. */
export function syntaxOf(text: string): Syntax | undefined {
  for (const sourceType of ['module', 'script'] as const) {
    try {
      return parse(text, { ...OPTIONS, sourceType }) as unknown as Syntax;
    } catch {
      // what is no module may be a script
    }
  }
  return undefined;
}

/** Visits all of it, outermost first. Bundles nest deeper than a call stack is high. */
export function visit(root: Syntax, each: Visit): void {
  const waiting: [Syntax, Syntax | undefined][] = [[root, undefined]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [node, parent] = next;
    each(node, parent);
    for (const value of Object.values(node)) {
      for (const part of Array.isArray(value) ? value : [value]) if (isSyntax(part)) waiting.push([part, node]);
    }
  }
}

/** True if it is an ECMAScript module, in which there is no `require` but one that it makes. */
export function isModule(root: Syntax): boolean {
  return root.body.some(({ type }: Syntax) => /^(Import|Export\w*)Declaration$/.test(type));
}

function isSyntax(value: unknown): value is Syntax {
  return typeof value === 'object' && value !== null && typeof (value as Syntax).type === 'string';
}
