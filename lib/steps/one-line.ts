/** A text as one line: what another wrote cannot begin a line that looks like ours. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, ' ');
}
