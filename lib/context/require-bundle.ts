import { existsSync } from 'fs';
import { join } from 'path';
import { DeliveryError } from './delivery-error';

/** Refuses a directory without the bundle of a handler, which is made when the library is built. */
export function requireBundle(directory: string): void {
  if (!existsSync(join(directory, 'index.js'))) {
    throw new DeliveryError(`the handlers of cdk-nodejs-image are not bundled, there is no ${join(directory, 'index.js')}; `
      + 'in a clone of the library run "npx projen bundle", otherwise install the package again');
  }
}
