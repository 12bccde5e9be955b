/** A container of a revision of a service, as ECS describes it. */
export interface ContainerImage {
  readonly containerName?: string;
  /** As the task definition has it, with a tag or a digest. */
  readonly image?: string;
  /** The digest that ECS has made of the tag. Without the container's `versionConsistency`, or before a task has run, it is not there. */
  readonly imageDigest?: string;
}

/** An image as it is named. */
export interface NamedImage {
  readonly container: string;
  /** The URI of the repository, as far as the image names one. */
  readonly repository: string;
  /** The digest that will run; undefined where only a tag is known, which may be on another image by then. */
  readonly digest?: string;
}

/** The image that a container will run. */
export function namedImage({ containerName = '', image = '', imageDigest }: ContainerImage): NamedImage {
  const [named, digest = imageDigest] = image.split('@');
  return { container: containerName, repository: named.replace(/:[^:/]*$/, ''), digest: isDigest(digest) ? digest : undefined };
}

function isDigest(text: string | undefined): text is string {
  return /^sha256:[0-9a-f]{64}$/.test(text ?? '');
}
