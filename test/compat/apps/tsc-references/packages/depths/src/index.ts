import { fathoms } from '@chart/units';

export function depth(metres: number): string {
  return `${fathoms(metres)} fathoms`;
}
