import { LockfileOwner } from './definition';

/**
 * Package managers that are recognised, so that the error can name them.
 */
export const NOT_SUPPORTED_YET: readonly LockfileOwner[] = [
  { name: 'yarn', title: 'Yarn Berry', versions: '>=2', lockfileNames: ['yarn.lock'], ownsLockfile: text => /^__metadata:/m.test(text) },
  { name: 'bun', title: 'Bun', versions: '*', lockfileNames: ['bun.lock', 'bun.lockb'], ownsLockfile: () => true },
];
