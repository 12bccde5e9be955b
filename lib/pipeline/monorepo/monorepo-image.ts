import { DestinationOptions } from '../../delivery/destination-options';
import { NodejsImageOptions } from '../../image/index';

/** One of the images of a monorepo. */
export interface MonorepoImage extends NodejsImageOptions, DestinationOptions {
  /**
   * What the image is called in the pipeline: 1 to 64 letters, digits, `_`, `.` and `-`. With another name it is another image,
   * which is built anew.
   */
  readonly name: string;
}
