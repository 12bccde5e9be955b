import { Names } from 'aws-cdk-lib';
import { IRepository } from 'aws-cdk-lib/aws-ecr';
import { Construct } from 'constructs';
import { DeliveryError } from '../../context/delivery-error';
import { ResolvedTag } from '../../tags/tag-definition';
import { ImageRepository } from './image-repository';

/**
 * The tags of an image that a construct deploys. In an `ImageRepository` one more marks the image as deployed: it moves with
 * each deployment, so that the lifecycle of the repository spares the image whatever its age.
 *
 * @throws if the repository does not allow a tag to be moved that has to move
 */
export function deployedTags(scope: Construct, repository: IRepository, tags: readonly ResolvedTag[]): ResolvedTag[] {
  if (!ImageRepository.isImageRepository(repository)) return [...tags];
  const stuck = tags.find(({ tag, moving }) => moving && repository._mayMove?.(tag) === false);
  if (stuck) {
    throw new DeliveryError(`the repository ${repository.node.path} lets no tag ${JSON.stringify(stuck.tag)} move; name it in "movingTags" of the repository, or use ImageTag.fixed`);
  }
  const marker = `${repository.deployedTagPrefix}${Names.uniqueResourceName(scope, { maxLength: 100, separator: '-' })}`;
  return [...tags, { tag: marker, moving: true }];
}
