import { StepFailure } from '../step';
import { Network } from '../world/world';
import { boundedBody } from './bounded-body';

/** A request. */
export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer>;
  /** The header `Authorization`, which goes to the host of the address alone, wherever that leads. */
  readonly authorization?: string;
  /** Bytes that an answer may have; as many as it likes if not given. */
  readonly most?: number;
}

/** Answer of a server. */
export interface HttpAnswer {
  /** 0 where nobody answered. */
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

const TRIES = 5;
const MOST_REDIRECTS = 10;
const MOST_MILLISECONDS = 300_000;

/** Sends a request. What may pass by itself is tried again: nobody answers, too many ask, the other side has a fault. */
export async function send(world: Network, request: HttpRequest): Promise<HttpAnswer> {
  let answer = await once(world, request);
  for (let tried = 1; tried < TRIES && mayPass(answer.status); tried++) {
    await world.pause(2 ** tried);
    answer = await once(world, request);
  }
  return answer;
}

/** Fails unless the answer has one of the statuses. */
export function expectStatus({ status, body }: HttpAnswer, statuses: readonly number[], what: string): void {
  if (statuses.includes(status)) return;
  throw new StepFailure(status === 0 ? `cannot ${what}` : `cannot ${what}: the registry answered ${status}`, body.toString('utf8'));
}

function mayPass(status: number): boolean {
  return status === 0 || status === 429 || status >= 500;
}

async function once(world: Network, { method, url, headers, body, authorization, most }: HttpRequest): Promise<HttpAnswer> {
  const { origin } = new URL(url);
  let address = url;
  try {
    for (let redirects = 0; ; redirects++) {
      const ours = authorization !== undefined && new URL(address).origin === origin;
      const response = await world.fetch(address, {
        method,
        headers: { ...headers, ...ours ? { authorization } : {} },
        body,
        redirect: 'manual', // a redirect keeps the method, and who is redirected elsewhere is not logged in there
        signal: AbortSignal.timeout(MOST_MILLISECONDS),
      });
      const location = redirectOf(response);
      if (location === undefined) {
        return { status: response.status, headers: response.headers, body: await boundedBody(response, most) };
      }
      await response.body?.cancel();
      if (redirects === MOST_REDIRECTS) {
        throw new Error(`${url} leads to more than ${MOST_REDIRECTS} others`);
      }
      address = new URL(location, address).href;
    }
  } catch (error) {
    if (error instanceof StepFailure) throw error;
    return { status: 0, headers: new Headers(), body: Buffer.from(causesOf(error)) };
  }
}

function redirectOf({ status, headers }: Response): string | undefined {
  return [301, 302, 303, 307, 308].includes(status) ? headers.get('location') ?? undefined : undefined;
}

/** Messages of an error and of its causes: of a request that failed only those tell why. */
function causesOf(error: any): string {
  const { message, errors = [], cause } = error;
  return [message, ...errors.map(causesOf), ...cause === undefined ? [] : [causesOf(cause)]].filter(text => text).join(': ');
}
