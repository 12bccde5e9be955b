import { DEMANDED_TYPES } from '../../attestations/admission/refusals';
import { bundlesOf, Referrer } from '../registry/referrers';
import { RegistryRepository } from '../registry/registry-repository';
import { expectStatus } from '../registry/requests';
import { digestOfBytes, isDigest } from '../registry/sha256';
import { StepFailure } from '../step';

/** More than a release has by far. Who may push could attach any number, and nobody waits for all of them. */
const MOST_BUNDLES = 200;

/** Bytes of a statement at most: the names of some fifty thousand tests. */
const MOST_BYTES = 8 * 2 ** 20;

/** Bytes of all of them, in the memory that the function has. */
const MOST_BYTES_IN_ALL = 64 * 2 ** 20;

/** As many are read at once. */
const AT_ONCE = 8;

/** The texts of the bundles that are attached to an image and state what is demanded. */
export async function attachedBundles(repository: RegistryRepository, digest: string): Promise<string[]> {
  const found = (await bundlesOf(repository, digest)).filter(({ predicateType }) => DEMANDED_TYPES.includes(String(predicateType)));
  if (found.length > MOST_BUNDLES) {
    throw new StepFailure(`${repository.uri}@${digest} has ${found.length} statements attached, of which ${MOST_BUNDLES} are read at most; delete those that are not of its release`);
  }
  const texts: string[] = [];
  for (let begun = 0; begun < found.length; begun += AT_ONCE) {
    texts.push(...await Promise.all(found.slice(begun, begun + AT_ONCE).map(referrer => bundle(repository, referrer))));
    if (texts.reduce((sum, text) => sum + text.length, 0) > MOST_BYTES_IN_ALL) {
      throw new StepFailure(`the statements attached to ${repository.uri}@${digest} have more than ${MOST_BYTES_IN_ALL} bytes; delete those that are not of its release`);
    }
  }
  return texts;
}

/** The text of what may be a bundle; an empty one where there is none. */
async function bundle(repository: RegistryRepository, { digest }: Referrer): Promise<string> {
  const blob = firstLayer(meant(repository, digest, await repository.requireManifest(digest)).toString('utf8'));
  if (!isDigest(blob)) return '';
  const answer = await repository.blob(blob, MOST_BYTES);
  if (answer.status === 404) return '';
  expectStatus(answer, [200], `read a statement on ${repository.uri}`);
  return meant(repository, blob, answer.body).toString('utf8');
}

/** Bytes, if they are those that were asked for. Of others nobody knows what they have taken the place of. */
function meant(repository: RegistryRepository, digest: string, bytes: Buffer): Buffer {
  const found = digestOfBytes(bytes);
  if (found === digest) return bytes;
  throw new StepFailure(`the registry gave ${found} for ${repository.uri}@${digest}`);
}

function firstLayer(manifest: string): unknown {
  try {
    return JSON.parse(manifest).layers[0].digest;
  } catch {
    return undefined;
  }
}
