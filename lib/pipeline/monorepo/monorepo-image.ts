import { DESTINATION_OPTIONS, DestinationOptions } from '../../delivery/destination-options';
import { NodejsImageOptions } from '../../image/index';
import { NODEJS_IMAGE_OPTIONS } from '../../image/shapes';
import { required, shape, TEXT } from '../../props/index';

/** One of the images of a monorepo. */
export interface MonorepoImage extends NodejsImageOptions, DestinationOptions {
  /**
   * Name of the image in the pipeline: 1 to 64 letters, digits, `_`, `.` and `-`. With another name it is another image,
   * which is built anew.
   */
  readonly name: string;
}

export const MONOREPO_IMAGE = shape<MonorepoImage>('MonorepoImage', {
  ...NODEJS_IMAGE_OPTIONS.kinds,
  ...DESTINATION_OPTIONS.kinds,
  name: required(TEXT),
});
