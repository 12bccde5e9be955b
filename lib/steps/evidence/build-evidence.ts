import { createHash } from 'crypto';
import * as fs from 'fs';
import * as path from 'path';
import { isCommit } from '../../attestations/statement';
import { TestResult } from '../../attestations/test-result';
import { Builder } from '../build/builder';
import { given } from '../world/variables';
import { World } from '../world/world';
import { Evidence } from './evidence';
import { imageMaterials, programMaterials } from './materials';
import { networkAccesses } from './network-access';

/** Where the builder says what a build took. */
export function metadataFile({ work }: World): string {
  return path.join(work, 'metadata.json');
}

/** Evidence of this build on the image that it made, once its gates ran; nothing where the context is not one with a Dockerfile. */
export function buildEvidence(world: World, { context, buildArgs }: Builder, gates: readonly TestResult[]): Evidence | undefined {
  const [dockerfile, metadata] = [path.join(context, 'Dockerfile'), metadataFile(world)].map(textOf);
  if (dockerfile === undefined) return undefined;
  const commit = given(world, 'SOURCE_VERSION') ?? given(world, 'CODEBUILD_RESOLVED_SOURCE_VERSION');
  const source = given(world, 'CODEBUILD_SOURCE_REPO_URL');
  return {
    url: given(world, 'CODEBUILD_BUILD_URL'),
    ...isCommit(commit) ? { commit } : {},
    ...source?.startsWith('https://') ? { source } : {},
    dockerfile: createHash('sha256').update(dockerfile).digest('hex'),
    materials: [...programMaterials(context), ...imageMaterials(metadata ?? '', dockerfile, buildArgs)],
    gates,
    network: networkAccesses(dockerfile),
  };
}

function textOf(file: string): string | undefined {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
}
