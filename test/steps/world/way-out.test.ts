import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as http from 'http';
import * as https from 'https';
import * as net from 'net';
import * as path from 'path';
import { sdk } from '../../../lib/steps/world/sdk';
import { WayOut } from '../../../lib/steps/world/way-out';
import { temporaryDirectory } from '../../temporary';

const HOST = 'registry.invalid'; // that no network leads to
const TOKEN = Buffer.from('AWS:secret').toString('base64');
let server: https.Server;
let proxy: http.Server;
let variables: Record<string, string>;
const connected: string[] = [];

const listen = (it: net.Server) => new Promise<number>(resolve => it.listen(0, '127.0.0.1', () => resolve((it.address() as net.AddressInfo).port)));

function answer(request: http.IncomingMessage, response: http.ServerResponse, body: string): void {
  const { 'x-amz-target': target, 'x-own': own = '' } = request.headers;
  response.setHeader('x-told', `${request.method} ${own}`);
  switch (request.url) {
    case '/elsewhere': return void response.writeHead(307, { location: 'https://other.invalid/' }).end();
    case '/none': return void response.writeHead(204).end();
    default: response.end(target ? JSON.stringify({ authorizationData: [{ authorizationToken: TOKEN }] }) : `${request.method} ${body}`);
  }
}

/** A proxy by CONNECT, which takes every host for the one server. */
function proxyTo(port: number): http.Server {
  return http.createServer().on('connect', (request, socket: net.Socket) => {
    connected.push(request.url!);
    const onward = net.connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
}

beforeAll(async () => {
  const directory = temporaryDirectory();
  const [key, certificate] = ['key', 'certificate'].map(name => path.join(directory, `${name}.pem`));
  execFileSync('openssl', [
    'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-keyout', key, '-out', certificate,
    '-subj', `/CN=${HOST}`, '-addext', `subjectAltName=DNS:${HOST},IP:127.0.0.1`,
  ], { stdio: 'ignore' });
  server = https.createServer({ key: fs.readFileSync(key), cert: fs.readFileSync(certificate) }, (request, response) => {
    let body = '';
    request.on('data', chunk => body += chunk).on('end', () => answer(request, response, body));
  });
  const port = await listen(server);
  proxy = proxyTo(port);
  variables = { HTTPS_PROXY: `http://127.0.0.1:${await listen(proxy)}`, SSL_CERT_FILE: certificate, DIRECT: `https://127.0.0.1:${port}` };
});

afterAll(() => [server, proxy].forEach(it => {
  it.closeAllConnections();
  it.close();
}));

beforeEach(() => void connected.splice(0));

test('a request goes by the proxy, and trusts whom it is told to', async () => {
  const got = await new WayOut(variables).fetch(`https://${HOST}/v2/`, { method: 'PUT', headers: { 'x-own': 'yes' }, body: 'ü' });

  expect([got.status, await got.text(), got.headers.get('x-told'), connected]).toEqual([200, 'PUT ü', 'PUT yes', [`${HOST}:443`]]);
});

test('calls of AWS go by the proxy', async () => {
  const before = { ...process.env };
  Object.assign(process.env, { AWS_ENDPOINT_URL: `https://${HOST}`, AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' });
  try {
    const { authorizationData } = await sdk({ ...variables, AWS_REGION: 'eu-central-1' }, new WayOut(variables)).call('ecr', 'GetAuthorizationToken', {});

    expect([authorizationData[0].authorizationToken, connected]).toEqual([TOKEN, [`${HOST}:443`]]);
  } finally {
    process.env = before;
  }
});

test('a host that NO_PROXY names is reached without it', async () => {
  const got = await new WayOut({ ...variables, NO_PROXY: '127.0.0.1' }).fetch(variables.DIRECT);

  expect([await got.text(), connected]).toEqual(['GET ', []]);
});

test('a host whose certificate nobody vouches for is an error', async () => {
  await expect(new WayOut({ HTTPS_PROXY: variables.HTTPS_PROXY }).fetch(`https://${HOST}/`)).rejects.toThrow(/self-signed/);
});

test('redirects are told and not followed, and an answer may have no body', async () => {
  const wayOut = new WayOut(variables);
  const [elsewhere, none, head] = await Promise.all([
    wayOut.fetch(`https://${HOST}/elsewhere`), wayOut.fetch(`https://${HOST}/none`), wayOut.fetch(`https://${HOST}/`, { method: 'HEAD' }),
  ]);

  expect([elsewhere.status, elsewhere.headers.get('location')]).toEqual([307, 'https://other.invalid/']);
  expect([none.status, await none.text(), head.status, await head.text()]).toEqual([204, '', 200, '']);
});

test('a request is given up where it is told to', async () => {
  await expect(new WayOut(variables).fetch(`https://${HOST}/`, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
});
