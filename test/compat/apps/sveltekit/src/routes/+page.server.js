import { knots } from '$lib/knots.js';

export function load({ url }) {
  return { knots: knots(Number(url.searchParams.get('kilometres') ?? 100)) };
}
