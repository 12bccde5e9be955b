import * as fs from 'fs';
import * as http from 'http';
import * as https from 'https';
import { Readable } from 'stream';
import * as tls from 'tls';
import { Agent } from 'agent-base';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { proxyFor } from './proxy';

type Variables = Readonly<Record<string, string | undefined>>;

/** Answers that have no body. */
const WITHOUT_BODY = [204, 205, 304];

/** How a network is left by HTTPS: by its proxy, and trusting whom its machines trust. Node.js heeds neither by itself. */
export class WayOut extends Agent {
  private readonly direct = new https.Agent({ keepAlive: true });
  private readonly proxies = new Map<string, http.Agent>();

  constructor(private readonly variables: Variables) {
    super({ keepAlive: true });
    const ca = certificatesOf(variables);
    if (ca) {
      // an agent hands its options on to each connection, those of the agents below too
      Object.assign(this.options, { ca });
    }
  }

  public async connect(_: http.ClientRequest, { host, port, servername }: any): Promise<http.Agent> {
    const proxy = proxyFor(new URL(`https://${servername || host}:${port}`), this.variables);
    if (proxy === undefined) return this.direct;
    const agent = this.proxies.get(proxy) ?? new HttpsProxyAgent(proxy, { keepAlive: true });
    this.proxies.set(proxy, agent);
    return agent;
  }

  /** A request that follows no redirect. */
  public fetch: typeof fetch = (input, { method = 'GET', headers, body, signal } = {}) => new Promise((resolve, reject) => {
    const address = new URL(String(input));
    const [send, agent] = address.protocol === 'http:' ? [http.request, undefined] : [https.request, this];
    const request = send(address, { method, agent, headers: Object.fromEntries(new Headers(headers)), signal: signal ?? undefined }, answer => {
      const { statusCode: status = 0, statusMessage: statusText, rawHeaders } = answer;
      const pairs = rawHeaders.flatMap((name, index): [string, string][] => index % 2 ? [] : [[name, rawHeaders[index + 1]]]);
      const none = method === 'HEAD' || WITHOUT_BODY.includes(status);
      if (none) answer.resume();
      resolve(new Response(none ? null : Readable.toWeb(answer) as ReadableStream, { status, statusText, headers: pairs }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** Whom to trust beside whom Node.js trusts, as the AWS CLI and OpenSSL are told. */
function certificatesOf({ AWS_CA_BUNDLE, SSL_CERT_FILE }: Variables): string[] | undefined {
  const files = [AWS_CA_BUNDLE, SSL_CERT_FILE].filter((file): file is string => Boolean(file) && fs.existsSync(file!));
  return files.length ? [...tls.rootCertificates, ...files.map(file => fs.readFileSync(file, 'utf8'))] : undefined;
}
