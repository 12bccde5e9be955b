/**
 * A reference to an environment variable: `${NAME}`, and `${NAME?}`, `${NAME-default}`, `${NAME:-default}`, which not every
 * package manager knows. A default is text like any other.
 */
const VARIABLE = /(?<!\\)\$\{([^}?:-]+)(?::?-([^}]*)|[^}]*)\}/g;

/** Literal part of a value, and does not come from a variable. */
export function literalOf(value: string): string {
  let literal = value;
  for (let before = literal.includes('${') ? '' : literal; before !== literal;) {
    before = literal;
    literal = literal.replace(VARIABLE, (_, _name, fallback?: string) => fallback ?? '');
  }
  return literal;
}

/** The environment variables that a value refers to. */
export function variablesIn(value: string): string[] {
  return [...value.matchAll(VARIABLE)].map(match => match[1]);
}
