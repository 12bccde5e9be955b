import * as library from '../lib';

/** Names that a snippet of a page may use without an import: those of the library. */
const NAMES = Object.keys(library);

/** What the TypeScript of a page gives to who runs it. */
export enum SnippetKind {
  /** Props of an image. */
  PROPS = 'props',
  /** Constructs in `this`: it is called as `build`. */
  BODY = 'body',
  /** Statements. */
  MODULE = 'module',
}

/** A module of a snippet: what is only props becomes an object of them, and what has `this` stands in a construct. */
export function moduleOf(text: string): string {
  const head = text.match(/^(import [^;]*;|declare .*;)$/gm) ?? [];
  const imported = new Set(head.flatMap(line => line.match(/\w+/g) ?? []));
  const missing = NAMES.filter(name => !imported.has(name) && new RegExp(`\\b${name}\\b`).test(text));
  const imports = 'import { NodejsImageOptions as PROPS } from \'cdk-nodejs-image\';\nimport { Stack as SCOPE } from \'aws-cdk-lib\';\n'
    + (missing.length ? `import { ${missing.join(', ')} } from 'cdk-nodejs-image';\n` : '');
  const kind = snippetKind(text);
  if (kind === SnippetKind.PROPS) return `${imports}export const props: Partial<PROPS> = ${/^\s*\{/.test(text) ? `(${text.trim()})` : `{${text.trim()}}`};\n`;
  if (kind === SnippetKind.MODULE) return `${imports}${text}\nexport type Unused = [PROPS, SCOPE];\n`;
  const body = text.replace(/^(import [^;]*;|declare .*;)$/gm, '');
  return `${imports}${head.join('\n')}\nexport function build(this: SCOPE): void {\n${body}\n}\nexport type Unused = PROPS;\n`;
}

export function snippetKind(text: string): SnippetKind {
  if (/^\s*(\{|\w+: )/.test(text)) return SnippetKind.PROPS;
  return /\bthis\b/.test(text) && !/\bclass\b/.test(text) ? SnippetKind.BODY : SnippetKind.MODULE;
}
