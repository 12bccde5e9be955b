const NAME = '(?:@[\\w.~-]+\\/)?[A-Za-z0-9_][\\w.~-]*';
const SPECIFIER = new RegExp(`^(${NAME})(?:\\/|$)`);
const QUOTED = new RegExp(`['"\`](${NAME})(?:\\/[^'"\`\\s]*)?['"\`]`, 'g');
const IN_MODULES = new RegExp(`\\bnode_modules[/\\\\](${NAME})`, 'g');

/** The package of a specifier such as `send` or `@scope/name/file.js`. */
export function packageOf(specifier: string): string | undefined {
  return SPECIFIER.exec(specifier)?.[1];
}

/** The packages that a text may name: as a whole, between quotes in it, or by a path. */
export function packagesNamedIn(text: string): string[] {
  const whole = /\s/.test(text) ? undefined : packageOf(text);
  return [...whole === undefined ? [] : [whole], ...quotedPackages(text), ...packagesByPath(text)];
}

/** The packages that stand between quotes in a text, as in what a program is written in or set by. */
export function quotedPackages(text: string): string[] {
  return [...text.matchAll(QUOTED)].map(([, name]) => name);
}

export function packagesByPath(text: string): string[] {
  return [...text.matchAll(IN_MODULES)].map(([, name]) => name);
}
