const CODES: Record<string, string> = { s: '...', o: '---' };

export function morse(text: string): string {
  return [...text].map(letter => CODES[letter]).join(' ');
}
