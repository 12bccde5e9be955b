const SIGNS: Readonly<Record<string, string>> = { O: '---', S: '...' };

export function morse(text: string): string {
  return [...text].map(letter => SIGNS[letter] ?? '?').join(' ');
}
