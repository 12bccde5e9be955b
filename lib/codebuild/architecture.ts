import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { DeliveryError } from '../context/delivery-error';

/** An architecture that images are built for: the init is there for it, and official images of Node.js are. */
export interface Architecture {
  /** As in a platform: `amd64`. */
  readonly name: string;
  /** End of the tag of an image for it alone: `-amd64`. */
  readonly suffix: string;
  /** As in a construct's id: `Amd64`. */
  readonly id: string;
  readonly platform: Platform;
}

const ARCHITECTURES: readonly Architecture[] = [
  { name: 'amd64', suffix: '-amd64', id: 'Amd64', platform: Platform.LINUX_AMD64 },
  { name: 'arm64', suffix: '-arm64', id: 'Arm64', platform: Platform.LINUX_ARM64 },
];

/** The architecture of a platform, which the prop of this name gives. */
export function architectureOf(platform: Platform, prop = 'platform'): Architecture {
  const known = ARCHITECTURES.find(architecture => architecture.platform.platform === platform.platform);
  if (!known) {
    throw new DeliveryError(`${prop} must be linux/amd64 or linux/arm64, received ${JSON.stringify(platform.platform)}`);
  }
  return known;
}

/** The architectures of the prop `platforms`, each once, in one order whatever theirs was. */
export function architecturesOf(platforms: Platform[]): Architecture[] {
  const given = platforms.map(platform => architectureOf(platform, 'platforms'));
  if (given.length === 0 || new Set(given).size !== given.length) {
    throw new DeliveryError(`platforms must name at least one platform and none twice, received ${JSON.stringify(platforms.map(({ platform }) => platform))}`);
  }
  return ARCHITECTURES.filter(architecture => given.includes(architecture));
}
