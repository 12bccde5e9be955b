import { createServer, Server } from 'http';
import { AddressInfo } from 'net';

/** Programs by which Lambda's own runtime is started: it runs nothing without the endpoint that hands out events. */
const BOOTSTRAPS = [/(^|\/)lambda-entrypoint\.sh$/, /^\/var\/runtime\/bootstrap$/, /(^|\/)aws-lambda-ric$/];

/** True if a command starts a handler of Lambda. */
export function isHandler(command: readonly string[]): boolean {
  return command.some(word => BOOTSTRAPS.some(pattern => pattern.test(word)));
}

/**
 * As much of Lambda's endpoint as tells whether a handler can be loaded: its runtime asks for an event once it is, and reports an error
 * where it is not.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export class LambdaEndpoint {
  public static async listen(): Promise<LambdaEndpoint> {
    const endpoint = new LambdaEndpoint();
    await new Promise<void>(resolve => endpoint.server.listen(0, '127.0.0.1', resolve));
    return endpoint;
  }

  /** True if the runtime asked for an event. */
  public loaded = false;
  /** Error that the runtime reported. */
  public failure?: string;
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      let body = '';
      request.on('data', data => { body += data; });
      request.on('end', () => {
        if (request.method === 'GET' && /\/runtime\/invocation\/next$/.test(request.url ?? '')) {
          this.loaded = true; // and there never is an event
          return;
        }
        if (request.method === 'POST' && /\/(init|invocation\/[^/]+)\/error$/.test(request.url ?? '')) this.failure = messageOf(body);
        response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}');
      });
    });
  }

  public get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** The variables that Lambda gives to a runtime. */
  public get environment(): Record<string, string> {
    return {
      AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${this.port}`,
      AWS_LAMBDA_FUNCTION_NAME: 'start-gate',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/start-gate',
      AWS_LAMBDA_LOG_STREAM_NAME: 'start-gate',
      AWS_REGION: 'us-east-1',
    };
  }

  public close(): void {
    this.server.close();
    this.server.closeAllConnections?.();
  }
}

/** Lines of a report of an error, a line each. */
export function messageOf(body: string): string {
  try {
    const { errorType = '', errorMessage = '', stackTrace = [], trace = [] } = JSON.parse(body);
    return [`${errorType}: ${errorMessage}`, ...stackTrace, ...trace].join('\n');
  } catch {
    return body;
  }
}
