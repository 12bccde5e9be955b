import { Tag } from '../tags/tag';

/** What the program of the build contexts found out of the images of a checkout. */
export interface DraftedImages {
  readonly images: readonly (DraftedImage | RefusedImage)[];
}

/** An image of the checkout. */
export interface DraftedImage {
  readonly name: string;
  readonly contentTag: string;
  /** Stands for the content and for where it goes. */
  readonly mark: string;
  readonly tags: readonly Tag[];
  readonly gates: readonly string[];
  readonly cacheStages: readonly string[];
  readonly baseImages: readonly string[];
  /** The directory with the packed build context; none of what is released. */
  readonly archive?: string;
}

/** An image that cannot be made of the checkout, and why. */
export interface RefusedImage {
  readonly name: string;
  readonly error: string;
}

/** What is to be released: each image that is not, with the digest that its build records by its content tag. */
export interface ReleasePlan {
  /** When the execution began, in milliseconds since 1970. */
  readonly began: string;
  readonly images: readonly Pick<DraftedImage, 'name' | 'contentTag' | 'mark' | 'tags'>[];
  readonly refused: readonly RefusedImage[];
}

/** What the state machine is given. */
export interface MachineInput {
  /** The bucket and key of the release plan. */
  readonly plan: string;
  /** What is to be built, unless a build has recorded it. */
  readonly build: readonly MachineItem[];
  /** Whether there is nothing to build and nothing to tell. */
  readonly nothing: boolean;
}

/** An image that is to be built; the lists are JSON. */
export interface MachineItem {
  readonly name: string;
  readonly contentTag: string;
  readonly gates: string;
  readonly cacheStages: string;
  readonly baseImages: string;
}

/** What the state machine hands on to the release. */
export interface HandedOn {
  /** The bucket and key of the release plan. */
  readonly plan: string;
  /** The addresses of the repositories, by the names of the images. */
  readonly repositories: { readonly [name: string]: string };
  /** What was not built, and why. */
  readonly failures: readonly { readonly name: string; readonly reason: string }[];
}
