import { AddressInfo, createServer, Server, Socket } from 'net';
import { Readiness } from '../../../lib/programs/service-call';
import { probe } from '../../../lib/programs/shared/services/probes';

const servers: Server[] = [];
const sockets: Socket[] = [];
afterEach(() => {
  sockets.splice(0).forEach(socket => socket.destroy());
  servers.splice(0).forEach(server => server.close());
});

/** Asks a server that does this with each connection. */
async function asked(ready: Readiness, serve: (socket: Socket) => void) {
  const server = createServer(socket => {
    sockets.push(socket.on('error', () => undefined));
    serve(socket);
  });
  servers.push(server);
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  return probe({ ready, port: (server.address() as AddressInfo).port });
}

/** A message of PostgreSQL. */
function message(kind: string, body: Buffer | string): Buffer {
  const head = Buffer.alloc(5);
  head.write(kind);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, Buffer.from(body)]);
}

const authentication = (code: number) => message('R', Buffer.from([0, 0, 0, code]));
const postgres: Readiness = { kind: 'postgres', user: 'u', database: 'd' };

test.each<[string, Readiness, Buffer | string | undefined, unknown]>([
  ['a port that is open', { kind: 'tcp' }, undefined, 'ready'],
  ['PostgreSQL that starts', postgres, message('E', 'SFATAL\0C57P03\0Mthe database system is starting up\0\0'), 'wait'],
  ['PostgreSQL that takes queries', postgres, Buffer.concat([authentication(0), message('S', 'a\0b\0'), message('Z', 'I')]), 'ready'],
  ['PostgreSQL that wants a password', postgres, authentication(10), 'ready'],
  ['PostgreSQL without the database', postgres, Buffer.concat([authentication(0), message('E', 'SFATAL\0C3D000\0Mdatabase "d" does not exist\0\0')]), { never: 'database "d" does not exist' }],
  ['Redis', { kind: 'redis' }, '+PONG\r\n', 'ready'],
  ['Redis that loads', { kind: 'redis' }, '-LOADING Redis is loading the dataset in memory\r\n', 'wait'],
  ['Redis that wants a password', { kind: 'redis' }, '-NOAUTH Authentication required.\r\n', 'ready'],
  ['MySQL', { kind: 'mysql' }, Buffer.from([5, 0, 0, 0, 10, 56, 46, 52]), 'ready'],
  ['MySQL that refuses', { kind: 'mysql' }, Buffer.from([5, 0, 0, 0, 255, 1, 1, 1]), 'wait'],
  ['MongoDB', { kind: 'mongodb' }, Buffer.from([20, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0xdd, 7, 0, 0, 0, 0, 0, 0]), 'ready'],
  ['a page', { kind: 'http', text: '/health' }, 'HTTP/1.1 404 Not Found\r\n\r\n', 'ready'],
  ['a page that is not there yet', { kind: 'http', text: '/health' }, 'HTTP/1.1 503 Service Unavailable\r\n\r\n', 'wait'],
])('%s', async (_, ready, answer, expected) => {
  expect(await asked(ready, socket => { if (answer !== undefined) socket.write(answer); })).toEqual(expected);
});

test('what says nothing, or closes at once, is not ready', async () => {
  expect(await asked(postgres, socket => socket.end())).toBe('wait');
});

test('an answer may come in pieces', async () => {
  const all = Buffer.concat([authentication(0), message('Z', 'I')]);
  expect(await asked(postgres, socket => all.forEach((byte, index) => setTimeout(() => socket.write(Buffer.from([byte])), index * 3)))).toBe('ready');
});

test('nothing listens', async () => {
  expect(await probe({ port: 1, ready: { kind: 'tcp' } })).toBe('wait');
});

test('questions are what the protocols say', async () => {
  const heard = async (ready: Readiness) => {
    let bytes = '';
    await asked(ready, socket => socket.on('data', data => { bytes += data.toString('latin1'); socket.end(); }));
    return bytes;
  };
  expect(await heard(postgres)).toBe('\0\0\0\u001b\0\u0003\0\0user\0u\0database\0d\0\0');
  expect(await heard({ kind: 'http', text: '/health' })).toMatch(/^GET \/health HTTP\/1\.1\r\nHost: localhost\r\n/);
  // a document of 31 bytes behind a header of 16, flags of 4 and a kind of 1
  const hello = Buffer.from(await heard({ kind: 'mongodb' }), 'latin1');
  expect([hello.readInt32LE(0), hello.readInt32LE(12), hello[20], hello.readInt32LE(21)]).toEqual([hello.length, 2013, 0, hello.length - 21]);
});
