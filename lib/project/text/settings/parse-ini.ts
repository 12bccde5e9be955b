/**
 * Parses what `.npmrc` is written in, as npm does. It takes any text.
 */
export function parseIni(text: string): { readonly [key: string]: unknown } {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- most projects that are read have nothing to parse
  return (require('./bundle/parsers') as { parseIni(text: string): { readonly [key: string]: unknown } }).parseIni(text);
}
