/** The force of a wind, from its speed in metres a second. */
export function beaufort(speed) {
  return Math.min(12, Math.round(Math.cbrt((speed / 0.836) ** 2)));
}
