import { requireAdmission } from '../admission/require-admission';
import { Step, StepFailure } from '../step';
import { required } from '../world/variables';
import { DEPLOYERS } from './deployers';
import { Deployment } from './deployment';

/** Gives a service its new image, if that has what is demanded of it, and waits until the service says how it went. */
export const deploy: Step = async world => {
  const image = world.variables.IMAGE_URI ?? '';
  if (!/@sha256:[0-9a-f]{64}$/.test(image)) {
    throw new StepFailure(`IMAGE_URI must name an image by its digest, received "${image}"`);
  }
  const target = required(world, 'TARGET');
  const deployer = Object.entries(DEPLOYERS).find(([name]) => name === target)?.[1];
  if (deployer === undefined) {
    throw new StepFailure(`TARGET must be one of ${Object.keys(DEPLOYERS).join(', ')}, received "${target}"`);
  }
  deployer.names.forEach(name => required(world, name));
  const [polls, seconds] = [Number(required(world, 'POLLS')), Number(required(world, 'POLL_SECONDS'))];
  const [repository, digest] = image.split('@');
  await requireAdmission(world, repository, digest);
  const deployment = new Deployment(world, { image, region: required(world, 'REGION'), patience: { polls, seconds } });
  const role = world.variables.ASSUME_ROLE ?? '';
  if (role !== '') {
    await deployment.takeRole(role);
  }
  await deployer.deploy(deployment);
  return {};
};
