// Hours from one high tide to the next: half a lunar day.
const INTERVAL = 12 + 25 / 60;

export function nextHighTide(hour) {
  return Math.round(((hour + INTERVAL) % 24) * 100) / 100;
}
