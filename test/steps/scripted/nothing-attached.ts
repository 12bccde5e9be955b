import * as fs from 'fs';
import { StandIn } from './stand-ins';

/** A registry that has none of what is asked for. Requests are written down as `fetch`, the method, the address and the login. */
export function nothingAttached({ CALLS }: NodeJS.ProcessEnv): StandIn {
  return {
    async fetch(address, init) {
      const words = ['fetch', init?.method ?? 'GET', String(address), new Headers(init?.headers).get('authorization') ?? ''];
      fs.appendFileSync(CALLS!, [...words, '\u0001end of call\u0001', ''].join('\0'));
      return new Response('', { status: 404 });
    },
  };
}
