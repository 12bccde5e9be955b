/** The bearing that leads back. */
export function back(bearing) {
  return (bearing + 180) % 360;
}
