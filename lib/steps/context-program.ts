/** A tag of an image. */
export interface Tag {
  readonly tag: string;
  /** True if it may be moved from one image to another. Of one that moves builds agree by when they began, of a fixed one by who comes first. */
  readonly moving: boolean;
}

/** Facts of an image that the program that makes build contexts tells the steps. */
export interface ToldOfImage {
  /** The tag that changes if and only if the content of the image does, as far as build arguments were known at synthesis. */
  readonly contentTag: string;
  /** The release tags, in the order given. */
  readonly tags: readonly Tag[];
  /** The names of the gates, in the order given. */
  readonly gates: readonly string[];
  /** Those of them that pass whatever their tests say, as far as that can be read from what they run; none if not given. */
  readonly unprovenGates?: readonly string[];
  /** The stages that a registry cache holds. */
  readonly cacheStages: readonly string[];
  /** The references of the base images. */
  readonly baseImages: readonly string[];
}

/** The file with what was found out of several images of a checkout, below the directory that the program writes to. */
export const IMAGES_FILE = 'images.json';

/**
 * Facts of several images that the program tells where its plan is one of them. It is started as for one, and with the variable `RELEASED`: a
 * file with the marks of what is released, by the names of the images.
 */
export interface DraftedImages {
  /** The images, in the order of the plan. */
  readonly images: readonly (DraftedImage | RefusedImage)[];
}

/** An image of the checkout. */
export interface DraftedImage extends ToldOfImage {
  readonly name: string;
  /** Stands for the content and for where it goes: what is released has it already. */
  readonly mark: string;
  /** The directory with the packed build context; none of what is released. */
  readonly archive?: string;
}

/** An image that cannot be made of the checkout. */
export interface RefusedImage {
  readonly name: string;
  /** Why, in one line. */
  readonly error: string;
}
