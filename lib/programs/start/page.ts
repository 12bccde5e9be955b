import { get, IncomingMessage } from 'http';
import { assetsOf, LARGEST_PAGE } from '../shared/page-assets';
import { Judgement } from './judge';

/** The answer to a GET, as far as it matters. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly location?: string;
  /** The text of a page. */
  readonly text: string;
}

/** A script or a style sheet that a page loads, and the answer to who asks for it. */
export interface Asset {
  readonly path: string;
  readonly answer?: Pick<Answer, 'status' | 'type'>;
}

/** The first page of an application, and what it loads from there. */
export interface Page {
  /** Where it is, behind all that lead to it. */
  readonly path: string;
  readonly assets: readonly Asset[];
}

/** How often an application may lead from its first page to another one. */
const MOST_STEPS = 3;
const MOST_ASSETS = 20;
/** Milliseconds for one answer, and for those to all that a page loads. */
const ONE = 1500;
const ALL = 5000;

/** Asks as a browser does that shows a page; undefined where nothing answers in time. */
export function askAsBrowser(port: number, path: string, accept = 'text/html,*/*;q=0.8'): Promise<Answer | undefined> {
  return new Promise(resolve => {
    try {
      const request = get({ host: '127.0.0.1', port, path, timeout: ONE, agent: false, headers: { accept } }, response => {
        const done = (text: string) => {
          clearTimeout(timer);
          resolve({ status: response.statusCode ?? 0, type: typeOf(response), location: response.headers.location, text });
          request.destroy();
        };
        let text = '';
        const timer = setTimeout(() => done(text), ONE);
        if (typeOf(response) !== 'text/html') return done('');
        response.setEncoding('utf8');
        response.on('data', (part: string) => {
          text += part;
          if (text.length > LARGEST_PAGE) done(text);
        });
        response.on('end', () => done(text));
        response.on('error', () => done(text));
      });
      request.on('timeout', () => request.destroy());
      request.on('error', () => resolve(undefined));
    } catch {
      resolve(undefined);
    }
  });
}

function typeOf({ headers }: IncomingMessage): string {
  return (headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();
}

/**
 * Follows an answer to the page that it leads to, and asks for what that loads. Undefined where there is no page, or where it loads
 * nothing from there.
 */
export async function lookAtPage(port: number, first: Answer): Promise<Page | undefined> {
  let [path, answer]: [string, Answer | undefined] = ['/', first];
  for (let steps = 0; answer && answer.status >= 300 && answer.status < 400 && steps < MOST_STEPS; steps += 1) {
    const next = locationOf(answer.location, path, port);
    if (next === undefined) return undefined;
    [path, answer] = [next, await askAsBrowser(port, next)];
  }
  if (answer?.status !== 200 || answer.type !== 'text/html') return undefined;
  const names = assetsOf(answer.text, path).slice(0, MOST_ASSETS);
  const assets: Asset[] = [];
  const began = Date.now();
  for (const name of names) {
    if (Date.now() - began > ALL) break;
    assets.push({ path: name, answer: await askAsBrowser(port, encodeURI(name), '*/*') });
  }
  return assets.length === 0 ? undefined : { path, assets };
}

/** The path of the same application that an answer leads to. */
function locationOf(location: string | undefined, from: string, port: number): string | undefined {
  try {
    const url = new URL(location ?? '', `http://127.0.0.1:${port}${from}`);
    return location !== undefined && ['127.0.0.1', 'localhost'].includes(url.hostname) && url.port === String(port) ? url.pathname + url.search : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Judges a page by what it loads. A page that has nothing of it is blank; one that lacks a part may get it from elsewhere, such as a
 * file that is mounted where the container runs.
 *
 * @param isSite true if it is served by the file server of the image, which has all that there is
 */
export function judgePage({ path, assets }: Page, isSite: boolean): Judgement | undefined {
  const missing = assets.filter(isMissing);
  if (missing.length === 0) return isSite ? { verdict: 'started', message: `its page ${path} has the scripts and styles that it loads (${assets.length})` } : undefined;
  const names = missing.slice(0, 3).map(({ path: name, answer }) => `${name} (${answer!.status === 200 ? 'a page' : answer!.status})`).join(', ');
  const more = missing.length > 3 ? ` and ${missing.length - 3} more` : '';
  const message = `its page ${path} loads ${names}${more}, which ${missing.length > 1 ? 'are' : 'is'} not there`;
  if (missing.length < assets.length) {
    return { verdict: 'started', message, remedy: 'see that the build writes what its pages name; where something else than this image serves that, it is well' };
  }
  return {
    verdict: isSite ? 'fault' : 'started',
    message: `${message}, so that a browser shows nothing of it`,
    remedy: isSite ? 'let the build write these files below the directory that is served, or correct the path (base, publicPath, pathPrefix) below which it names them'
      : 'serve what the build wrote at the path (base, publicPath, pathPrefix) that it was told; where a proxy in front of the image does, it is well',
  };
}

/** A script or style sheet in place of which there is a page is not there: the application answers whatever is asked for with it. */
function isMissing({ answer }: Asset): boolean {
  return answer !== undefined && ([404, 410].includes(answer.status) || (answer.status === 200 && answer.type === 'text/html'));
}
