import type * as Tar from 'tar';

/** Part of the package `tar` that is used, which is a thirtieth of what it and its dependencies are as they are installed. */
export function tar(): Pick<typeof Tar, 'create' | 'Parser'> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- it is a bundle, and few images are packed
  return require('./bundle/tar') as typeof Tar;
}
