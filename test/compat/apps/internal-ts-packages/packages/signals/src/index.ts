import ms from 'ms';

export function period(seconds: number): string {
  return ms(seconds * 1000);
}
