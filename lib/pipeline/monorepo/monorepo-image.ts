import { DESTINATION_OPTIONS, DestinationOptions } from '../../delivery/destination-options';
import { NodejsImageOptions } from '../../image/index';
import { NODEJS_IMAGE_OPTIONS } from '../../image/shapes';
import { listOf, objectOf, required, shape, TEXT } from '../../props/index';
import { ACCEPTED_FINDING, AcceptedFinding } from '../scan/accepted-finding';

/** One of the images of a monorepo. Without `tags` of its own it gets those of the pipeline. */
export interface MonorepoImage extends NodejsImageOptions, DestinationOptions {
  /**
   * Name of the image in the pipeline: 1 to 64 letters, digits, `_`, `.` and `-`. With another name it is another image,
   * which is built anew.
   */
  readonly name: string;

  /**
   * Findings of the scan that do not count until a date in this image, beside those that the `scan` of the pipeline accepts in all.
   *
   * @default - those of the pipeline
   */
  readonly acceptedFindings?: AcceptedFinding[];

  /**
   * The ids of those of `buildSecrets` that builds of pull requests get, too. Whoever opens a pull request can have such a
   * build print them: name no secret that is worth more than what it reads, such as a token that reads packages.
   *
   * @default - builds of pull requests get no secrets
   */
  readonly pullRequestSecrets?: string[];
}

export const MONOREPO_IMAGE = shape<MonorepoImage>('MonorepoImage', {
  ...NODEJS_IMAGE_OPTIONS.kinds,
  ...DESTINATION_OPTIONS.kinds,
  name: required(TEXT),
  pullRequestSecrets: listOf(TEXT),
  acceptedFindings: listOf(objectOf(ACCEPTED_FINDING)),
});
