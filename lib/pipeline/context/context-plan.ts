import { DocumentValue } from '../../image/document';
import { ProjectFact } from '../../project/index';
import { TagDefinition } from '../../tags/tag-definition';

/** Plan of an image, as JSON: enough to plan it again from a checkout. */
export interface ContextPlan {
  /** The directory of the project, relative to the root of the checkout, with slashes; empty for the root itself. */
  readonly directory: string;
  /** The root of the monorepo, in the same way, where it was given. */
  readonly projectRoot?: string;
  /** Options of the Dockerfile beside the project: the document of `NodejsImageOptions` without the two above. */
  readonly options: DocumentValue;
  /** The names of the architectures, in their order. */
  readonly architectures: readonly string[];
  /** The build arguments whose values were known. */
  readonly buildArgs: { readonly [name: string]: string };
  /** The release tags, in the order given. */
  readonly tags: readonly TagDefinition[];
  /** The image as it was planned at synthesis; none where it is planned anew from every checkout. */
  readonly pinned?: PinnedImage;
}

/** An image as it was planned at synthesis. */
export interface PinnedImage {
  /** The version of the package, which is the one thing that may change with every release. */
  readonly packageVersion?: string;
  /** Generated files of the build context, in Base64, by its paths. */
  readonly files: { readonly [path: string]: string };
  /** Facts of the project. */
  readonly facts: readonly ProjectFact[];
}
