/** The pilot on duty at an hour. */
export function pilotFor(hour: number): string {
  return hour < 12 ? 'the early pilot' : 'the late pilot';
}
