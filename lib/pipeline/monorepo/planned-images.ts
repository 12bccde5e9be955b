import { ContextTag } from '../context/result';

/** The file with what was found out of all images, below `OUTPUT`. */
export const IMAGES_FILE = 'images.json';

/**
 * What the program of the build contexts tells where its plan is one of several images. It is started as for one, and with
 * the variable `RELEASED`: a file with the marks of what is released, by the names of the images.
 */
export interface ImagesResult {
  /** The images, in the order of the plan. */
  readonly images: readonly (DraftedImage | RefusedImage)[];
}

/** An image of the checkout. */
export interface DraftedImage {
  readonly name: string;
  /** The tag that changes if and only if the content of the image does. */
  readonly contentTag: string;
  /** Stands for the content and for where it goes: what is released has it already. */
  readonly mark: string;
  /** The release tags, in the order given. */
  readonly tags: readonly ContextTag[];
  /** The names of the gates, in the order given. */
  readonly gates: readonly string[];
  /** The stages that a registry cache holds. */
  readonly cacheStages: readonly string[];
  /** The references of the base images. */
  readonly baseImages: readonly string[];
  /** The directory with the packed build context; none of what is released. */
  readonly archive?: string;
}

/** An image that cannot be made of the checkout. */
export interface RefusedImage {
  readonly name: string;
  /** Why, in one line. */
  readonly error: string;
}
