import * as fs from 'fs';
import * as http from 'http';
import * as https from 'https';
import { AddressInfo } from 'net';
import * as path from 'path';

/** The stand-in for ECR. */
export const ECR_HOST = process.env.ECR_HOST ?? '';

/** What a manifest is asked for as. */
const MANIFESTS = [
  'application/vnd.docker.distribution.manifest.v2+json', 'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json', 'application/vnd.oci.image.index.v1+json',
].join(', ');

/** What the registry answers. */
export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** Asks the registry. */
export function ask(method: string, url: string, body?: { type: string; text: string }): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // the certificate is the stand-in's own
    const request = https.request(`https://${ECR_HOST}/v2/${url}`, {
      method, rejectUnauthorized: false, headers: { accept: MANIFESTS, ...body ? { 'content-type': body.type } : {} },
    }, response => {
      let text = '';
      response.on('data', data => text += data);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    request.on('error', reject).end(body?.text);
  });
}

/** The digest of a tag of a repository, where it is there. */
export async function digestOf(repository: string, tag: string): Promise<string | undefined> {
  const { status, headers } = await ask('HEAD', `${repository}/manifests/${tag}`);
  return status === 200 ? String(headers['docker-content-digest']) : undefined;
}

/** The manifest of a tag or digest. */
export async function manifestOf(repository: string, reference: string): Promise<{ type: string; text: string; json: any }> {
  const { status, headers, body } = await ask('GET', `${repository}/manifests/${reference}`);
  if (status !== 200) {
    throw new Error(`the registry answered ${status} for ${repository} ${reference}`);
  }
  return { type: String(headers['content-type']), text: body, json: JSON.parse(body) };
}

/** The tags of a repository. */
export async function tagsOf(repository: string): Promise<string[]> {
  return (JSON.parse((await ask('GET', `${repository}/tags/list`)).body).tags ?? []).sort();
}

/** Looks at a request before it is passed on; where it gives true it has answered, or cut the connection, itself. */
export type Fault = (request: http.IncomingMessage, response: http.ServerResponse) => boolean | Promise<boolean>;

/** The registry under another port, with faults. */
export interface FaultyRegistry {
  /** The host with the port, that stands for the registry's. */
  readonly host: string;
  close(): Promise<void>;
}

/** A proxy in front of the registry, with the registry's certificate. */
export async function faultyRegistry(fault: Fault): Promise<FaultyRegistry> {
  const tls = path.join(process.env.ENGINE_STATE ?? '', 'tls');
  const server = https.createServer({
    cert: fs.readFileSync(path.join(tls, 'host.crt')), key: fs.readFileSync(path.join(tls, 'host.key')),
  }, (request, response) => {
    request.on('error', () => undefined);
    void Promise.resolve(fault(request, response)).then(answered => answered || pass(request, response));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `${ECR_HOST}:${(server.address() as AddressInfo).port}`,
    close: () => new Promise(resolve => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

function pass(request: http.IncomingMessage, response: http.ServerResponse): void {
  const onward = https.request({
    host: ECR_HOST, port: 443, method: request.method, path: request.url, headers: request.headers, rejectUnauthorized: false,
  }, answer => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  request.pipe(onward);
}

/** Answers as a registry that refuses. */
export function refuse(response: http.ServerResponse, status: number, code: string, message: string): true {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ errors: [{ code, message }] }));
  return true;
}

/** A repository with immutable tags, as ECR has them. */
export const immutable: Fault = async (request, response) => {
  const [, repository, tag] = /^\/v2\/(.+)\/manifests\/([^:]+)$/.exec(request.url ?? '') ?? [];
  if (request.method !== 'PUT' || tag === undefined || await digestOf(repository, tag) === undefined) {
    return false;
  }
  return refuse(response, 400, 'TAG_INVALID', `The image tag '${tag}' already exists in the '${repository}' repository and cannot be overwritten because the repository is immutable.`);
};
