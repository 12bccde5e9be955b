export function filling(metres: number): number {
  return metres * 120000;
}
