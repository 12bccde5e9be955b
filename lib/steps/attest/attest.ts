import { isDeepStrictEqual } from 'util';
import { PROVENANCE_TYPE, SIGN_TYPE, SUMMARY_TYPE, TEST_RESULT_TYPE } from '../../attestations/predicate-types';
import { imageSubject } from '../../attestations/statement';
import { testResult } from '../../attestations/test-result';
import { parseVerificationSummary, verificationSummary } from '../../attestations/verification-summary';
import { ours } from '../records/records';
import { ecrRepository } from '../registry/ecr-repository';
import { imagesOf } from '../registry/images';
import { login } from '../registry/login';
import { RegistryRepository } from '../registry/registry-repository';
import { Step } from '../step';
import { given } from '../world/variables';
import { World } from '../world/world';
import { Attestations } from './attestations';
import { builderId } from './builder-id';
import { buildsIn } from './builds-in';
import { GateEvidence, gateEvidence } from './gate-evidence';
import { BuildRecord, provenance } from './provenance';
import { Sbom, sbomOptions } from './sbom';
import { SigningKey } from './signing-key';

/** A summary that is older is made anew: who asks for one of late has one with each release. */
const FRESH = 24 * 60 * 60 * 1000;

/**
 * Signs an image, and attests how it was built, what its gates said and what is in it: statements of in-toto in envelopes of DSSE, as
 * bundles of Sigstore. Of an index, itself and each image in it.
 */
export const attest: Step = async world => {
  const { REPOSITORY = '', KEY_ARN = '' } = world.variables;
  const builds = buildsIn(world);
  const { uri, host } = ecrRepository(REPOSITORY);
  await login(world, host);
  const key = new SigningKey(world, KEY_ARN);
  const attestations = new Attestations(world, new RegistryRepository(world, uri), key, await key.hint());
  const whole = await digestIn(world);
  const images = await imagesOf(world, uri, whole);
  const evidence = await gateEvidence(world, images);
  const handedOn = builds() ?? evidence?.builds ?? [];
  const builder = given(world, 'BUILDER') ?? builderId(world, handedOn);
  const built = provenanceIn(world, builder, handedOn, evidence);
  const lists = sbomOptions(world);
  const sbom = lists && new Sbom(world, lists);
  // what is said of the whole comes last: what is signed has all of it, and what is summarised is signed
  const digests = [...images.filter(image => image !== whole).reverse(), whole];
  const subjects = [...digests].reverse().map(digest => imageSubject(uri, digest));
  const statements: string[] = [];
  for (const gate of evidence?.gates ?? []) {
    const predicate = testResult(gate, evidence!.run);
    const claim = { subjects: [...subjects, ...evidence!.commits], type: TEST_RESULT_TYPE, predicate };
    statements.push(await attestations.onAll(digests, claim, there => isDeepStrictEqual(there, predicate)));
  }
  for (const digest of digests) {
    if (sbom && images.includes(digest)) {
      await attestations.on(digest, sbom.options.predicateType, () => sbom.of(`${uri}@${digest}`));
    }
    const isRecord = (there: any) => isDeepStrictEqual(there.buildDefinition, built.buildDefinition);
    const record = await attestations.on(digest, PROVENANCE_TYPE, () => built, isRecord);
    const signature = await attestations.on(digest, SIGN_TYPE, () => ({}));
    if (digest === whole) statements.push(record, signature);
  }
  if (evidence) {
    const { predicate, holds } = summaryIn(world, builder, evidence, statements);
    await attestations.onAll(digests, { subjects, type: SUMMARY_TYPE, predicate }, holds);
  }
  return {};
};

/** The image, as another action handed it on, or as it was recorded. */
async function digestIn(world: World): Promise<string> {
  const { IMAGE_DIGEST = '', CONTENT_TAG = '' } = world.variables;
  if (IMAGE_DIGEST !== '' || given(world, 'RECORDS') === undefined) return IMAGE_DIGEST;
  return await ours(world, CONTENT_TAG) ?? '';
}

function provenanceIn({ variables }: World, builder: string, builds: readonly BuildRecord[], evidence: GateEvidence | undefined) {
  const { CONTENT_TAG = '', SOURCE_URI, SOURCE_COMMIT, DOCKERFILE_SHA256 } = variables;
  return provenance({
    builder,
    contentTag: CONTENT_TAG,
    builds,
    sourceUri: SOURCE_URI,
    sourceCommit: SOURCE_COMMIT ?? evidence?.commits[0]?.digest.gitCommit,
    network: evidence?.network,
    materials: evidence?.materials ?? (DOCKERFILE_SHA256 ? [{ name: 'Dockerfile', digest: { sha256: DOCKERFILE_SHA256 } }] : []),
  });
}

/** Summary of an image, and whether one that is there says the same, and of late. */
function summaryIn(world: World, verifier: string, { gates }: GateEvidence, digests: readonly string[]) {
  const { REPOSITORY = '', KEY_ARN = '' } = world.variables;
  const { host, name } = ecrRepository(REPOSITORY);
  const now = world.now();
  const predicate = verificationSummary({
    verifier,
    repository: REPOSITORY,
    policy: { gates: Object.fromEntries(gates.map(({ gate, result }) => [gate, result])), scan: given(world, 'SCANNED'), signature: KEY_ARN },
    statements: digests.map(digest => ({ uri: `https://${host}/v2/${name}/blobs/${digest}`, digest: { sha256: digest.slice('sha256:'.length) } })),
    now,
  });
  const holds = (there: any) => {
    const { timeVerified } = parseVerificationSummary(there) ?? { timeVerified: 0 };
    const same = isDeepStrictEqual([there.policy, there.verifier], JSON.parse(JSON.stringify([predicate.policy, predicate.verifier])));
    return same && timeVerified <= now && now - timeVerified < FRESH;
  };
  return { predicate, holds };
}
