import { Network } from '../world/world';
import { authorizationFor } from './authorization';
import { splitUri } from './ecr-repository';
import { expectStatus, HttpAnswer, HttpRequest, send } from './requests';
import { digestOfBytes } from './sha256';

const DOCKER = 'application/vnd.docker.distribution.manifest';

/** An index of OCI. */
export const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';

/** A manifest of OCI, of an image or of what is none. */
export const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json';

/** Bytes of a manifest, or a page of a list, at most: registries take manifests of 4 MiB. */
const MOST_OF_A_LIST = 16 * 2 ** 20;

const MANIFESTS = [OCI_INDEX, OCI_MANIFEST, `${DOCKER}.list.v2+json`, `${DOCKER}.v2+json`].join(', ');

/**
 * A repository by the API of registries, for what docker has no command for: what refers to an image. All that goes this way
 * is small: signatures, attestations and lists of parts.
 *
 * @see https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#endpoints
 */
export class RegistryRepository {
  private readonly origin: string;
  private readonly base: string;

  /** @param authorization What a host is told of who asks: as docker has it if not given. */
  constructor(
    private readonly world: Network,
    public readonly uri: string,
    private readonly authorization = (host: string) => authorizationFor(world, host),
  ) {
    const { host, name } = splitUri(uri);
    this.origin = `https://${host}`;
    this.base = `${this.origin}/v2/${name.split('/').map(encodeURIComponent).join('/')}`;
  }

  /** A manifest, or what the registry answers where it has none. */
  public manifest(reference: string): Promise<HttpAnswer> {
    return this.call('GET', `manifests/${reference}`, { headers: { accept: MANIFESTS }, most: MOST_OF_A_LIST });
  }

  /** A manifest that has to be there. */
  public async requireManifest(reference: string): Promise<Buffer> {
    const answer = await this.manifest(reference);
    expectStatus(answer, [200], `read ${this.uri}@${reference}`);
    return answer.body;
  }

  /** Puts a manifest; how that went. */
  public putManifest(reference: string, type: string, body: Uint8Array<ArrayBuffer>): Promise<HttpAnswer> {
    return this.call('PUT', `manifests/${reference}`, { headers: { 'content-type': type }, body });
  }

  /** A blob, which may have so many bytes. */
  public blob(digest: string, most?: number): Promise<HttpAnswer> {
    return this.call('GET', `blobs/${digest}`, { most });
  }

  /** True if a blob is there. */
  public async hasBlob(digest: string): Promise<boolean> {
    return (await this.call('HEAD', `blobs/${digest}`)).status === 200;
  }

  /** Sends a blob, unless it is there already. */
  public async pushBlob(body: Uint8Array<ArrayBuffer>): Promise<string> {
    const digest = digestOfBytes(body);
    if (await this.hasBlob(digest)) return digest;
    const begun = await this.call('POST', 'blobs/uploads/');
    expectStatus(begun, [202], `begin an upload to ${this.uri}`);
    const sent = await this.call('PATCH', locationOf(begun), { headers: { 'content-type': 'application/octet-stream' }, body });
    expectStatus(sent, [200, 201, 202, 203, 204, 205, 206], `upload to ${this.uri}`);
    const end = locationOf(sent);
    expectStatus(await this.call('PUT', `${end}${end.includes('?') ? '&' : '?'}digest=${digest}`), [201], `end an upload to ${this.uri}`);
    return digest;
  }

  /** A page of what refers to a manifest: the first one, or one that a page before told of. */
  public referrers(digestOrAddress: string, artifactType?: string): Promise<HttpAnswer> {
    const filter = artifactType === undefined ? '' : `?artifactType=${encodeURIComponent(artifactType)}`;
    const path = digestOrAddress.startsWith('sha256:') ? `referrers/${digestOrAddress}${filter}` : digestOrAddress;
    return this.call('GET', path, { headers: { accept: OCI_INDEX }, most: MOST_OF_A_LIST });
  }

  /** Calls the API at a path below the repository, or at an address that an answer gave, which may be without its host. */
  private call(method: string, address: string, more: Pick<HttpRequest, 'headers' | 'body' | 'most'> = {}): Promise<HttpAnswer> {
    const url = /^https:\/\//.test(address) ? address : address.startsWith('/') ? `${this.origin}${address}` : `${this.base}/${address}`;
    return send(this.world, { method, url, authorization: this.authorization(new URL(url).host), ...more });
  }
}

/** Where an upload goes on; nowhere, which the registry then refuses, if it does not say. */
function locationOf({ headers }: HttpAnswer): string {
  return headers.get('location') ?? '/';
}
