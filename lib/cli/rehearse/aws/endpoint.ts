import * as http from 'http';
import { AddressInfo } from 'net';
import { Cleanup } from '../../cleanup';
import { Keys } from './keys';
import { Objects } from './objects';
import { Refusal } from './refusal';
import { Tables } from './tables';

/** Account of a rehearsal. */
export interface Account {
  readonly objects: Objects;
  readonly tables: Tables;
  readonly keys: Keys;
  /** When it began, in milliseconds since 1970. */
  readonly began: number;
}

type Answer = (operation: string, input: any, account: Account) => object;

/** Services that speak JSON, by what stands before the operation in the header of the target. */
const SERVICES: ReadonlyArray<readonly [RegExp, Answer]> = [
  [/^DynamoDB_/, (operation, input, { tables }) => tables.call(operation, input)],
  [/^TrentService$/, (operation, input, { keys }) => keys.call(operation, input)],
  [/^AmazonEC2ContainerRegistry_/, operation => {
    if (operation !== 'GetAuthorizationToken') throw none(operation);
    return { authorizationData: [{ authorizationToken: Buffer.from('AWS:rehearsal').toString('base64') }] };
  }],
  // metrics and logs are not kept: nothing is decided by them
  [/^(Logs|GraniteServiceVersion)/, () => ({})],
  [/^CodePipeline/, (operation, _, { began }) => {
    if (operation !== 'ListActionExecutions') throw none(operation);
    return { actionExecutionDetails: [{ startTime: began / 1000 }] };
  }],
];

/**
 * Answers the calls that steps of a rehearsal make of AWS, on this machine alone: assets, records of builds, a key that signs. What it does
 * not know it refuses, so that nothing passes that was never asked.
 *
 * @returns The address, for AWS_ENDPOINT_URL.
 */
export async function startEndpoint(account: Account, cleanup: Cleanup): Promise<string> {
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', chunk => chunks.push(chunk)).on('end', () => {
      const { status, type, body } = answerTo(request, Buffer.concat(chunks), account);
      response.writeHead(status, { 'content-type': type, 'x-amzn-requestid': 'rehearsal' }).end(body);
    });
  });
  await new Promise<void>((resolve, reject) => server.on('error', reject).listen(0, '127.0.0.1', resolve));
  cleanup.later(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

interface Answered {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
}

function answerTo({ method, url = '/', headers }: http.IncomingMessage, body: Buffer, account: Account): Answered {
  const [service, operation] = String(headers['x-amz-target'] ?? '').split('.');
  const type = String(headers['content-type'] ?? 'application/x-amz-json-1.1');
  if (operation) return ofJson(type, () => callOf(service, operation, JSON.parse(body.toString('utf8') || '{}'), account));
  // CloudWatch, by the protocol that its client of today has: an empty map
  if (headers['smithy-protocol'] === 'rpc-v2-cbor') return { status: 200, type: 'application/cbor', body: Buffer.of(0xa0) };
  return ofObject(method ?? '', decodeURIComponent(new URL(url, 'http://s3').pathname.slice(1)), body, account.objects);
}

function callOf(service: string, operation: string, input: any, account: Account): object {
  const found = SERVICES.find(([pattern]) => pattern.test(service));
  if (!found) throw none(operation);
  return found[1](operation, input, account);
}

function ofJson(type: string, call: () => object): Answered {
  try {
    return { status: 200, type, body: JSON.stringify(call()) };
  } catch (error) {
    const { code = 'InternalDefect', message } = error as Refusal;
    return { status: 400, type, body: JSON.stringify({ __type: code, message }) };
  }
}

function ofObject(method: string, place: string, body: Buffer, objects: Objects): Answered {
  if (method === 'PUT') {
    objects.put(place, body);
    return { status: 200, type: 'application/xml', body: '' };
  }
  const found = method === 'GET' ? objects.get(place) : undefined;
  if (found) return { status: 200, type: 'application/octet-stream', body: found };
  return { status: 404, type: 'application/xml', body: '<Error><Code>NoSuchKey</Code><Message>a rehearsal has the assets of its stack alone</Message></Error>' };
}

function none(operation: string): Refusal {
  return new Refusal('AccessDeniedException', `a rehearsal has no account of AWS: ${operation} is not answered`);
}
