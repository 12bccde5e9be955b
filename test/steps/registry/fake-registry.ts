import { createHash } from 'crypto';

/** A request that a registry got. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly authorization?: string;
  readonly body: string;
}

/** Repositories in memory, by the API of registries. */
export class FakeRegistry {
  public readonly asked: Asked[] = [];
  public readonly manifests = new Map<string, { type: string; text: string }>();
  public readonly blobs = new Map<string, Buffer>();
  /** What is answered in place of the registry, by the first words of a request; a number is a status, in turn. */
  public readonly faults: { on: string; statuses: (number | Error | Response)[] }[] = [];
  private upload: Buffer = Buffer.alloc(0);

  public readonly fetch: typeof fetch = async (address, { method = 'GET', headers, body } = {}) => {
    const url = String(address);
    const sent = new Headers(headers);
    const bytes = Buffer.from((body ?? '') as string);
    this.asked.push({ method, url, authorization: sent.get('authorization') ?? undefined, body: bytes.toString('utf8') });
    const fault = this.faults.find(({ on, statuses }) => `${method} ${url}`.includes(on) && statuses.length > 0)?.statuses.shift();
    if (fault instanceof Error) throw fault;
    if (fault instanceof Response) return fault;
    if (fault !== undefined) return new Response('a fault', { status: fault });
    return this.answer(method, new URL(url), sent.get('content-type') ?? '', bytes);
  };

  /** Puts a manifest by its digest. */
  public add(repository: string, manifest: object, reference?: string): string {
    const text = JSON.stringify(manifest);
    this.manifests.set(`${repository}/manifests/${reference ?? sha256(text)}`, { type: 'application/vnd.oci.image.manifest.v1+json', text });
    return sha256(text);
  }

  /** Puts a blob. */
  public addBlob(repository: string, text: string): string {
    this.blobs.set(`${repository}/blobs/${sha256(text)}`, Buffer.from(text));
    return sha256(text);
  }

  private answer(method: string, { pathname, searchParams, host }: URL, type: string, body: Buffer): Response {
    const path = `${host}/${pathname.slice('/v2/'.length)}`;
    const [repository, kind] = [path.replace(/\/(manifests|blobs|referrers)\/.*$/, ''), /\/(manifests|blobs|referrers)\//.exec(path)?.[1]];
    if (method === 'POST') return new Response(null, { status: 202, headers: { location: `${pathname}1?state=a` } });
    if (method === 'PATCH') {
      this.upload = body;
      return new Response(null, { status: 202, headers: { location: `https://${host}${pathname}?state=b` } });
    }
    if (method === 'PUT' && kind === 'blobs') {
      const digest = searchParams.get('digest')!;
      if (sha256(this.upload) !== digest) return new Response('another digest', { status: 400 });
      this.blobs.set(`${repository}/blobs/${digest}`, this.upload);
      return new Response(null, { status: 201 });
    }
    if (method === 'PUT') {
      this.manifests.set(path, { type, text: body.toString('utf8') });
      return new Response(null, { status: 201 });
    }
    if (kind === 'referrers') {
      const subject = path.slice(path.lastIndexOf('/') + 1);
      const manifests = [...this.manifests].filter(([key, { text }]) => key.startsWith(`${repository}/`) && JSON.parse(text).subject?.digest === subject)
        .map(([key, { text }]) => ({ digest: key.slice(key.lastIndexOf('/') + 1), artifactType: JSON.parse(text).artifactType, annotations: JSON.parse(text).annotations }));
      return new Response(JSON.stringify({ manifests }), { status: 200 });
    }
    const found = kind === 'blobs' ? { type: 'application/octet-stream', text: this.blobs.get(path) } : this.manifests.get(path);
    return found?.text === undefined ? new Response('nothing', { status: 404 }) : new Response(method === 'HEAD' ? null : found.text, { status: 200, headers: { 'content-type': found.type } });
  }
}

export function sha256(text: string | Buffer): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
