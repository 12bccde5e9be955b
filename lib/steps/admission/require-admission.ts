import { refusals } from '../../attestations/admission/refusals';
import { ecrRepository } from '../registry/ecr-repository';
import { login } from '../registry/login';
import { RegistryRepository } from '../registry/registry-repository';
import { StepFailure } from '../step';
import { given } from '../world/variables';
import { World } from '../world/world';
import { attachedBundles } from './attached-bundles';
import { publicKeyOf } from './trusted-key';

/**
 * Refuses an image without statements, by the key that KEY_ARN names, that its gates have passed; nothing is demanded where that
 * is not set. RELEASED_IN is the repository that they name, if not the one that the image is in.
 *
 * @param repository The URI of the repository that the image is in, of ECR.
 * @throws StepFailure with all reasons
 */
export async function requireAdmission(world: World, repository: string, digest: string): Promise<void> {
  const keyArn = given(world, 'KEY_ARN');
  if (keyArn === undefined) return;
  const demands = { repositories: [given(world, 'RELEASED_IN') ?? repository], gates: [] };
  const key = await publicKeyOf(world.aws, keyArn);
  const { uri, host } = ecrRepository(repository);
  await login(world, host);
  const bundles = await attachedBundles(new RegistryRepository(world, uri), digest);
  const reasons = refusals({ digest, bundles, demands, publicKeys: [key], now: world.now() });
  if (reasons.length) {
    throw new StepFailure(`${uri}@${digest} is not admitted: ${reasons.join('; ')}`);
  }
  world.say(`${uri}@${digest} is admitted: its gates have passed, by statements that ${keyArn} has signed`);
}
