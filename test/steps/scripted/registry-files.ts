import { createHash } from 'crypto';
import * as fs from 'fs';
import * as path from 'path';
import { StandIn } from './stand-ins';

/** Where the tool for an SBOM is. */
export const TOOLS = 'https://tools.example.com/';

/**
 * Stands for a registry by the files of the directory in REGISTRY_FILES, and for where the tool for an SBOM is. Without one it has
 * nothing. Requests whose method and address have the text in REFUSED are refused. Each request is written down beside the calls of
 * programs: `fetch`, its method, its address and by what it is logged in.
 *
 * @see https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#endpoints
 */
export function registryFiles({ REGISTRY_FILES, REFUSED, CALLS }: NodeJS.ProcessEnv): StandIn {
  return {
    fetch: async (address, { method = 'GET', headers, body } = {}) => {
      const url = String(address);
      fs.appendFileSync(CALLS!, ['fetch', method, url, new Headers(headers).get('authorization') ?? '', '\u0001end of call\u0001', ''].join('\0'));
      if (REFUSED && `${method} ${url}`.includes(REFUSED)) return new Response('go away', { status: 403 });
      return REGISTRY_FILES === undefined ? new Response(null, { status: 404 }) : answer(REGISTRY_FILES, method, url, body as Uint8Array | undefined);
    },
  };
}

function answer(directory: string, method: string, url: string, body: Uint8Array = Buffer.alloc(0)): Response {
  const { pathname, searchParams, origin } = new URL(url);
  const file = (...names: string[]) => path.join(directory, ...names);
  const show = (name: string) => fs.existsSync(name) ? new Response(method === 'HEAD' ? null : fs.readFileSync(name)) : new Response(null, { status: 404 });
  if (url.startsWith(TOOLS)) return show(file('tool.tar.gz'));
  const [, kind, name] = /\/(manifests|blobs|referrers)\/(.+)$/.exec(pathname) ?? [];
  switch (`${method} ${kind}`) {
    case 'GET manifests': case 'GET blobs': case 'HEAD blobs': return show(file(kind, name));
    case 'GET referrers': {
      const lines = fs.existsSync(file(kind, name)) ? fs.readFileSync(file(kind, name), 'utf8').trimEnd().split('\n') : [];
      return new Response(`{"manifests":[${lines.join(',')}]}`);
    }
    case 'POST blobs': return new Response(null, { status: 202, headers: { location: `${origin}${pathname}1?state=one` } });
    case 'PATCH blobs':
      fs.writeFileSync(file('upload'), body);
      return new Response(null, { status: 202, headers: { location: `${pathname}?state=two` } });
    case 'PUT blobs': {
      const digest = searchParams.get('digest')!;
      if (digest !== `sha256:${createHash('sha256').update(fs.readFileSync(file('upload'))).digest('hex')}`) return new Response(null, { status: 400 });
      fs.renameSync(file('upload'), file('blobs', digest));
      return new Response(null, { status: 201 });
    }
    case 'PUT manifests': {
      const { subject, artifactType, annotations } = JSON.parse(Buffer.from(body).toString('utf8'));
      fs.writeFileSync(file(kind, name), body);
      if (subject) fs.appendFileSync(file('referrers', subject.digest), `${JSON.stringify({ digest: name, artifactType, annotations })}\n`);
      return new Response(null, { status: 201 });
    }
    default: return new Response(null, { status: 405 });
  }
}
