import { connect } from 'net';
import { Readiness, ServiceCall } from '../../service-call';

/** Answer of a service so far: that it is ready, that it is not yet, or that it never will be. */
export type Answer = 'ready' | 'wait' | { readonly never: string };

/** How a protocol is asked whether its service takes work. */
interface Protocol {
  /** Bytes that are sent once there is a connection; none where the server speaks first. */
  readonly greeting?: (ready: Readiness) => Buffer;
  /** Answer by the bytes so far; undefined for too few. */
  judge(bytes: Buffer): Answer | undefined;
}

/** How long one question may take. */
const PATIENCE = 2000;
const HOST = '127.0.0.1';

const PROTOCOLS: { readonly [kind in Exclude<Readiness['kind'], 'tcp' | 'output'>]: Protocol } = {
  // https://www.postgresql.org/docs/current/protocol-flow.html: it listens before it takes queries
  postgres: {
    greeting: ({ user = '', database = '' }) => {
      const words = Buffer.from(`user\0${user}\0database\0${database}\0\0`);
      const head = Buffer.alloc(8);
      head.writeInt32BE(words.length + 8, 0);
      head.writeInt32BE(196_608, 4); // version 3.0
      return Buffer.concat([head, words]);
    },
    judge: bytes => {
      for (let at = 0; at + 5 <= bytes.length; at += Math.max(bytes.readInt32BE(at + 1), 4) + 1) {
        const kind = String.fromCharCode(bytes[at]);
        const body = bytes.subarray(at + 5, at + 1 + bytes.readInt32BE(at + 1));
        // ready for a query; or it wants a password, for which it has to be up
        if (kind === 'Z' || (kind === 'R' && body.length >= 4 && body.readInt32BE(0) !== 0)) return 'ready';
        if (kind === 'E') return /C57P0\d/.test(body.toString('latin1')) ? 'wait' : { never: fieldOf(body, 'M') };
      }
      return undefined;
    },
  },
  // https://redis.io/docs/latest/commands/ping: while it loads its data it says so; one that wants a password is up
  redis: {
    greeting: () => Buffer.from('PING\r\n'),
    judge: bytes => /^(\+PONG|-NOAUTH|-NOPERM)/.test(bytes.toString('latin1')) ? 'ready' : bytes.includes('\r\n') ? 'wait' : undefined,
  },
  // https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase_packets_protocol_handshake_v10.html
  mysql: {
    judge: bytes => bytes.length < 5 ? undefined : bytes[4] === 10 ? 'ready' : 'wait',
  },
  // https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/#op_msg: { hello: 1, $db: 'admin' }
  mongodb: {
    greeting: () => {
      const document = Buffer.from('\u0010hello\0\u0001\0\0\0\u0002$db\0\u0006\0\0\0admin\0\0', 'latin1');
      const message = Buffer.alloc(16 + 4 + 1 + 4 + document.length);
      message.writeInt32LE(message.length, 0);
      message.writeInt32LE(1, 4);
      message.writeInt32LE(2013, 12);
      message.writeInt32LE(document.length + 4, 21);
      document.copy(message, 25);
      return message;
    },
    judge: bytes => bytes.length >= 16 && bytes.readInt32LE(12) === 2013 ? 'ready' : undefined,
  },
  // any answer but one that says "not yet"
  http: {
    greeting: ({ text = '/' }) => Buffer.from(`GET ${text} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`),
    judge: bytes => {
      const [, status] = /^HTTP\/1\.\d (\d{3})/.exec(bytes.toString('latin1')) ?? [];
      return status === undefined ? undefined : Number(status) >= 500 ? 'wait' : 'ready';
    },
  },
};

/** Asks a service once. */
export function probe({ port, ready }: Pick<ServiceCall, 'port' | 'ready'>): Promise<Answer> {
  const protocol: Protocol | undefined = ready.kind === 'tcp' || ready.kind === 'output' ? undefined : PROTOCOLS[ready.kind];
  return new Promise(done => {
    const socket = connect({ host: HOST, port });
    let bytes = Buffer.alloc(0);
    const end = (answer: Answer) => {
      socket.destroy();
      done(answer);
    };
    socket.setTimeout(PATIENCE, () => end('wait'));
    socket.on('error', () => end('wait'));
    socket.on('close', () => end('wait'));
    socket.on('connect', () => {
      if (!protocol) return end('ready');
      if (protocol.greeting) socket.write(protocol.greeting(ready));
    });
    socket.on('data', data => {
      bytes = Buffer.concat([bytes, data]);
      const answer = protocol?.judge(bytes);
      if (answer !== undefined) end(answer);
    });
  });
}

/** A field of an error of PostgreSQL: a letter, and text up to a NUL. */
function fieldOf(body: Buffer, letter: string): string {
  const field = body.toString().split('\0').find(text => text.startsWith(letter));
  return field === undefined ? 'an error without a message' : field.slice(1);
}
