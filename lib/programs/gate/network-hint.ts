import { networkInterfaces } from 'os';

/** Messages of systems and tools where a name has no address, or no way leads there. */
const OUTSIDE = /^.*\b(?:ENOTFOUND|EAI_AGAIN|EAI_FAIL|ENETUNREACH|EHOSTUNREACH|ESERVFAIL|getaddrinfo|(?:temporary failure in name|could not|couldn't) resolv\w*|network is unreachable|name or service not known)\b.*$/im;

/** A connection to this machine that nobody takes: `connect ECONNREFUSED 127.0.0.1:5432`. */
const REFUSED = /(?:ECONNREFUSED|connection refused)[^\n]{0,40}?(?:127\.0\.0\.1|::1|localhost)\S{0,3}?[:, ]\s*(?:port )?(\d{2,5})\b|(?:127\.0\.0\.1|::1|localhost)[^\n]{0,8}?(?::|, port )(\d{2,5})[^\n]{0,40}(?:ECONNREFUSED|connection refused)/i;

/** The services that are known by their ports. */
const SERVICES: { readonly [port: string]: string } = {
  3306: 'Service.mysql() or Service.mariadb()', 5432: 'Service.postgres()', 6379: 'Service.redis()', 8000: 'Service.dynamodbLocal()', 27017: 'Service.mongodb()',
};

/** Hint for a gate that failed for want of a network or a service; undefined where its log says nothing of that. */
export function networkHint(log: string, alone = hasLoopbackAlone()): string | undefined {
  const [, after, before] = REFUSED.exec(log) ?? [];
  const port = after ?? before;
  if (port !== undefined) {
    return `nothing listens on port ${port} beside the tests: a gate runs a database or another service by its option "services", such as [${SERVICES[port] ?? 'Service.of({...})'}]`;
  }
  const line = alone ? lineIn(log, OUTSIDE) : undefined;
  return line === undefined ? undefined
    : `a gate has no network: ${line}; what tests have to reach runs beside them by the option "services" of the gate, and network: true gives it a network`;
}

function hasLoopbackAlone(): boolean {
  return Object.keys(networkInterfaces()).every(name => name === 'lo');
}

/** Messages of tools of builds, which do not always tell why they could not fetch something. */
const FETCHES = /^.*(?:\bfetch failed\b|\bfailed to fetch\b|\bestablishing a connection\b|\bfailed to download\b).*$/im;

/** Hint for a build that failed for want of a network; undefined where its log says nothing of that. */
export function buildHint(log: string): string | undefined {
  const line = lineIn(log, OUTSIDE) ?? lineIn(log, FETCHES);
  return line === undefined ? undefined
    : `the build has no network, as buildNetwork: false says: ${line}; bring what it fetches as a dependency or a file of the project, or take "buildNetwork" away`;
}

/** The line of a log that a pattern finds, as text in a message. */
function lineIn(log: string, pattern: RegExp): string | undefined {
  const line = pattern.exec(log)?.[0].trim();
  return line === undefined ? undefined : JSON.stringify(line.slice(0, 200));
}
