import { json } from '@sveltejs/kit';
import leven from 'leven';

export function GET() {
  return json({ letters: leven('buoyant', 'boat') });
}
