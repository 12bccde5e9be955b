import { DraftedImage, RefusedImage } from '../context-program';

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
