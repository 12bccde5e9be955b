import { refusals } from '../../attestations/admission/refusals';
import { attachedBundles } from '../../steps/admission/attached-bundles';
import { publicKeyOf } from '../../steps/admission/trusted-key';
import { ecrRepository } from '../../steps/registry/ecr-repository';
import { RegistryRepository } from '../../steps/registry/registry-repository';
import { StepFailure } from '../../steps/step';
import { wordsOf } from '../../steps/world/words-of';
import { ContainerImage, NamedImage, namedImage } from './container-image';
import { Services } from './services';
import { Settings } from './settings';

/** Why the images of a revision of a service may not run; nothing if they may. */
export async function refusalsOfRevision(services: Services, settings: Settings, revisionArn: string): Promise<string[]> {
  const images = (await containerImagesOf(services, revisionArn)).map(namedImage);
  if (!images.length) return [`the service revision ${revisionArn} names no image`];
  const check = new ImageCheck(services, settings);
  // one of several containers with the same image tells enough
  return [...new Set((await Promise.all(images.map(image => check.refusalsOf(image)))).flat())];
}

async function containerImagesOf({ aws }: Services, arn: string): Promise<readonly ContainerImage[]> {
  try {
    const { serviceRevisions: [revision] = [] } = await aws.call('ecs', 'DescribeServiceRevisions', { serviceRevisionArns: [arn] });
    return revision?.containerImages ?? [];
  } catch (error) {
    throw new StepFailure(`cannot read the service revision ${arn}`, wordsOf(error));
  }
}

/** Looks at images by what is attached to them in their repositories. */
class ImageCheck {
  private readonly keys: Promise<string[]>;
  private readonly known = new Map<string, Promise<string[]>>();

  constructor(private readonly services: Services, private readonly settings: Settings) {
    this.keys = Promise.all([...settings.publicKeys, ...settings.keys.map(arn => publicKeyOf(services.aws, arn))]);
    this.keys.catch(() => undefined); // told where it is awaited
  }

  public async refusalsOf({ container, repository, digest }: NamedImage): Promise<string[]> {
    const { repositories, admitsOthers } = this.settings;
    if (!repositories.includes(repository)) {
      return admitsOthers ? [] : [`the container "${container}" runs an image of ${repository}, which is none of ${repositories.join(', ')}`];
    }
    if (digest === undefined) {
      return [`the container "${container}" names its image of ${repository} by a tag, which may be on another image when it runs: name it by its digest`];
    }
    const image = `${repository}@${digest}`;
    const checked = this.known.get(image) ?? this.check(repository, digest);
    this.known.set(image, checked);
    return (await checked).map(reason => `${image}: ${reason}`);
  }

  private async check(repository: string, digest: string): Promise<string[]> {
    const { services, settings: { demands } } = this;
    const authorization = await this.authorization(repository);
    const ours = ecrRepository(repository).host;
    // a page of a list may lie elsewhere, where nobody is to learn it
    const registry = new RegistryRepository({ ...services, variables: {} }, repository, host => host === ours ? authorization : undefined);
    const bundles = await attachedBundles(registry, digest);
    return refusals({ digest, bundles, demands, publicKeys: await this.keys, now: services.now() });
  }

  private async authorization(repository: string): Promise<string> {
    const { region, host } = ecrRepository(repository);
    try {
      const { authorizationData: [{ authorizationToken }] } = await this.services.aws.call('ecr', 'GetAuthorizationToken', {}, { region });
      return `Basic ${authorizationToken}`;
    } catch (error) {
      throw new StepFailure(`cannot log in to ${host}`, wordsOf(error));
    }
  }
}
