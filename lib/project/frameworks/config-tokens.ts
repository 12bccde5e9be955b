/**
 * A token of JavaScript or TypeScript, as far as a search for literals has to tell tokens apart.
 */
export interface ConfigToken {
  readonly type: 'name' | 'string' | 'number' | 'other';
  /** A string without its quotes; anything else as it is written. */
  readonly text: string;
}

const SKIPPED = /(?:\s+|\/\/[^\n]*|\/\*[^]*?(?:\*\/|$))/y;
const NAME = /[\p{ID_Start}$_][\p{ID_Continue}$]*/uy;
const NUMBER = /\d[\w.]*/y;
const STRING = /'(?:[^'\\\n]|\\[^])*'|"(?:[^"\\\n]|\\[^])*"|`(?:[^`\\$]|\\[^]|\$(?!\{))*`/y;
const REGULAR_EXPRESSION = /\/(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
const OPERATOR = /=>|\?\?|\|\||&&|\.\.\.|[^]/y;

/**
 * Words and signs behind which a slash begins a regular expression, and does not divide.
 */
const BEFORE_EXPRESSION = /^(?:[(,=:[!&|?{};+*~^<>%-]|=>|\?\?|\|\||&&|return|typeof|case)$/;

/**
 * Splits the source of a configuration. It is never run: what it says is read from its literals alone.
 */
export function configTokens(source: string): ConfigToken[] {
  const tokens: ConfigToken[] = [];
  let position = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = position;
    const text = pattern.exec(source)?.[0];
    position += text?.length ?? 0;
    return text;
  };
  while (position < source.length) {
    if (take(SKIPPED) !== undefined) continue;
    const name = take(NAME);
    const string = name === undefined ? take(STRING) : undefined;
    if (name !== undefined) {
      tokens.push({ type: 'name', text: name });
    } else if (string !== undefined) {
      tokens.push({ type: 'string', text: string.slice(1, -1).replace(/\\([^])/g, '$1') });
    } else if (expectsExpression(tokens) && take(REGULAR_EXPRESSION) !== undefined) {
      tokens.push({ type: 'other', text: '//' });
    } else {
      const number = take(NUMBER);
      tokens.push(number === undefined ? { type: 'other', text: take(OPERATOR)! } : { type: 'number', text: number });
    }
  }
  return tokens;
}

function expectsExpression(tokens: readonly ConfigToken[]): boolean {
  const last = tokens[tokens.length - 1];
  return last === undefined || (last.type !== 'string' && BEFORE_EXPRESSION.test(last.text));
}
