const ms: (text: string) => number = require('ms');

export function fathoms(metres: number): number {
  return Math.round(metres / 1.8288);
}

export function minutes(count: number): number {
  return ms(`${count}m`);
}
