import { json } from '@sveltejs/kit';
import ms from 'ms';

export function GET() {
  return json({ due: ms('2h') });
}
