/** The encodings that files are found in, by the best first. */
export type Encoding = 'br' | 'gzip';

/**
 * Which encodings a client takes.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-accept-encoding
 */
export function acceptedEncodings(header: string | undefined): Encoding[] {
  const weights = new Map((header ?? '').split(',').map(part => {
    const [name, ...parameters] = part.split(';').map(word => word.trim().toLowerCase());
    const weight = parameters.map(parameter => /^q=(.*)$/.exec(parameter)?.[1]).find(value => value !== undefined);
    return [name, weight === undefined ? 1 : Number(weight) || 0];
  }));
  const weightOf = (encoding: Encoding) => weights.get(encoding) ?? weights.get('*') ?? 0;
  return (['br', 'gzip'] as const).filter(encoding => weightOf(encoding) > 0);
}
