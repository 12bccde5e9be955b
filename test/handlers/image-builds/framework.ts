import { ChildProcess, execFileSync, fork } from 'child_process';
import { readFileSync } from 'fs';
import * as http from 'http';
import * as https from 'https';
import { AddressInfo } from 'net';
import { join } from 'path';
import { temporaryDirectory } from '../../temporary';
import { environmentFor } from './fake-aws';

/** An answer as CloudFormation got it. */
export interface Answer {
  readonly status: string;
  readonly reason: string;
  readonly physicalResourceId: string;
  readonly data: unknown;
  /** The length of the whole answer. */
  readonly bytes: number;
}

/** How the response URL behaves for one request. */
export interface ResponseUrl {
  readonly status?: number;
  readonly delay?: number;
}

type Handlers = Record<'onEvent' | 'isComplete', (event: any) => Promise<unknown>>;

/** The state machine polls so many times before it gives up; so many as are of use here. */
const MAX_ATTEMPTS = 50;

/**
 * The provider framework of aws-cdk-lib, run for real, with what is around it: CloudFormation's response URL, Lambda's
 * `Invoke` (which calls our handlers) and the state machine that polls.
 */
export class Framework {
  static async start(handlers: Handlers): Promise<Framework> {
    const framework = new Framework(handlers, selfSigned());
    await Promise.all([framework.api, framework.responseUrl].map(server => new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))));
    await framework.startChild();
    return framework;
  }

  /** What the response URL does with the next requests, in order; then it takes everything at once. */
  behavior: ResponseUrl[] = [];
  answers: Answer[] = [];
  /** What the framework wrote to its log. */
  log = '';
  private child!: ChildProcess;
  private executions: Promise<void>[] = [];
  private readonly waiting = new Map<number, (message: any) => void>();
  private readonly api: http.Server;
  private readonly responseUrl: https.Server;

  private constructor(private readonly handlers: Handlers, private readonly tls: { key: Buffer; cert: Buffer; file: string }) {
    this.api = http.createServer((request, response) => void this.answerApi(request, response));
    this.responseUrl = https.createServer(tls, (request, response) => void this.answerResponseUrl(request, response));
  }

  /** Sends an event as CloudFormation does, several times if asked to, and gives what it gets for it. */
  async deliver(event: object, times = 1): Promise<Answer[]> {
    this.answers = [];
    this.executions = [];
    const sent = { ...event, ResponseURL: 'https://localhost/answer?signature=secret' };
    await Promise.all(Array.from({ length: times }, () => this.call('onEvent', sent)));
    await Promise.all(this.executions);
    return this.answers;
  }

  async stop(): Promise<void> {
    this.child.kill();
    for (const server of [this.api, this.responseUrl]) {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    }
  }

  private async startChild(): Promise<void> {
    const port = (server: http.Server) => String((server.address() as AddressInfo).port);
    this.child = fork(join(__dirname, 'framework-child.cjs'), {
      silent: true,
      env: {
        PATH: process.env.PATH,
        ...environmentFor(`http://127.0.0.1:${port(this.api)}`),
        RESPONSE_PORT: port(this.responseUrl),
        NODE_EXTRA_CA_CERTS: this.tls.file,
        USER_ON_EVENT_FUNCTION_ARN: 'arn:aws:lambda:eu-west-1:111122223333:function:onEvent',
        USER_IS_COMPLETE_FUNCTION_ARN: 'arn:aws:lambda:eu-west-1:111122223333:function:isComplete',
        WAITER_STATE_MACHINE_ARN: 'arn:aws:states:eu-west-1:111122223333:stateMachine:waiter',
      },
    });
    [this.child.stdout!, this.child.stderr!].forEach(stream => stream.on('data', data => this.log += data));
    await new Promise<void>((resolve, reject) => {
      this.child.once('exit', () => reject(new Error(`the framework ended:\n${this.log}`)));
      this.child.on('message', (message: any) => message.ready ? resolve() : this.waiting.get(message.id)!(message));
    });
  }

  /** Calls a function of the framework as Lambda does. */
  private call(handler: string, event: unknown): Promise<{ error?: { errorMessage: string } }> {
    const id = this.waiting.size;
    return new Promise(resolve => {
      this.waiting.set(id, resolve);
      this.child.send({ id, handler, event });
    });
  }

  /** The state machine: polls until the function does not fail, whatever the error is, then tells that time is up. */
  private async execute(event: unknown): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const { error } = await this.call('isComplete', event);
      if (!error) {
        return;
      }
      if (attempt === MAX_ATTEMPTS) {
        await this.call('onTimeout', { Error: 'Error', Cause: JSON.stringify(error) });
        return;
      }
      await new Promise(resolve => setTimeout(resolve, 10));
    }
  }

  private async answerApi(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const body = JSON.parse(await bodyOf(request));
    if (request.headers['x-amz-target'] === 'AWSStepFunctions.StartExecution') {
      this.executions.push(this.execute(JSON.parse(body.input)));
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify({ executionArn: `${body.stateMachineArn}:1`, startDate: 1 }));
      return;
    }
    const name = decodeURIComponent(request.url!).match(/function:(onEvent|isComplete)\/invocations/)![1] as keyof Handlers;
    try {
      const result = await this.handlers[name](body);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(result));
    } catch (error: any) {
      // what the runtime of Lambda makes of an error
      response.writeHead(200, { 'content-type': 'application/json', 'x-amz-function-error': 'Unhandled' });
      response.end(JSON.stringify({ errorType: error.name, errorMessage: error.message, trace: error.stack.split('\n') }));
    }
  }

  private async answerResponseUrl(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const { status = 200, delay = 0 } = this.behavior.shift() ?? {};
    const body = await bodyOf(request);
    await new Promise(resolve => setTimeout(resolve, delay));
    if (status === 200) {
      const { Status, Reason, PhysicalResourceId, Data } = JSON.parse(body);
      this.answers.push({ status: Status, reason: Reason, physicalResourceId: PhysicalResourceId, data: Data, bytes: Buffer.byteLength(body) });
    }
    response.writeHead(status).end();
  }
}

async function bodyOf(request: http.IncomingMessage): Promise<string> {
  let body = '';
  request.setEncoding('utf8');
  for await (const chunk of request) { body += chunk; }
  return body;
}

/** A certificate for localhost that nobody else trusts. */
function selfSigned(): { key: Buffer; cert: Buffer; file: string } {
  const directory = temporaryDirectory();
  const [key, cert] = ['key.pem', 'cert.pem'].map(name => join(directory, name));
  execFileSync('openssl', [
    'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-keyout', key, '-out', cert,
    '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost',
  ], { stdio: 'pipe' });
  return { key: readFileSync(key), cert: readFileSync(cert), file: cert };
}
