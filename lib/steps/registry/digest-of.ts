import { StepFailure } from '../step';
import { tries } from '../world/tries';
import { World } from '../world/world';
import { isDigest } from './sha256';

/**
 * The digest that a reference has in the registry, or nothing if it is not there. A registry that does not answer, or refuses,
 * has not said that it is not there: that is an error.
 */
export async function digestOf(world: World, reference: string): Promise<string | undefined> {
  let said = '';
  const answer = await tries(world, 5, async () => {
    const { code, stdout, stderr } = await world.run('docker', ['buildx', 'imagetools', 'inspect', reference, '--format', '{{json .Manifest}}']);
    if (code === 0) return { digest: digestIn(stdout, reference) };
    said = stderr;
    return `\n${stderr}`.includes(`\nERROR: ${reference}: not found`) ? { digest: undefined } : undefined;
  });
  if (!answer) throw new StepFailure(`cannot find out whether ${reference} is there`, said);
  return answer.digest;
}

function digestIn(manifest: string, reference: string): string {
  let digest: unknown;
  try {
    digest = JSON.parse(manifest)?.digest;
  } catch {
    // as where it has none
  }
  if (!isDigest(digest)) throw new StepFailure(`the registry gave no digest of ${reference}`, manifest);
  return digest;
}
