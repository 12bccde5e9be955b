import { secretInValues } from '../../project/kept-out';
import { ImageError } from '../image-error';
import { NodejsDockerfileOptions } from '../nodejs-image-options';

/** Options whose values stand in the Dockerfile, and so in the image, its history or the history of its build. */
const WRITTEN: ReadonlyArray<keyof NodejsDockerfileOptions> = [
  'gates', 'startGate', 'buildEnvironment', 'buildArgs', 'command', 'startScript', 'entrypoint', 'environment', 'healthCheck', 'labels', 'customize',
];

/**
 * Refuses secrets that are written out in options. The message never shows them.
 */
export function refuseSecrets(options: NodejsDockerfileOptions): void {
  for (const name of WRITTEN) {
    const found = secretInValues(options[name], name);
    if (found) {
      throw new ImageError(`${found.path} holds ${article(found.what)}, and whoever has the image, its history or that of its build can read it: `
        + 'pass it to the container where it runs, as a secret of ECS or Lambda, and to the build by "buildSecrets"');
    }
  }
}

function article(what: string): string {
  return /^(an?|the) /.test(what) ? what : `a ${what}`;
}
