import { BUNDLE_TYPE, predicateAnnotations, predicateTypeOf } from '../../attestations/predicate-types';
import { StepFailure } from '../step';
import { OCI_INDEX, OCI_MANIFEST, RegistryRepository } from './registry-repository';
import { expectStatus } from './requests';
import { digestOfBytes, isDigest } from './sha256';

const EMPTY = Buffer.from('{}');

/** Pages that a list of referrers has at most; ECR gives fifty on each. */
const MOST_PAGES = 100;

/** Referrer of a manifest, as a registry lists it. */
export interface Referrer {
  readonly digest: string;
  /** Predicate type of a bundle, as far as its annotations tell. */
  readonly predicateType?: unknown;
}

/**
 * The digests of what refers to a manifest, page by page; with a type only bundles that state it. None where the registry
 * knows no referrers: it has them below a tag.
 *
 * @throws StepFailure if the list does not come to its end: what is left out of it may be what counts
 */
export async function referrersOf(repository: RegistryRepository, digest: string, predicateType?: string): Promise<string[]> {
  return listed(repository, digest, predicateType === undefined ? undefined : BUNDLE_TYPE, text => referrersIn(text, predicateType));
}

/** The bundles that refer to a manifest, whatever they state. */
export async function bundlesOf(repository: RegistryRepository, digest: string): Promise<Referrer[]> {
  return listed(repository, digest, BUNDLE_TYPE, bundlesIn);
}

async function listed<T>(
  repository: RegistryRepository, digest: string, artifactType: string | undefined, read: (text: string) => T[] | undefined,
): Promise<T[]> {
  const found: T[] = [];
  const what = `what refers to ${repository.uri}@${digest}`;
  const asked = new Set<string>();
  for (let next: string | undefined = digest; next !== undefined;) {
    if (asked.has(next) || asked.size === MOST_PAGES) {
      throw new StepFailure(`the list of ${what} has no end: its page ${asked.size} leads to ${next}`);
    }
    asked.add(next);
    const answer = await repository.referrers(next, artifactType);
    if (answer.status === 404 && next === digest) break; // of a page that it named itself a registry has no excuse
    expectStatus(answer, [200], `list ${what}`);
    const page = read(answer.body.toString('utf8'));
    if (page === undefined) {
      throw new StepFailure(`the registry gave no list of ${what}`, answer.body.toString('utf8'));
    }
    found.push(...page);
    next = nextPage(answer.headers.get('link'));
  }
  return found;
}

/** The digests in a page of referrers; undefined if it is none. */
export function referrersIn(text: string, predicateType?: string): string[] | undefined {
  try {
    const { manifests } = JSON.parse(text);
    if (!Array.isArray(manifests)) return manifests === null ? [] : undefined;
    const wanted = ({ artifactType, annotations }: any) => predicateType === undefined
      || artifactType === BUNDLE_TYPE && predicateTypeOf(annotations) === predicateType;
    const digests: unknown[] = manifests.filter(wanted).map(({ digest }) => digest);
    return digests.every(digest => typeof digest === 'string') ? digests.filter(isDigest) : undefined;
  } catch {
    return undefined;
  }
}

/** The bundles in a page of referrers; undefined if it is none. */
function bundlesIn(text: string): Referrer[] | undefined {
  try {
    const { manifests } = JSON.parse(text);
    if (!Array.isArray(manifests)) return manifests === null ? [] : undefined;
    return manifests
      .filter(({ artifactType, digest }: any) => artifactType === BUNDLE_TYPE && isDigest(digest))
      .map(({ digest, annotations }: any) => ({ digest, predicateType: predicateTypeOf(annotations) }));
  } catch {
    return undefined;
  }
}

/** The address that the header `Link` gives for the next page. */
export function nextPage(link: string | null): string | undefined {
  return /^<([^>]*)>.*rel="?next/.exec(link ?? '')?.[1];
}

/**
 * Attaches a bundle to an image. It has no tag, so that it is in nobody's way; who asks the registry for what refers to the
 * image finds it.
 */
export async function refer(repository: RegistryRepository, { digest, bundle, predicateType, now }: Attached): Promise<void> {
  const subject = await repository.requireManifest(digest);
  await repository.pushBlob(EMPTY);
  await repository.pushBlob(bundle);
  const manifest = Buffer.from(JSON.stringify(referrer(subject, { digest, bundle, predicateType, now })));
  const put = await repository.putManifest(digestOfBytes(manifest), OCI_MANIFEST, manifest);
  expectStatus(put, [201], `attach a bundle to ${repository.uri}@${digest}`);
}

/** A bundle, and the image that it is attached to. */
export interface Attached {
  readonly digest: string;
  readonly bundle: Uint8Array<ArrayBuffer>;
  /** Type of the predicate. */
  readonly predicateType: string;
  /** When it is attached. */
  readonly now: number;
}

/** The manifest of a bundle that refers to an image. */
export function referrer(subject: Uint8Array, { digest, bundle, predicateType, now }: Attached): object {
  return {
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    artifactType: BUNDLE_TYPE,
    config: { mediaType: 'application/vnd.oci.empty.v1+json', digest: digestOfBytes(EMPTY), size: EMPTY.length },
    layers: [{ mediaType: BUNDLE_TYPE, digest: digestOfBytes(bundle), size: bundle.length }],
    subject: { mediaType: typeOfManifest(subject), digest, size: subject.length },
    annotations: {
      'org.opencontainers.image.created': new Date(now).toISOString().replace(/\.\d+Z$/, 'Z'),
      ...predicateAnnotations(predicateType),
    },
  };
}

/** A manifest need not name its type. */
function typeOfManifest(manifest: Uint8Array): string {
  const { mediaType, manifests } = JSON.parse(Buffer.from(manifest).toString('utf8'));
  return mediaType ?? (manifests ? OCI_INDEX : OCI_MANIFEST);
}
