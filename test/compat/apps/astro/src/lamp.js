/** Whether a lighthouse that flashes every `period` seconds shows its light at a moment. */
export function isLit(moment, period = 10) {
  return moment % period < 2;
}
