import { isLit } from '../lamp.js';

export function GET({ url }) {
  return Response.json({ lit: isLit(Number(url.searchParams.get('moment') ?? 0)) });
}
