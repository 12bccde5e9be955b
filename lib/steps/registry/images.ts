import { StepFailure } from '../step';
import { tries } from '../world/tries';
import { World } from '../world/world';
import { isDigest } from './sha256';

/**
 * The images of an index, one for each platform, else the image itself.
 *
 * @throws StepFailure if there are none, or if the registry does not say
 */
export async function imagesOf(world: World, repository: string, digest: string): Promise<string[]> {
  if (!isDigest(digest)) {
    throw new StepFailure(`IMAGE_DIGEST must be "sha256:" and 64 hexadecimal digits, received "${digest}"`);
  }
  const manifest = await rawManifest(world, `${repository}@${digest}`);
  const images = imagesIn(manifest, digest);
  if (images === undefined) {
    throw new StepFailure(`the registry gave no manifest of ${repository}@${digest}`, manifest);
  }
  if (images.length === 0) {
    throw new StepFailure(`${repository}@${digest} is an index without an image`);
  }
  return images;
}

/** The text of a manifest, as docker gets it. */
export async function rawManifest(world: World, reference: string): Promise<string> {
  let said = '';
  const manifest = await tries(world, 5, async () => {
    const { code, stdout, stderr } = await world.run('docker', ['buildx', 'imagetools', 'inspect', '--raw', reference]);
    said = stderr;
    return code === 0 ? stdout : undefined;
  });
  if (manifest === undefined) {
    throw new StepFailure(`cannot read ${reference}`, said);
  }
  return manifest;
}

/**
 * The images in a manifest; undefined if it is none. What else an index may hold, such as attestations of BuildKit, has no
 * platform.
 */
export function imagesIn(manifest: string, digest: string): string[] | undefined {
  const parsed = jsonOf(manifest);
  if (parsed === null || typeof parsed !== 'object' || Array.isArray(parsed)) return undefined;
  if (!parsed.manifests) return [digest];
  if (!Array.isArray(parsed.manifests)) return undefined;
  const images = parsed.manifests.filter((entry: any) => (entry?.platform?.os ?? 'unknown') !== 'unknown').map((entry: any) => entry.digest);
  return images.every(isDigest) ? images : undefined;
}

/** The digests of an index: of its images, and of all else it holds. */
export function digestsIn(manifest: string): string[] {
  const entries = jsonOf(manifest)?.manifests;
  return Array.isArray(entries) ? entries.map(entry => entry?.digest).filter(isDigest) : [];
}

function jsonOf(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
