import { SourceFile } from './source-files';
import { callsOf } from './source-text';

/**
 * Where a program listens, as far as its source tells.
 */
export interface Listening {
  readonly port?: { readonly value: number; readonly file: string };
  /** Set where it listens on an address that only its own machine reaches. */
  readonly loopback?: Loopback;
}

/**
 * An address that only the machine itself reaches.
 */
export interface Loopback {
  readonly address: string;
  readonly file: string;
  /** The variable that can change it; undefined if none can. */
  readonly variable?: string;
  /** Whether it is the one that Fastify takes where it is told none. */
  readonly byDefault: boolean;
}

const NUMBER = '"?(\\d[\\d_]*)"?';

/**
 * How programs write a port that the variable PORT may change.
 */
const CHANGEABLE = [
  // Number(process.env.PORT || 3000), parseInt(process.env.PORT, 10) || 3000
  `env(?: \\. PORT| \\[ "PORT" \\])(?: !)?(?: , 10)?(?: \\))* (?:\\|\\||\\?\\?) (?:Number \\( |parseInt \\( )?${NUMBER}`,
  // process.env.PORT ? Number(process.env.PORT) : 3000
  `env \\. PORT \\? [^:;]{1,80} : ${NUMBER}`,
  // const { PORT = 3000 } = process.env
  `[{,] PORT (?:: \\w+ )?= ${NUMBER} [^}]{0,400}\\} = (?:process|import \\. meta) \\. env`,
  // PORT: z.coerce.number().default(3000)
  `[{,] PORT : [^,;{}]{1,160}?\\bdefault \\( ${NUMBER} \\)`,
  // PORT: port({ default: 3000 })
  `[{,] PORT : \\w+(?: \\. \\w+)* \\( \\{ (?:[^{}]{0,200}, )?default : ${NUMBER}`,
  // config.get('PORT', 3000)
  `get(?: < \\w+ >)? \\( "PORT" , ${NUMBER}`,
].map(pattern => new RegExp(pattern, 'g'));

/** Functions that make a server listen, or make one that will. */
const LISTENS = ['listen', 'serve'];
const SERVERS = [...LISTENS, 'server', 'Server'];

const LOOPBACK = '"(127\\.0\\.0\\.1|localhost|::1)"';
const ADDRESS = `(?:(?:process \\. )?env \\. (\\w+) (?:\\|\\||\\?\\?) )?${LOOPBACK}`;

/**
 * Reads where a program listens. What is ambiguous is not told.
 */
export function readListening(sources: readonly SourceFile[]): Listening {
  return { port: changeablePort(sources) ?? fixedPort(sources), loopback: loopbackOf(sources) };
}

function changeablePort(sources: readonly SourceFile[]): Listening['port'] {
  return onlyOne(sources, ({ text }) => CHANGEABLE.flatMap(pattern => [...text.matchAll(pattern)].map(match => match[1])));
}

function fixedPort(sources: readonly SourceFile[]): Listening['port'] {
  return onlyOne(sources, ({ text }) => [
    ...callsOf(text, LISTENS).flatMap(call => numberOf(text, /^(?:"?\d[\d_]*"?|\w+)(?= ,|$)/.exec(call)?.[0])),
    ...callsOf(text, SERVERS).flatMap(call => numberOf(text, propertyOf(call, 'port'))),
  ]);
}

/** A number, or a constant that is one. */
function numberOf(text: string, value: string | undefined): string[] {
  if (value === undefined) return [];
  const literal = new RegExp(`^${NUMBER}$`).exec(value);
  if (literal) return [literal[1]];
  return /^\w+$/.test(value) ? [...text.matchAll(new RegExp(`(?:const|let|var) ${value} (?:: \\w+ )?= ${NUMBER}(?= [;,]| (?:const|let|var|import|function|async|app|server)|$)`, 'g'))].map(match => match[1]) : [];
}

/** `{ port: 3000 }` and `{ port }`: what a property is, or the name of the variable that it has. */
function propertyOf(call: string, name: string): string | undefined {
  const match = new RegExp(`[{,] ${name}(?: : ("[^"]*"|[\\w]+)(?= [,}])| (?=[,}]))`).exec(call);
  return match ? match[1] ?? name : undefined;
}

function onlyOne(sources: readonly SourceFile[], read: (source: SourceFile) => string[]): Listening['port'] {
  const found = sources.flatMap(source => read(source).map(text => ({ value: Number(text.replace(/_/g, '')), file: source.path })))
    .filter(({ value }) => value > 0 && value < 65536);
  return new Set(found.map(({ value }) => value)).size === 1 ? found[0] : undefined;
}

function loopbackOf(sources: readonly SourceFile[]): Loopback | undefined {
  for (const { path: file, text } of sources) {
    for (const call of callsOf(text, SERVERS)) {
      const match = addressIn(call) ?? addressOfName(text, call);
      if (match) return { address: match[2], file, ...match[1] === undefined ? {} : { variable: match[1] }, byDefault: false };
    }
    const isFastify = sources.some(source => /(?:from|require \() "fastify"/.test(source.text));
    const bare = isFastify && callsOf(text, ['listen']).some(call => call.startsWith('{ ') && !/[{,] (?:host|path)\b|\.\.\./.test(call));
    if (bare) return { address: 'localhost', file, byDefault: true };
  }
  return undefined;
}

/** The address in the arguments themselves: a property of the object that comes first, or a word behind the port. */
function addressIn(call: string): RegExpExecArray | null {
  return new RegExp(`[{,] (?:host|hostname) : ${ADDRESS}`).exec(call) ?? new RegExp(`^[^{}]*, ${ADDRESS}(?: ,|$)`).exec(call);
}

/** The same behind the name of a constant. */
function addressOfName(text: string, call: string): RegExpExecArray | null {
  const name = /[{,] (?:host|hostname) : (\w+)(?= [,}])/.exec(call)?.[1]
    ?? /[{,] (host|hostname)(?= [,}])/.exec(call)?.[1]
    ?? /^[\w.: ?|()"]+ , (\w+)(?= ,|$)/.exec(call)?.[1];
  return name === undefined ? null : new RegExp(`(?:const|let|var) ${name} (?:: \\w+ )?= ${ADDRESS}(?! \\+)`).exec(text);
}
