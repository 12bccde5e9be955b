import { DockerfileByHand } from '../manifest/dockerfile-by-hand';
import { isManagerProgram } from '../package-managers/command-lines';

/** Packages for what is done in the build here, or by the image itself, and those that every image has. */
const OF_BUILDS = new RegExp(`^(${[
  'build-base', 'build-essential', 'gcc', 'g\\+\\+', 'make', 'cmake', 'python3?', 'py3-setuptools', 'python3-(dev|pip|setuptools)', 'pkg-config', 'autoconf', 'automake', 'libtool', 'git', '.*-dev',
  'dumb-init', 'tini', 'ca-certificates', 'curl', 'wget', 'bash', 'openssl', 'libc6-compat', 'gcompat', 'libstdc\\+\\+6?', 'gnupg2?', 'apt-transport-https', 'lsb-release', 'procps', 'su-exec', 'gosu', 'nodejs',
].join('|')})$`);

/**
 * The packages of a distribution that the image of a Dockerfile by hand has for the application.
 */
export function packagesByHand(dockerfile: DockerfileByHand | undefined): string[] {
  return (dockerfile?.systemPackages ?? []).filter(name => !OF_BUILDS.test(name) && !isManagerProgram(name));
}
