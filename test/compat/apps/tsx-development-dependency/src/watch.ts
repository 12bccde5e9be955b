/** The watch of a ship at an hour of the day. */
export function watchName(hour: number): string {
  return ['middle', 'morning', 'forenoon', 'afternoon', 'dog', 'first'][Math.floor(hour / 4)]!;
}
