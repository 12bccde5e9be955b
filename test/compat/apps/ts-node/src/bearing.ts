/** A bearing as it is spoken: three digits. */
export function bearing(degrees: number): string {
  return String((degrees + 360) % 360).padStart(3, '0');
}
