import { createPublicKey } from 'crypto';
import * as path from 'path';
import { answer } from '../../lib/handlers/image-admission';
import { Services } from '../../lib/handlers/image-admission/services';
import { refer } from '../../lib/steps/registry/referrers';
import { OCI_INDEX, OCI_MANIFEST, RegistryRepository } from '../../lib/steps/registry/registry-repository';
import { digestOfBytes } from '../../lib/steps/registry/sha256';
import { WayOut } from '../../lib/steps/world/way-out';
import { bundleOfDraft, DAY, Draft, KEY_ARN, NOW, OURS, release } from '../attestations/admission/release';
import { referrers } from './referrers';
import { Fault, FaultyRegistry, faultyRegistry } from './registry';

/** The gates of all images here. */
export const GATES = ['lint', 'test'];

/** The registry of the engine, which tells what refers to an image, and the function that ECS asks, but for AWS. */
export class AdmissionRegistry {
  /** @param run What the repositories of this run are below. */
  public static async start(run: string): Promise<AdmissionRegistry> {
    const lies: Fault[] = [];
    const known = new Map<string, object[]>();
    const tells = referrers(known);
    const registry = await faultyRegistry(async (request, response) => {
      for (const lie of lies) if (await lie(request, response)) return true;
      return tells(request, response);
    });
    return new AdmissionRegistry(registry, run, known, lies);
  }

  private readonly fetch = new WayOut({ SSL_CERT_FILE: path.join(process.env.ENGINE_STATE ?? '', 'tls', 'ca.crt') }).fetch;

  private constructor(
    private readonly registry: FaultyRegistry, private readonly run: string, private readonly known: Map<string, object[]>,
    private readonly lies: Fault[],
  ) {}

  /** Has the registry answer otherwise than it would of a repository, as long as something is done. */
  public async lying<T>({ uri }: RegistryRepository, told: Fault, done: () => Promise<T>): Promise<T> {
    const lie: Fault = (request, response) => (request.url ?? '').includes(`/${uri.split('/').pop()}/`) && told(request, response);
    this.lies.push(lie);
    try {
      return await done();
    } finally {
      this.lies.splice(this.lies.indexOf(lie), 1);
    }
  }

  /** What refers to an image, as the registry lists it. */
  public listOf(repository: RegistryRepository, digest: string): any[] {
    return this.known.get(`${repository.uri.replace(/^[^/]*\//, '')}@${digest}`) ?? [];
  }

  public repository(name: string): RegistryRepository {
    return new RegistryRepository({ fetch: this.fetch, pause: async () => undefined, variables: {} }, `${this.registry.host}/${this.run}/${name}`);
  }

  /** Pushes an image of no layers, which is one for the registry. Gives its digest. */
  public async push(repository: RegistryRepository, name: string): Promise<string> {
    const manifest = Buffer.from(JSON.stringify(await this.image(repository, name)));
    return this.put(repository, digestOfBytes(manifest), OCI_MANIFEST, manifest);
  }

  /** Pushes an index of one image. Gives both digests. */
  public async pushIndex(repository: RegistryRepository, name: string): Promise<{ index: string; platform: string }> {
    const platform = await this.push(repository, name);
    const size = (await repository.requireManifest(platform)).length;
    const index = Buffer.from(JSON.stringify({
      schemaVersion: 2, mediaType: OCI_INDEX, manifests: [{ mediaType: OCI_MANIFEST, digest: platform, size, platform: { os: 'linux', architecture: 'amd64' } }],
    }));
    return { platform, index: await this.put(repository, digestOfBytes(index), OCI_INDEX, index) };
  }

  /** Puts a manifest. Gives its digest. */
  public async put(repository: RegistryRepository, reference: string, type: string, manifest: Buffer<ArrayBuffer>): Promise<string> {
    const { status, body } = await repository.putManifest(reference, type, manifest);
    if (status !== 201) throw new Error(`the registry answered ${status}: ${body}`);
    return digestOfBytes(manifest);
  }

  private async image(repository: RegistryRepository, name: string): Promise<object> {
    const config = Buffer.from(JSON.stringify({ architecture: 'amd64', os: 'linux', config: { Labels: { name } }, rootfs: { type: 'layers', diff_ids: [] } }));
    const digest = await repository.pushBlob(config);
    return { schemaVersion: 2, mediaType: OCI_MANIFEST, config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest, size: config.length }, layers: [] };
  }

  /** Attaches statements as they are, but for the repository: they are of this one. */
  public async attach(repository: RegistryRepository, digest: string, drafts: readonly Draft[], releasedIn = repository.uri): Promise<void> {
    for (const draft of moved(drafts, releasedIn)) {
      await refer(repository, { digest, bundle: Buffer.from(bundleOfDraft(draft)), predicateType: draft.announced, now: NOW });
    }
  }

  /** What ECS is told of a revision with the image. */
  public async ask(repository: RegistryRepository, digest: string, now = NOW): Promise<{ hookStatus: string; log: string[]; milliseconds: number }> {
    const began = performance.now();
    const log: string[] = [];
    const answers: { readonly [operation: string]: object } = {
      DescribeServiceRevisions: { serviceRevisions: [{ containerImages: [{ containerName: 'web', image: `${repository.uri}:main`, imageDigest: digest }] }] },
      GetAuthorizationToken: { authorizationData: [{ authorizationToken: Buffer.from('AWS:password').toString('base64') }] },
      GetPublicKey: { PublicKey: createPublicKey(OURS.publicKey).export({ type: 'spki', format: 'der' }) },
    };
    const services: Services = {
      aws: { call: async (_, operation) => answers[operation] },
      fetch: this.fetch,
      pause: async () => undefined,
      now: () => now,
      say: line => void log.push(line),
    };
    const { hookStatus } = await answer(services, {
      REPOSITORIES: JSON.stringify([repository.uri]), OTHER_IMAGES: 'refuse', KEYS: JSON.stringify([KEY_ARN]),
      ADMISSION: JSON.stringify({ repositories: [repository.uri], gates: GATES, maximumAge: 30 * DAY }),
    }, { executionDetails: { targetServiceRevisionArn: 'arn:aws:ecs:us-east-1:123456789012:service-revision/cluster/api/1' } });
    return { hookStatus, log, milliseconds: performance.now() - began };
  }

  public close(): Promise<void> {
    return this.registry.close();
  }
}

function moved(drafts: readonly Draft[], uri: string): Draft[] {
  const [from] = release({ digest: '' })[0].subjects;
  const json = (value: unknown) => JSON.parse(JSON.stringify(value).split(from.name).join(uri));
  return drafts.map(draft => ({ ...draft, subjects: json(draft.subjects), predicate: json(draft.predicate) }));
}
