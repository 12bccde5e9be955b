import { plain } from '../shared/xml';
import { FAULTS } from './faults';
import { INSIDE_NAMES, Place } from './place';

/** Messages about things that only another machine, or whoever runs the image, can give; each is said by the system or by a well-known library. */
export const OUTSIDE: readonly RegExp[] = [
  /\b(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EAI_FAIL|ENETUNREACH|EHOSTUNREACH|ENETDOWN|ETIMEDOUT|ESERVFAIL)\b/,
  /\b(getaddrinfo|connection refused|network is unreachable|could ?n[o']t connect|(unable|failed) to connect|can'?t reach database)\b/i,
  /\bMongo(ServerSelection|Network|oose)\w*Error\b|\bMongooseServerSelectionError\b|\bSequelize(Connection|Host)\w*Error\b|\bPrismaClientInitializationError\b|\bP100[0-3]\b/,
  /\bfetch failed\b|\bUND_ERR_/,
  /\bCredentialsProviderError\b|could not load credentials|(missing|no) credentials|could not load the default credentials|\bCredentialsError\b/i,
  /\bregion is missing\b|missing region in config/i,
  // the build may forbid what a runtime allows: a port below 1024, a file system that is mounted
  /\blisten (EACCES|EADDRNOTAVAIL)\b/,
];

/** Words of applications that want a setting. They are weaker: the same words stand in many other lines. */
export const SUSPICIONS: readonly RegExp[] = [
  /\b(environment|env)\b.{0,60}\b(variable|var|missing|required|invalid|not (set|found|defined|provided)|undefined|must|validation|schema|config)/i,
  /\b(missing|required|requires?|invalid|undefined|unset|must (be )?(set|provide\w*|define\w*)|not (set|found|defined|provided)|needs?|provide)\b.{0,60}\b(env\w*|process\.env|secret\w*|token|api[ _-]?key|credential\w*|password|dsn|database[ _-]?url|connection string|variables?|configuration)\b/i,
  /\b(secret\w*|token|api[ _-]?key|credential\w*|password|dsn|database[ _-]?url|connection string|secretOrPrivateKey|clientID|app[._]?key|\w+ option)\b.{0,60}\b(missing|required|invalid|undefined|unset|empty|must|should be|requires?|not (set|found|defined|provided)|have a value)\b/i,
  /\b[A-Z][A-Z0-9]*(_[A-Z0-9]+)+\b.{0,60}\b(missing|required|invalid|undefined|unset|empty|must|not (set|found|defined|provided)|is not)\b/,
  /\b(missing|required|invalid|undefined|unset|must (set|provide|define)|set|provide|define|need)\b.{0,40}\b[A-Z][A-Z0-9]*(_[A-Z0-9]+)+\b/,
  /\b(ZodError|config validation error|Invalid environment|EnvError|ERR_INVALID_URL|Invalid URL)\b/i,
  /process\.env\./,
];

/** Messages of an application before it ended, or while it waits: a fault of the image, or something that a build cannot have. */
export interface Said {
  readonly kind: 'fault' | 'outside';
  /** Missing thing, in one line. */
  readonly what: string;
  /** Remedy. */
  readonly remedy: string;
}

/** Lines that repeat where an error was, and name files that are no cause. */
const ASIDE = [/^\s+at\s/, /^\s*- \//, /^\s*['"][^'"]*['"],?(\s*\])?,?$/, /requireStack|Require stack/, /^\s*$/, /^(Node\.js|Bun) v\d/, /^\s*\^/];

/** A property of an error, which stands below its message. */
const PROPERTY = /^\s*"?(code|errno|syscall|address|port|host|hostname|path|fatal|type)"?: /;

/** The message above a property that names the same. */
function headingOf(lines: readonly string[], pattern: RegExp): string | undefined {
  const above = lines.slice(-20).reverse().filter(line => !PROPERTY.test(line) && !ASIDE.some(aside => aside.test(line)));
  return above.find(line => pattern.test(line)) ?? above.find(line => /error/i.test(line));
}

/**
 * The cause that an output names. What is said last decides: an application that warns of an optional module and then ends
 * for a database ends for the database.
 */
export function said(output: string, place: Place): Said | undefined {
  const lines = plain(output).split(/\r?\n/);
  for (let at = lines.length - 1; at >= 0; at--) {
    const line = lines[at];
    if (ASIDE.some(pattern => pattern.test(line))) continue;
    for (const { pattern, judge } of FAULTS) {
      const match = pattern.exec(line);
      const found = match && judge(match, { place, following: lines.slice(at + 1, at + 25), preceding: lines.slice(Math.max(0, at - 12), at) });
      if (found) return { kind: 'fault', ...found };
    }
    const outside = OUTSIDE.find(pattern => pattern.test(line)) ?? SUSPICIONS.find(pattern => pattern.test(line.replace(INSIDE_NAMES, '')));
    if (outside) return { kind: 'outside', what: short(PROPERTY.test(line) ? headingOf(lines.slice(0, at), outside) ?? line : line), remedy: '' };
  }
  return undefined;
}

/** True if a process of Node.js or Bun that another one runs ended by an error that nobody caught. */
export function crashed(output: string): boolean {
  return /^(Node\.js|Bun) v\d+\.\d+\.\d+(\s.*)?$/m.test(plain(output));
}

/**
 * The line in which a process manager says why it stops: pm2-runtime ends with 0 then, as if what it was to run were done.
 */
export function managerFailure(output: string): string | undefined {
  const lines = plain(output).split(/\r?\n/);
  if (!lines.some(line => /\bPM2 log: PM2 successfully stopped\b/.test(line))) return undefined;
  const line = lines.find(each => /\bPM2 error: /.test(each));
  return line === undefined ? undefined : short(line.replace(/^.*\bPM2 error: /, 'PM2 error: '));
}

/** The line that says most of an end whose cause is in no table: the last one that reads as an error, or the last of all. */
export function lastWord(output: string): string | undefined {
  const lines = plain(output).split(/\r?\n/).filter(line => !ASIDE.some(pattern => pattern.test(line)) && !/^\s*[{}[\]]/.test(line));
  const named = lines.filter(line => /^\S*(error|exception|fatal)\b/i.test(line) || /\berror\b:/i.test(line));
  const line = named.pop() ?? lines.pop();
  return line === undefined ? undefined : short(line);
}

function short(line: string): string {
  const text = line.trim().replace(/\s+/g, ' ');
  return text.length > 240 ? `${text.slice(0, 240)}...` : text;
}
