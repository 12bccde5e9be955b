import { createHash, randomUUID } from 'crypto';
import * as fs from 'fs';
import * as http from 'http';
import * as path from 'path';
import { brokenBy, Faults } from './faults';
import { Immutable, isImmutable } from './immutable';

/*
 * A registry for one rehearsal, with what docker and the steps ask of one: uploads, manifests, tags, referrers. Repositories are there
 * without being made, and nobody has to log in. What it holds is gone with its container.
 *
 * @see https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#endpoints
 */

const DATA = process.env.REHEARSAL_DATA ?? '/tmp/registry';
const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';

interface Manifest {
  readonly type: string;
  readonly body: Buffer;
}

interface Repository {
  readonly manifests: Map<string, Manifest>;
  readonly tags: Map<string, string>;
}

const repositories = new Map<string, Repository>();
let immutable: Immutable = {};
const faults = new Faults();

type Handler = (call: Call) => void | Promise<void>;

interface Call {
  readonly request: http.IncomingMessage;
  readonly response: http.ServerResponse;
  readonly url: URL;
  /** The repository, and what is asked for in it. */
  readonly name: string;
  readonly reference: string;
}

const ROUTES: ReadonlyArray<readonly [RegExp, { readonly [method: string]: Handler }]> = [
  [/^\/v2\/(?<name>.+)\/blobs\/uploads\/(?<reference>[^/]*)$/, { POST: beginUpload, PATCH: upload, PUT: endUpload, GET: uploaded }],
  [/^\/v2\/(?<name>.+)\/blobs\/(?<reference>[^/]+)$/, { GET: blob, HEAD: blob }],
  [/^\/v2\/(?<name>.+)\/manifests\/(?<reference>[^/]+)$/, { GET: manifest, HEAD: manifest, PUT: putManifest }],
  [/^\/v2\/(?<name>.+)\/referrers\/(?<reference>[^/]+)$/, { GET: referrers }],
  [/^\/v2\/?$/, { GET: ({ response }) => json(response, 200, {}), HEAD: ({ response }) => json(response, 200, {}) }],
  // of the rehearsal alone
  [/^\/rehearsal$/, { PUT: arrange, GET: ({ response }) => json(response, 200, contents()) }],
];

/** Serves until it is ended, or a fault ends it. */
export function serveRegistry(port: number): void {
  fs.mkdirSync(path.join(DATA, 'blobs'), { recursive: true });
  fs.mkdirSync(path.join(DATA, 'uploads'), { recursive: true });
  process.on('SIGTERM', () => process.exit(0));
  http.createServer((request, response) => void answer(request, response).catch(error => {
    if (!response.headersSent) refuse(response, 500, 'UNKNOWN', String(error?.message ?? error));
  })).listen(port, '0.0.0.0');
}

async function answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://registry');
  response.setHeader('docker-distribution-api-version', 'registry/2.0');
  if (brokenBy(faults, request, response, { end, refuse })) return;
  for (const [pattern, handlers] of ROUTES) {
    const groups = pattern.exec(url.pathname);
    if (!groups) continue;
    const handler = handlers[request.method ?? ''];
    if (!handler) return refuse(response, 405, 'UNSUPPORTED', `${request.method} ${url.pathname}`);
    const { name = '', reference = '' } = groups.groups ?? {};
    await handler({ request, response, url, name, reference: decodeURIComponent(reference) });
    return;
  }
  refuse(response, 404, 'NAME_UNKNOWN', url.pathname);
}

function repositoryOf(name: string): Repository {
  const known = repositories.get(name) ?? { manifests: new Map(), tags: new Map() };
  repositories.set(name, known);
  return known;
}

function beginUpload({ response, url, name }: Call): void {
  const mounted = url.searchParams.get('mount');
  if (mounted !== null && isDigest(mounted) && fs.existsSync(blobFile(mounted))) return created(response, `/v2/${name}/blobs/${mounted}`, mounted);
  const id = randomUUID();
  fs.writeFileSync(uploadFile(id), '');
  response.writeHead(202, { 'location': `/v2/${name}/blobs/uploads/${id}`, 'range': '0-0', 'docker-upload-uuid': id, 'content-length': 0 }).end();
}

async function upload({ request, response, name, reference }: Call): Promise<void> {
  if (!await take(request, response, reference)) return;
  response.writeHead(202, { ...rangeOf(reference), 'location': `/v2/${name}/blobs/uploads/${reference}`, 'content-length': 0 }).end();
}

function uploaded({ response, reference }: Call): void {
  if (!isUpload(reference)) return refuse(response, 404, 'BLOB_UPLOAD_UNKNOWN', reference);
  response.writeHead(204, rangeOf(reference)).end();
}

async function endUpload({ request, response, url, name, reference }: Call): Promise<void> {
  const digest = url.searchParams.get('digest') ?? '';
  if (!await take(request, response, reference)) return;
  if (!isDigest(digest) || await digestOfFile(uploadFile(reference)) !== digest) return refuse(response, 400, 'DIGEST_INVALID', digest);
  fs.renameSync(uploadFile(reference), blobFile(digest));
  created(response, `/v2/${name}/blobs/${digest}`, digest);
}

/** Takes up a part of an upload; false where there is none, which is answered then. */
async function take(request: http.IncomingMessage, response: http.ServerResponse, id: string): Promise<boolean> {
  if (!isUpload(id)) {
    refuse(response, 404, 'BLOB_UPLOAD_UNKNOWN', id);
    return false;
  }
  const file = fs.createWriteStream(uploadFile(id), { flags: 'a' });
  for await (const chunk of request) if (!file.write(chunk)) await new Promise<void>(resolve => file.once('drain', () => resolve()));
  await new Promise<void>(resolve => file.end(() => resolve()));
  return true;
}

