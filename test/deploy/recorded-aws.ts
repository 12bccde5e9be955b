import * as http from 'http';
import { AddressInfo } from 'net';

/** A call of AWS. */
export interface RecordedCall {
  /** As it is signed, such as `logs`. */
  readonly service: string;
  /** The operation, where the service has it in the headers or the form. */
  readonly operation: string;
  readonly body: string;
}

/** The emulator at another address, which writes down what it is asked. */
export interface RecordedAws {
  readonly endpoint: string;
  readonly calls: readonly RecordedCall[];
  close(): Promise<void>;
}

/** A proxy in front of the emulator of AWS. */
export async function recordedAws(): Promise<RecordedAws> {
  const calls: RecordedCall[] = [];
  const emulator = new URL(process.env.AWS_ENDPOINT_URL!);
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', chunk => chunks.push(chunk)).on('end', () => {
      const body = Buffer.concat(chunks);
      calls.push(callOf(request, body.toString('utf8')));
      http.request({ host: emulator.hostname, port: emulator.port, method: request.method, path: request.url, headers: request.headers }, answer => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      }).on('error', () => response.destroy()).end(body);
    });
  });
  await new Promise<void>(resolve => server.listen(0, 'localhost', resolve));
  return {
    endpoint: `http://localhost:${(server.address() as AddressInfo).port}`,
    calls,
    close: () => new Promise(resolve => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

function callOf({ headers }: http.IncomingMessage, body: string): RecordedCall {
  const [, service = ''] = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '') ?? [];
  const target = String(headers['x-amz-target'] ?? '').split('.').at(-1)!;
  return { service, operation: target || (/(?:^|&)Action=(\w+)/.exec(body)?.[1] ?? ''), body };
}
