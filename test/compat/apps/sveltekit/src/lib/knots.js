/** Kilometres an hour as knots. */
export function knots(kilometres) {
  return Math.round(kilometres / 1.852);
}
