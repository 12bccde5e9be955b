import * as http from 'http';
import * as https from 'https';
import { AddressInfo } from 'net';
import { Duplex } from 'stream';
import { Cleanup } from '../../cleanup';
import { makeCertificate } from './certificate';

/** The network that builds of a rehearsal have. */
export interface RehearsalNetwork {
  /** For HTTPS_PROXY. */
  readonly proxy: string;
  /** Whom to trust in it, as PEM. */
  readonly certificate: string;
}

/** Names of hosts of ECR. */
const ECR_HOST = /^[0-9]{12}\.dkr[.-]ecr(-fips)?\.[a-z0-9-]+\.[a-z0-9.]+$/;

/**
 * Stands between builds and the world: hosts of ECR are the registry of the rehearsal, and no other host is reached.
 *
 * @param registry Address of the registry, without a scheme.
 * @param hosts The hosts of ECR that the stacks name.
 */
export async function startNetwork(registry: string, hosts: readonly string[], cleanup: Cleanup): Promise<RehearsalNetwork> {
  const { certificate, key } = makeCertificate(hosts, Date.now());
  const ecr = https.createServer({ cert: certificate, key }, (request, response) => pass(request, response, registry));
  const server = http.createServer((_, response) => void response.writeHead(501).end());
  const sockets = new Set<Duplex>();
  server.on('connect', (request: http.IncomingMessage, socket: Duplex) => {
    sockets.add(socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy()));
    const [host, port] = String(request.url).split(':');
    if (!ECR_HOST.test(host) || port !== '443') return void socket.end('HTTP/1.1 403 a rehearsal reaches no other network\r\n\r\n');
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    ecr.emit('connection', socket);
  });
  await new Promise<void>((resolve, reject) => server.on('error', reject).listen(0, '127.0.0.1', resolve));
  cleanup.later(() => {
    server.close();
    sockets.forEach(socket => socket.destroy());
  });
  return { proxy: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, certificate };
}

/** The registry has a repository in a folder with the name of its host. */
function pass(request: http.IncomingMessage, response: http.ServerResponse, registry: string): void {
  const { host = '' } = request.headers;
  const path = String(request.url).replace(/^\/v2\/(?=.)/, `/v2/${host}/`);
  const onward = http.request(`http://${registry}${path}`, { method: request.method, headers: { ...request.headers, host: registry } }, answer => {
    const { location } = answer.headers;
    response.writeHead(answer.statusCode ?? 502, { ...answer.headers, ...location === undefined ? {} : { location: location.replace(`/v2/${host}/`, '/v2/') } });
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  request.on('error', () => onward.destroy());
  request.pipe(onward);
}
