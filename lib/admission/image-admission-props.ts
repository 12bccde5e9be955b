import { Duration } from 'aws-cdk-lib';
import { IRepository } from 'aws-cdk-lib/aws-ecr';
import { DURATION } from '../codebuild/kinds';
import { foreign, instanceOf, listOf, required, shape, TEXT } from '../props/index';
import { AdmissionKey } from './admission-key';
import { OtherImages } from './other-images';

/** Properties of what is demanded of images. */
export interface ImageAdmissionProps {
  /** The repositories whose images are looked at. */
  readonly repositories: IRepository[];

  /** The keys by which statements are signed: one, or while one takes the place of another, both. */
  readonly keys: AdmissionKey[];

  /** The fate of images of all other repositories, such as those of sidecars. */
  readonly otherImages: OtherImages;

  /**
   * The repositories that images were released in, which is what their statements name: that of a pipeline, whose images are
   * promoted to another. Statements on images of other repositories count for nothing, also by the same key.
   *
   * @default - `repositories`
   */
  readonly releasedIn?: IRepository[];

  /**
   * The names of gates that have to have passed, such as `test`.
   *
   * @default - whatever gates the release has, of which there is one at least; none that has not passed is admitted in any case
   */
  readonly gates?: string[];

  /**
   * How long ago an image may have been verified for its release: a minute at least.
   *
   * @default - for ever
   */
  readonly maximumAge?: Duration;
}

const REPOSITORY = foreign('IRepository', value => typeof value === 'string' ? `Repository.fromRepositoryName(this, "Images", ${JSON.stringify(value)})` : undefined);

const ADMISSION_KEY = instanceOf('AdmissionKey', () => AdmissionKey, {
  example: 'AdmissionKey.kms(key)',
  instead: value => typeof value === 'string' && value.includes('PUBLIC KEY') ? 'AdmissionKey.publicKey(text)' : undefined,
});

const OTHER_IMAGES = instanceOf('OtherImages', () => OtherImages, {
  example: 'OtherImages.REFUSE',
  instead: value => String(value).toLowerCase() === 'admit' ? 'OtherImages.ADMIT' : undefined,
});

export const IMAGE_ADMISSION_PROPS = shape<ImageAdmissionProps>('ImageAdmissionProps', {
  repositories: required(listOf(REPOSITORY)),
  keys: required(listOf(ADMISSION_KEY)),
  otherImages: required(OTHER_IMAGES),
  releasedIn: listOf(REPOSITORY),
  gates: listOf(TEXT),
  maximumAge: DURATION,
});