function blob({ request, response, reference }: Call): void {
  if (!isDigest(reference) || !fs.existsSync(blobFile(reference))) return refuse(response, 404, 'BLOB_UNKNOWN', reference);
  const { size } = fs.statSync(blobFile(reference));
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': size, 'docker-content-digest': reference });
  if (request.method === 'HEAD') response.end();
  else fs.createReadStream(blobFile(reference)).pipe(response);
}

function manifest({ request, response, name, reference }: Call): void {
  const { manifests, tags } = repositoryOf(name);
  const digest = isDigest(reference) ? reference : tags.get(reference) ?? '';
  const found = manifests.get(digest);
  if (!found) return refuse(response, 404, 'MANIFEST_UNKNOWN', reference);
  response.writeHead(200, { 'content-type': found.type, 'content-length': found.body.length, 'docker-content-digest': digest });
  response.end(request.method === 'HEAD' ? undefined : found.body);
}

async function putManifest({ request, response, name, reference }: Call): Promise<void> {
  const body = await bodyOf(request);
  const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`;
  const { manifests, tags } = repositoryOf(name);
  const content = JSON.parse(body.toString('utf8'));
  const missing = missingOf(content, manifests);
  if (isDigest(reference) && reference !== digest) return refuse(response, 400, 'DIGEST_INVALID', reference);
  if (missing !== undefined) return refuse(response, 400, 'MANIFEST_BLOB_UNKNOWN', missing);
  const tagged = isDigest(reference) ? undefined : tags.get(reference);
  if (tagged !== undefined && isImmutable(immutable, name, reference)) {
    const repository = name.slice(name.indexOf('/') + 1);
    return refuse(response, 400, 'TAG_INVALID', `The image tag '${reference}' already exists in the '${repository}' repository and cannot be overwritten because the tag is immutable.`);
  }
  manifests.set(digest, { type: String(request.headers['content-type'] ?? content.mediaType), body });
  if (!isDigest(reference)) tags.set(reference, digest);
  if (content.subject?.digest) response.setHeader('oci-subject', content.subject.digest);
  created(response, `/v2/${name}/manifests/${digest}`, digest);
}

/** A part of a manifest that was not sent. */
function missingOf(content: any, manifests: ReadonlyMap<string, Manifest>): string | undefined {
  const blobs: any[] = [content.config ?? [], content.layers ?? []].flat();
  const lost = blobs.find(({ digest }) => !isDigest(digest) || !fs.existsSync(blobFile(digest)))
    ?? content.manifests?.find(({ digest }: any) => !manifests.has(digest));
  return lost && String(lost.digest);
}

function referrers({ response, url, name, reference }: Call): void {
  const wanted = url.searchParams.get('artifactType');
  const found = [...repositoryOf(name).manifests].flatMap(([digest, { type, body }]) => {
    const content = JSON.parse(body.toString('utf8'));
    if (content.subject?.digest !== reference) return [];
    const artifactType = content.artifactType ?? content.config?.mediaType;
    return { mediaType: type, digest, size: body.length, artifactType, annotations: content.annotations };
  }).filter(({ artifactType }) => wanted === null || artifactType === wanted);
  if (wanted !== null) response.setHeader('oci-filters-applied', 'artifactType');
  response.setHeader('content-type', OCI_INDEX);
  json(response, 200, { schemaVersion: 2, mediaType: OCI_INDEX, manifests: found });
}

/** Takes up which tags cannot be moved, and what is to go wrong. */
async function arrange({ request, response }: Call): Promise<void> {
  const wanted = JSON.parse((await bodyOf(request)).toString('utf8'));
  immutable = wanted.immutable ?? immutable;
  if (wanted.fault) faults.arm(wanted.fault);
  json(response, 200, {});
}

/** The tags of each repository, by their digests. */
function contents(): object {
  return Object.fromEntries([...repositories].map(([name, { tags }]) => [name, Object.fromEntries(tags)]));
}

/** Leaves what it had in its log. */
function end(): never {
  fs.writeSync(1, `${JSON.stringify(contents())}\n`);
  process.exit(0);
}

function created(response: http.ServerResponse, location: string, digest: string): void {
  response.writeHead(201, { location, 'docker-content-digest': digest, 'content-length': 0 }).end();
}

function json(response: http.ServerResponse, status: number, body: object): void {
  if (!response.hasHeader('content-type')) response.setHeader('content-type', 'application/json');
  response.writeHead(status).end(JSON.stringify(body));
}

function refuse(response: http.ServerResponse, status: number, code: string, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ errors: [{ code, message }] }));
}

async function bodyOf(request: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function digestOfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of fs.createReadStream(file)) hash.update(chunk as Buffer);
  return `sha256:${hash.digest('hex')}`;
}

function rangeOf(id: string): { readonly range: string } {
  return { range: `0-${Math.max(0, fs.statSync(uploadFile(id)).size - 1)}` };
}

function isDigest(text: unknown): text is string {
  return typeof text === 'string' && /^sha256:[0-9a-f]{64}$/.test(text);
}

function isUpload(id: string): boolean {
  return /^[0-9a-f-]{36}$/.test(id) && fs.existsSync(uploadFile(id));
}

function uploadFile(id: string): string {
  return path.join(DATA, 'uploads', id);
}

function blobFile(digest: string): string {
  return path.join(DATA, 'blobs', digest.slice('sha256:'.length));
}
