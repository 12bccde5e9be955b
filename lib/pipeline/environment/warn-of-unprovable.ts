import { Annotations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { NodejsDockerfile } from '../../image/index';
import { ImageEnvironment } from './image-environment';

/**
 * Warns of environments that admit what has passed its gates alone, where no image ever can: each promotion would fail.
 *
 * @param dockerfile The image, where the project is there at synthesis.
 */
export function warnOfUnprovable(scope: IConstruct, environments: readonly ImageEnvironment[], dockerfile: NodejsDockerfile | undefined): void {
  const demanding = environments.filter(({ admission = true }) => admission).map(({ name }) => JSON.stringify(name));
  if (demanding.length === 0 || dockerfile === undefined) return;
  const unproven = dockerfile._unprovenGates.map(name => JSON.stringify(name));
  if (unproven.length === 0 && dockerfile.gates.length > 0) return;
  const reason = unproven.length ? `its ${unproven.length > 1 ? 'gates' : 'gate'} ${unproven.join(', ')} may pass without a test that passed` : 'it has no gate';
  Annotations.of(scope).addWarningV2('cdk-nodejs-image:never-admitted',
    `${demanding.length > 1 ? 'the environments' : 'the environment'} ${demanding.join(', ')} will not get the image, because what is signed has to show that its gates have passed, and ${reason}; `
    + 'mend that, or set admission: false of the environment');
}
