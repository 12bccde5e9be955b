import { isDeepStrictEqual } from 'util';
import { buildsOf } from '../promote/handed-on';
import { ecrRepository } from '../registry/ecr-repository';
import { imagesOf } from '../registry/images';
import { login } from '../registry/login';
import { RegistryRepository } from '../registry/registry-repository';
import { Step, StepFailure } from '../step';
import { given } from '../world/variables';
import { World } from '../world/world';
import { Attestations } from './attestations';
import { BuildRecord, provenance } from './provenance';
import { Sbom, sbomOptions } from './sbom';
import { SigningKey } from './signing-key';
import { PROVENANCE_TYPE, SIGN_TYPE } from './statement';

/**
 * Signs an image, and attests how it was built and what is in it: statements of in-toto in envelopes of DSSE, as bundles of
 * Sigstore. Of an index, itself and each image in it.
 */
export const attest: Step = async world => {
  const { REPOSITORY = '', IMAGE_DIGEST = '', KEY_ARN = '' } = world.variables;
  const builds = buildsIn(world);
  const { uri, host } = ecrRepository(REPOSITORY);
  await login(world, host);
  const key = new SigningKey(world, KEY_ARN);
  const attestations = new Attestations(world, new RegistryRepository(world, uri), key, await key.hint());
  const images = await imagesOf(world, uri, IMAGE_DIGEST);
  const built = provenanceIn(world, builds());
  const lists = sbomOptions(world);
  const sbom = lists && new Sbom(world, lists);
  // the signature of the whole comes last: what is signed has all of it
  const subjects = [...images.filter(image => image !== IMAGE_DIGEST).reverse(), IMAGE_DIGEST];
  for (const subject of subjects) {
    if (sbom && images.includes(subject) && !await attestations.has(subject, sbom.options.predicateType)) {
      await attestations.put(subject, sbom.options.predicateType, await sbom.of(`${uri}@${subject}`));
    }
    if (!await attestations.has(subject, PROVENANCE_TYPE, predicate => isDeepStrictEqual(predicate.buildDefinition, built.buildDefinition))) {
      await attestations.put(subject, PROVENANCE_TYPE, built);
    }
    if (!await attestations.has(subject, SIGN_TYPE)) {
      await attestations.put(subject, SIGN_TYPE, {});
    }
  }
  return {};
};

/** Builds that took part, as another action handed it on or as JSON. What was handed on is looked at before anything is called. */
function buildsIn(world: World): () => readonly BuildRecord[] {
  const handedOn = given(world, 'BUILT');
  if (handedOn === undefined) return () => buildsOfJson(given(world, 'BUILDS') ?? '[]');
  const builds = buildsOf(handedOn);
  return () => builds;
}

function buildsOfJson(text: string): readonly BuildRecord[] {
  try {
    const builds = JSON.parse(text);
    if (Array.isArray(builds) && builds.every(isBuild)) return builds;
  } catch {
    // as where it is JSON of another kind
  }
  throw new StepFailure('the variable BUILDS is not the JSON that it should be', text);
}

function isBuild(value: any): value is BuildRecord {
  return value !== null && typeof value === 'object' && typeof value.arn === 'string';
}

function provenanceIn({ variables }: World, builds: readonly BuildRecord[]) {
  const { BUILDER = '', CONTENT_TAG = '', SOURCE_URI, SOURCE_COMMIT, DOCKERFILE_SHA256 } = variables;
  return provenance({
    builder: BUILDER,
    contentTag: CONTENT_TAG,
    builds,
    sourceUri: SOURCE_URI,
    sourceCommit: SOURCE_COMMIT,
    dockerfileSha256: DOCKERFILE_SHA256,
  });
}
