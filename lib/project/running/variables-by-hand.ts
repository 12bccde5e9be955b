import { DockerfileByHand } from '../manifest/dockerfile-by-hand';
import { TRACES } from '../package-managers/traces';
import { isPublicVariable } from '../secrets/environment-file';

/** Settings of package managers, which no application reads. */
const OF_MANAGERS = new RegExp(`^(${[...new Set(TRACES.flatMap(({ programs }) => programs)), 'corepack'].join('|')})_`, 'i');
/** Variables of the machine, of builds and of the base image. */
const OF_IMAGES = /^(PATH|HOME|CI|SHELL|TERM|DEBIAN_FRONTEND|(.*_)?VERSION|.*_TELEMETRY(_.*)?)$/i;

/**
 * The variables of an image by hand that the application may read when it runs.
 */
export function variablesByHand(dockerfile: DockerfileByHand | undefined): Array<readonly [name: string, value: string]> {
  return [...dockerfile?.variables ?? []].filter(([name]) => !OF_MANAGERS.test(name) && !OF_IMAGES.test(name) && !isPublicVariable(name));
}
