import { DraftedImage, RefusedImage } from '../context-program';

/** Images to be released: each image that is not, with the digest that its build records by its content tag. */
export interface ReleasePlan {
  /** When the execution began, in milliseconds since 1970. */
  readonly began: string;
  readonly images: readonly Pick<DraftedImage, 'name' | 'contentTag' | 'mark' | 'tags'>[];
  readonly refused: readonly RefusedImage[];
}

/** Input of the state machine. */
export interface MachineInput {
  /** The bucket and key of the release plan. */
  readonly plan: string;
  /** The commit of the sources; an empty text where they have none. */
  readonly commit: string;
  /** Images to be built, unless a build has recorded it. */
  readonly build: readonly MachineItem[];
  /** True if there is nothing to build and nothing to tell. */
  readonly nothing: boolean;
}

/** An image that is to be built; the lists are JSON. */
export interface MachineItem {
  readonly name: string;
  readonly contentTag: string;
  readonly gates: string;
  readonly unprovenGates: string;
  readonly cacheStages: string;
  readonly baseImages: string;
}

/** Output of the state machine for the release. */
export interface HandedOn {
  /** The bucket and key of the release plan. */
  readonly plan: string;
  /** The addresses of the repositories, by the names of the images. */
  readonly repositories: { readonly [name: string]: string };
  /** Images that were not built, and why. */
  readonly failures: readonly { readonly name: string; readonly reason: string }[];
  /** The digests that passed what they have to pass, by the names of the images; not given where nothing is to be passed. */
  readonly checked?: { readonly [name: string]: string };
}
