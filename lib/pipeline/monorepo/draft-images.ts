import { archive } from '../../context/archive';
import { contentTagOf } from '../../context/sha256';
import { seenOnce } from '../../project/kept-out';
import { DraftedImage, DraftedImages, RefusedImage } from '../../steps/context-program';
import { DraftImage, draftImage } from '../context/make-context';
import { ImagesPlan, PlannedImage, planOfImage } from './images-plan';

/** Request to draft images. */
export interface ImagesRequest {
  readonly plan: ImagesPlan;
  /** The absolute path of the checkout. */
  readonly source: string;
  /** The absolute path of a directory to write to. */
  readonly output: string;
  /** The commit, where the source has one. */
  readonly sourceVersion?: string;
  /** The marks of what is released, by the names of the images. */
  readonly released: { readonly [name: string]: string };
  /** True if an error says what is wrong with a checkout, so that the other images go on. */
  isRefusal(error: unknown): boolean;
  /** Is told of each image. */
  tell(name: string, draft: DraftImage): void;
}

/**
 * Looks at all images of a checkout, whose files are read once for all of them, and writes the build contexts of those whose
 * content is not released.
 */
export function draftImages(request: ImagesRequest): DraftedImages {
  return seenOnce(() => ({ images: request.plan.images.map(image => one(image.name, request, () => draftOf(image, request))) }));
}

function draftOf(image: PlannedImage, { plan, source, output, sourceVersion, released, tell }: ImagesRequest): DraftedImage {
  const { name, destination } = image;
  const draft = draftImage({ plan: planOfImage(plan, image.plan), source, output, sourceVersion });
  const { contentTag, tags, gates, unprovenGates, cacheStages, baseImages } = draft.result;
  const mark = contentTagOf([contentTag, destination]);
  const described = { name, contentTag, mark, tags, gates, unprovenGates, cacheStages, baseImages };
  if (released[name] === mark) return described;
  tell(name, draft);
  draft.write();
  return { ...described, archive: archive({ directory: draft.directory }) };
}

function one(name: string, { isRefusal }: ImagesRequest, draft: () => DraftedImage): DraftedImage | RefusedImage {
  try {
    return draft();
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { name, error: (error as Error).message };
  }
}
