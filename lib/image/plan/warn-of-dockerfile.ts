import { NodejsProject, ProjectWarning } from '../../project/index';
import { NodejsDockerfileOptions } from '../nodejs-image-options';
import { RELEASE } from '../paths';

/** Warns of packages that the image of a Dockerfile by hand has, and that no stage of this one installs. */
export function warnOfPackages(project: NodejsProject, { customize = [] }: NodejsDockerfileOptions, warnings: ProjectWarning[]): void {
  const customized = JSON.stringify(customize);
  const missing = project._packagesByHand().filter(name => !customized.includes(name));
  if (missing.length === 0) return;
  warnings.push({
    id: 'dockerfile-installs-packages',
    message: `the Dockerfile that is there installs ${missing.join(', ')} in its image, and this image does not: `
      + `install what the application needs by StageCustomization.append("${RELEASE}", ...) in "customize", and take the Dockerfile away if nothing builds it any more`,
  });
}

/** Warns of variables that the image of a Dockerfile by hand has, and this one has not: what they are for is silent where it is missed. */
export function warnOfDockerfile(
  project: NodejsProject, environment: { readonly [name: string]: string }, port: number | undefined, warnings: ProjectWarning[],
): void {
  const missing = project._variablesByHand()
    .filter(([name, value]) => !Object.hasOwn(environment, name) && !(name === 'PORT' && value === String(port)))
    .map(([name]) => name);
  if (missing.length === 0) return;
  warnings.push({
    id: 'dockerfile-sets-variables',
    message: `the Dockerfile that is there sets ${missing.join(', ')} in its image, and this image does not: `
      + 'give what the application needs by "environment", and take the Dockerfile away if nothing builds it any more',
  });
}
