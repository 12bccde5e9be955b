import { createServer, IncomingHttpHeaders, request as forward, Server } from 'http';
import { AddressInfo } from 'net';

/** What the proxy makes of an answer of the emulator. */
export type Rewrite = (operation: string, input: any, output: any) => void;

/** Stands before the emulator: passes calls on, answers some with a fault, and rewrites answers. */
export class FaultProxy {
  static async start(target: string, rewrite: Rewrite): Promise<FaultProxy> {
    const proxy = new FaultProxy(new URL(target), rewrite);
    await new Promise<void>(resolve => proxy.server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  /** Faults for the next calls of an operation: the HTTP status and the type of the error. */
  faults: Record<string, [number, string][]> = {};
  /** The operations that were called, those with a fault too. */
  operations: string[] = [];
  private readonly server: Server;

  private constructor(private readonly target: URL, private readonly rewrite: Rewrite) {
    this.server = createServer((request, response) => void (async () => {
      const body = await textOf(request);
      const operation = String(request.headers['x-amz-target']).split('.').pop()!;
      this.operations.push(operation);
      const fault = this.faults[operation]?.shift();
      const { status, text } = fault
        ? { status: fault[0], text: JSON.stringify({ __type: fault[1], message: 'by the proxy' }) }
        : await this.pass(request.url!, request.headers, operation, body);
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(text);
    })());
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): Promise<unknown> {
    this.server.closeAllConnections();
    return new Promise(resolve => this.server.close(resolve));
  }

  private async pass(path: string, headers: IncomingHttpHeaders, operation: string, body: string): Promise<{ status: number; text: string }> {
    const { hostname, port, host } = this.target;
    const answer = await new Promise<{ status: number; text: string }>((resolve, reject) => {
      const request = forward({ hostname, port, path, method: 'POST', headers: { ...headers, host } }, async response => {
        resolve({ status: response.statusCode!, text: await textOf(response) });
      });
      request.on('error', reject);
      request.end(body);
    });
    if (answer.status !== 200 || answer.text === '') {
      return answer;
    }
    const output = JSON.parse(answer.text);
    this.rewrite(operation, JSON.parse(body), output);
    return { status: 200, text: JSON.stringify(output) };
  }
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream) { text += chunk; }
  return text;
}
