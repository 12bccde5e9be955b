import { Mount } from '../../dockerfile/index';
import { BuildStep } from '../build-secret';
import { ImagePlan, secretsFor } from '../plan/image-plan';

/** The secrets that a step of the build sees, each for as long as one command runs. */
export function secretMounts(plan: ImagePlan, step: BuildStep): Mount[] {
  return secretsFor(plan, step).map(({ id, variable, target }) => Mount.secret(id, { variable, target }));
}
