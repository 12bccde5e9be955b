import { ConfigToken, configTokens } from './config-tokens';

/**
 * What a property of a configuration is, if it is there and more than a literal.
 */
export const COMPUTED = Symbol('computed');

export type ConfigValue = string | boolean | typeof COMPUTED;

/**
 * Tokens behind which a value goes on: `'a' + b`, `'a' || b`.
 */
const CONTINUES = new Set(['+', '||', '&&', '??', '?', '.', '[', '(', '===', '=', '!', '*', '<', '>']);

/**
 * Tokens in front of an object that is there only sometimes: `...(production && { output: 'standalone' })`.
 */
const CONDITIONAL = new Set(['?', '&&', '||', '??']);

/**
 * The source text of a framework's configuration. It is searched for literals, never run.
 */
export class ConfigSource {
  private readonly tokens: readonly ConfigToken[];

  /**
   * @param file the name of the file, for reasons
   */
  constructor(public readonly file: string, text: string) {
    this.tokens = configTokens(text);
  }

  /**
   * Whether a string of exactly this text is in it, e.g. the name of a package that it imports.
   */
  public names(text: string): boolean {
    return this.tokens.some(token => token.type === 'string' && token.text === text);
  }

  /**
   * The value of a property: of the outermost ones that are called so. Undefined if there is none.
   */
  public property(name: string): ConfigValue | undefined {
    const found = this.properties(name);
    const outermost = found.filter(({ depth }) => depth === Math.min(...found.map(other => other.depth)));
    const values = new Set(outermost.map(({ value }) => value));
    return values.size > 1 ? COMPUTED : [...values][0];
  }

  /**
   * The value of a property where it is a string.
   */
  public text(name: string): string | undefined {
    const value = this.property(name);
    return typeof value === 'string' ? value : undefined;
  }

  private properties(name: string): { depth: number; value: ConfigValue }[] {
    const found: { depth: number; value: ConfigValue }[] = [];
    const conditional: boolean[] = [];
    this.tokens.forEach((token, index) => {
      const [previous, next] = [this.signAt(index - 1), this.signAt(index + 1)];
      if (token.type === 'other' && token.text === '{') conditional.push(CONDITIONAL.has(this.behindParentheses(index - 1)));
      if (token.type === 'other' && token.text === '}') conditional.pop();
      if (!['name', 'string'].includes(token.type) || token.text !== name) return;
      const isProperty = (previous === '{' || previous === ',') && next === ':';
      const isShorthand = (previous === '{' || previous === ',') && (next === ',' || next === '}' || next === '(') && token.type === 'name' && conditional.length > 0;
      const isAssignment = previous === '.' && next === '=' && this.signAt(index + 2) !== '=';
      if (isProperty || isAssignment) {
        found.push({ depth: conditional.length, value: conditional.includes(true) ? COMPUTED : this.valueAt(index + 2) });
      } else if (isShorthand && !this.isImport(index)) {
        found.push({ depth: conditional.length, value: COMPUTED });
      }
    });
    return found;
  }

  private valueAt(index: number): ConfigValue {
    const token = this.tokens[index];
    if (CONTINUES.has(this.signAt(index + 1))) return COMPUTED;
    if (token?.type === 'string') return token.text;
    return token?.type === 'name' && ['true', 'false'].includes(token.text) ? token.text === 'true' : COMPUTED;
  }

  /** What stands in front of an object and the parentheses around it. */
  private behindParentheses(index: number): string {
    return this.signAt(index) === '(' ? this.behindParentheses(index - 1) : this.signAt(index);
  }

  /** Whether the braces around a name are those of an import, or take a value apart. */
  private isImport(index: number): boolean {
    const end = this.tokens.findIndex((token, at) => at > index && token.type === 'other' && token.text === '}');
    const next = this.tokens[end + 1];
    return next !== undefined && (next.text === 'from' || (next.type === 'other' && next.text === '='));
  }

  private signAt(index: number): string {
    const token = this.tokens[index];
    return token?.type === 'other' ? token.text : '';
  }
}
