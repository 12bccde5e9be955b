/* eslint-disable @typescript-eslint/no-require-imports -- what may not be there cannot be imported, and a bundler has to see the names */

/** Loads the packages that stand beside this one. */
const PEERS: { readonly [name: string]: () => unknown } = {
  'aws-cdk-lib': () => require('aws-cdk-lib'),
  'constructs': () => require('constructs'),
  'cdk-docker-image-deployment': () => require('cdk-docker-image-deployment'),
};

/** A sentence for whoever lacks some of them, because not every package manager installs them by itself; undefined if all are there. */
export function missingPeers(peers: { readonly [name: string]: () => unknown } = PEERS): string | undefined {
  const missing = Object.keys(peers).filter(name => isMissing(name, peers[name]));
  return missing.length === 0 ? undefined
    : `cdk-nodejs-image needs ${missing.join(' and ')} beside it, which your package manager did not install: npm install ${missing.join(' ')}, or yarn add ${missing.join(' ')}`;
}

/** True if a package is not there; one that is there and cannot be loaded says so itself. */
function isMissing(name: string, load: () => unknown): boolean {
  try {
    load();
    return false;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'MODULE_NOT_FOUND' && message.includes(`'${name}'`)) return true;
    throw error;
  }
}

const missing = missingPeers();
if (missing !== undefined) {
  throw new Error(missing);
}
