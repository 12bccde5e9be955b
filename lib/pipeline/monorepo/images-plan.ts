import { createHash } from 'crypto';
import { ContextPlan } from '../context/context-plan';

/** Plan of all images of a monorepo at synthesis, as JSON. */
export interface ImagesPlan {
  /** The images, in the order given. The contents of what is pinned are named by their digests. */
  readonly images: readonly PlannedImage[];
  /** Contents in Base64, by their digests: the programs that all images have are there once. */
  readonly contents: { readonly [digest: string]: string };
}

/** An image of a monorepo. */
export interface PlannedImage {
  readonly name: string;
  /** Stands for where it goes and for its tags: with others the same content is released again. */
  readonly destination: string;
  readonly plan: ContextPlan;
}

/** Puts the plans of images together. */
export function joinPlans(plans: readonly PlannedImage[]): ImagesPlan {
  const contents: Record<string, string> = {};
  const digestOf = (content: string) => {
    const digest = createHash('sha256').update(content).digest('hex').slice(0, 32);
    contents[digest] = content;
    return digest;
  };
  return { images: plans.map(image => ({ ...image, plan: withFiles(image.plan, digestOf) })), contents };
}

/** The plan of one image, as it was before it was put together with others. */
export function planOfImage({ contents }: ImagesPlan, plan: ContextPlan): ContextPlan {
  return withFiles(plan, digest => contents[digest]);
}

function withFiles(plan: ContextPlan, change: (content: string) => string): ContextPlan {
  const { pinned } = plan;
  return pinned === undefined ? plan : {
    ...plan, pinned: { ...pinned, files: Object.fromEntries(Object.entries(pinned.files).map(([name, content]) => [name, change(content)])) },
  };
}
