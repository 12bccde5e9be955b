import * as ecr from 'aws-cdk-lib/aws-ecr';
import { ImageTag } from './tags/image-tag';

/** Where an image lands, and under which tags. */
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
   * @default [ImageTag.contentHash()]
   */
  readonly tags?: ImageTag[];
}
