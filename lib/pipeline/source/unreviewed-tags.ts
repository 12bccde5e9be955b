import { Annotations } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { BuildSecret } from '../../image/index';
import { PipelineSource } from './pipeline-source';

/** Warns where a tag on any commit has it built with the build secrets, which builds of pull requests do not get. */
export function warnOfUnreviewedTags(scope: Construct, source: PipelineSource, secrets: readonly BuildSecret[] = []): void {
  if (!source._definition.buildsAnyTag || secrets.length === 0) return;
  Annotations.of(scope).addWarningV2('cdk-nodejs-image:unreviewed-tags', `gitTags builds a tag on any commit with the build secrets (${secrets.map(({ id }) => id).join(', ')}), `
    + 'one that nobody has reviewed, too, and whoever pushes such a tag could have them printed: give the tags by "protectedGitTags" if the host of the repository lets only those push '
    + 'them who may release, or acknowledge this if all who may push may know the secrets');
}
