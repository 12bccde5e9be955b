import ms from 'ms';

export function tide() {
  return { height: 3, next: ms('6h') };
}
