import { createHash } from 'crypto';
import { IncomingMessage } from 'http';
import { ask, Fault } from './registry';

/**
 * A registry that tells what refers to an image, as ECR does and the stand-in does not.
 *
 * @param known What refers to a manifest, by repository and digest, with an `@` between.
 * @see https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#listing-referrers
 */
export function referrers(known = new Map<string, object[]>()): Fault {
  return async (request, response) => {
    const [, repository, kind, reference] = /^\/v2\/(.+)\/(manifests|referrers)\/([^?]+)/.exec(request.url ?? '') ?? [];
    if (kind === 'referrers' && request.method === 'GET') {
      response.writeHead(200, { 'content-type': 'application/vnd.oci.image.index.v1+json' })
        .end(JSON.stringify({ schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests: known.get(`${repository}@${reference}`) ?? [] }));
      return true;
    }
    if (kind !== 'manifests' || request.method !== 'PUT') return false;
    const text = await textOf(request);
    const { status, headers, body } = await ask('PUT', `${repository}/manifests/${reference}`, { type: String(request.headers['content-type']), text });
    const { subject, artifactType, annotations, mediaType } = JSON.parse(text);
    if (status === 201 && subject) {
      const key = `${repository}@${subject.digest}`;
      const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
      known.set(key, [...known.get(key) ?? [], { mediaType, digest, size: Buffer.byteLength(text), artifactType, annotations }]);
    }
    response.writeHead(status, subject ? { ...headers, 'oci-subject': subject.digest } : headers).end(body);
    return true;
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}
