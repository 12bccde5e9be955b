import { contentTagOf } from '../context/sha256';

/**
 * The tag of an image that is built in CodeBuild: it changes if and only if the build context, the architectures or a
 * build argument does.
 *
 * @param hash The hash of the build context.
 * @param architectures The names of the architectures, in their order.
 * @param buildArgs The build arguments whose values are known, by their names.
 */
export function imageContentTag(hash: string, architectures: readonly string[], buildArgs: { readonly [name: string]: string }): string {
  return contentTagOf([hash, architectures, Object.entries(buildArgs).sort(([a], [b]) => a < b ? -1 : 1)]);
}
