import { demandsIn } from '../../attestations/admission/demands';
import { refusals } from '../../attestations/admission/refusals';
import { ecrRepository } from '../registry/ecr-repository';
import { login } from '../registry/login';
import { RegistryRepository } from '../registry/registry-repository';
import { StepFailure } from '../step';
import { given, required } from '../world/variables';
import { World } from '../world/world';
import { attachedBundles } from './attached-bundles';
import { publicKeyOf } from './trusted-key';

/**
 * Refuses an image without the statements that the variable ADMISSION demands, by the key that KEY_ARN names; nothing is demanded
 * where ADMISSION is not set.
 *
 * @param repository The URI of the repository that the image is in, of ECR.
 * @throws StepFailure with all reasons
 */
export async function requireAdmission(world: World, repository: string, digest: string): Promise<void> {
  const text = given(world, 'ADMISSION');
  if (text === undefined) return;
  const demands = demandsIn(text);
  if (!demands) throw new StepFailure('the variable ADMISSION is not the JSON that it should be', text);
  const key = await publicKeyOf(world.aws, required(world, 'KEY_ARN'));
  const { uri, host } = ecrRepository(repository);
  await login(world, host);
  const bundles = await attachedBundles(new RegistryRepository(world, uri), digest);
  const reasons = refusals({ digest, bundles, demands, publicKeys: [key], now: world.now() });
  if (reasons.length) {
    throw new StepFailure(`${uri}@${digest} is not admitted: ${reasons.join('; ')}`);
  }
  world.say(`${uri}@${digest} is admitted: its gates have passed, by statements that ${required(world, 'KEY_ARN')} has signed`);
}
