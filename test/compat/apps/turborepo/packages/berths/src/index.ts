const ms: (text: string) => number = require('ms');

export function stay(days: number): number {
  return ms(`${days}d`);
}
