import { execFileSync } from 'child_process';
import * as http from 'http';
import { AddressInfo } from 'net';
import * as path from 'path';
import { kmsAnswer } from '../shell/kms';

/** KMS under an address of this machine. */
export interface KmsServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Options of OpenSSL for a key that signs images. */
const P256 = ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'];

/** Makes a key in a directory, with its public half in a file ending in `.pub`, and gives the ARN that stands for it. */
export function newKey(keys: string, name: string, options: readonly string[] = P256): string {
  execFileSync('openssl', ['genpkey', ...options, '-out', path.join(keys, `${name}.pem`)], { stdio: 'ignore' });
  execFileSync('openssl', ['pkey', '-in', path.join(keys, `${name}.pem`), '-pubout', '-out', path.join(keys, `${name}.pub`)]);
  return `arn:aws:kms:us-east-1:123456789012:key/${name}`;
}

/** Stands for KMS as the SDK asks it, by the keys of a directory. */
export async function kmsServer(keys: string): Promise<KmsServer> {
  const server = http.createServer((request, response) => {
    void textOf(request).then(text => {
      const operation = String(request.headers['x-amz-target']).split('.')[1];
      const answer = kmsAnswer(keys, operation, withBytes(JSON.parse(text)));
      response.writeHead(answer === undefined ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' })
        .end(JSON.stringify(answer ?? { __type: 'KMSInvalidSignatureException' }, (_, value) => value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value));
    }).catch(() => response.destroy());
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise(resolve => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

function withBytes({ Message, Signature, ...input }: any): any {
  const bytes = (text?: string) => text === undefined ? undefined : Buffer.from(text, 'base64');
  return { ...input, Message: bytes(Message), Signature: bytes(Signature) };
}

async function textOf(request: http.IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}
