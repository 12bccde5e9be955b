/**
 * Directory of all that one stage makes for another. To take a path from a stage BuildKit goes through the whole directory that it is
 * in, which for a path at the top is the whole root with every dependency: a third of a second at each build.
 *
 * @see https://github.com/moby/buildkit/blob/master/cache/contenthash/checksum.go (scanPath)
 */
export const OUTPUT = '/output';
