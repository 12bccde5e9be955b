import { stay } from '@harbour/berths';

export function answer(days: number): string {
  return `a stay of ${days} days is ${stay(days)} ms`;
}
