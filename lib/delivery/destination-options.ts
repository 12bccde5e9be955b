import * as ecr from 'aws-cdk-lib/aws-ecr';
import { foreign, listOf, shape } from '../props/index';
import { IMAGE_TAG, ImageTag } from '../tags/image-tag';

/** The repository that an image is pushed to, and its tags. */
export interface DestinationOptions {
  /**
   * The repository.
   *
   * @default - an `ImageRepository` of its own
   */
  readonly repository?: ecr.IRepository;

  /**
   * The tags of the image. Whichever they are, the image has the tag of its content, too: by that it is known whether it
   * is there already. A tag that holds another image is an error, unless it is `ImageTag.moving`.
   *
   * @default - [ImageTag.contentHash()]; of an image of a `NodejsMonorepoPipeline` the `tags` of the pipeline
   */
  readonly tags?: ImageTag[];
}

export const DESTINATION_OPTIONS = shape<DestinationOptions>('DestinationOptions', {
  repository: foreign('IRepository', value => typeof value === 'string' ? `Repository.fromRepositoryName(this, "Images", ${JSON.stringify(value)})` : undefined),
  tags: listOf(IMAGE_TAG),
});
