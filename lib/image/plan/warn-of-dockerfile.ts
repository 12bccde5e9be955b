import { NodejsProject, ProjectWarning } from '../../project/index';

/** Variables of builds, of package managers and of the base image, and those that a framework reads while it builds. */
const NO_MATTER = new RegExp(`^(${[
  'PATH', 'HOME', 'CI', 'SHELL', 'TERM', 'DEBIAN_FRONTEND', 'NODE_VERSION', 'npm_.*', 'pnpm_.*', 'yarn_.*', 'bun_.*', 'corepack_.*', '.*_telemetry(_.*)?', '(.*_)?version',
  'next_public_.*', 'nuxt_public_.*', 'vite_.*', 'react_app_.*', 'public_.*',
].join('|')})$`, 'i');

/** Variables that images of a Dockerfile by hand have, and this one has not: what they are for is silent where it is missed. */
export function warnOfDockerfile(
  project: NodejsProject, environment: { readonly [name: string]: string }, port: number | undefined, warnings: ProjectWarning[],
): void {
  const missing = Object.entries(project._variablesByHand())
    .filter(([name, value]) => !NO_MATTER.test(name) && !Object.hasOwn(environment, name) && !(name === 'PORT' && value === String(port)))
    .map(([name]) => name);
  if (missing.length === 0) return;
  warnings.push({
    id: 'dockerfile-sets-variables',
    message: `the Dockerfile that is there sets ${missing.join(', ')} in its image, and this image does not: `
      + 'give what the application needs by "environment", and take the Dockerfile away if nothing builds it any more',
  });
}
