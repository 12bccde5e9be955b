import { nextHighTide } from '../lib/tides.js';

// Rendered for each request, so that the server is needed.
export const dynamic = 'force-dynamic';

export default function Page() {
  return <p>The tide that was high at one is high again at {nextHighTide(1)}.</p>;
}
