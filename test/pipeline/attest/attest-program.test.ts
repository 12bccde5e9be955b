import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import * as fc from 'fast-check';
import { ImageSbom, SbomTool } from '../../../lib';
import { WORK_DIRECTORY } from '../../../lib/steps/step-program';
import { holds } from '../../property';
import { hostileReports } from '../../shell/hostile';
import { awsCalls, callsOf, inputsOf, ScriptedRun } from '../../shell/scripted-run';
import { temporaryDirectory } from '../../temporary';
import { KEY_ARN, PROVENANCE, Registry, REPOSITORY, SIGNATURE, verified } from './attested';

const URL = 'https://tools.example.com/syft.tar.gz';
const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const SBOM = 'https://cyclonedx.org/bom';

const typesOf = (registry: Registry, digest?: string): string[] => registry.attached(digest).map(({ statement }) => statement.predicateType);
const provenance = (registry: Registry): any =>
  registry.attached().filter(({ statement }) => statement.predicateType === PROVENANCE).at(-1)!.statement.predicate;
const signed = (run: ScriptedRun) => awsCalls(run, 'kms', 'Sign');
const errorOf = ({ log }: ScriptedRun): string | undefined => /^nodejs-image: error: (.*)$/m.exec(log)?.[1];
const lastLine = ({ log }: ScriptedRun): string => log.trimEnd().split('\n').at(-1)!;

/** An archive with a stand-in for the tool, under a name. */
function archive(name = 'syft', text = 'printf \'{"components":["%s"]}\' "$2" >"${5#*=}"'): Buffer {
  const directory = temporaryDirectory();
  const program = `#!/bin/bash\nprintf '%s\\0' syft "$@" $'\\1end of call\\1' >>"$CALLS"\n${text}\n`;
  fs.writeFileSync(path.join(directory, name), program, { mode: 0o755 });
  return execFileSync('tar', ['-czf', '-', '-C', directory, name]);
}

const sbomOf = (sha256: string) => ImageSbom.cycloneDx({ tool: SbomTool.fromUrl({ url: URL, sha256 }) });

describe('what is attached', () => {
  test('is what is in the image, how it was built, and the signature as the last, each signed by the key and of this image', () => {
    const registry = new Registry();
    const run = registry.attest({ sbom: sbomOf(registry.addTool(archive())) });

    expect(run.status).toBe(0);
    expect(typesOf(registry)).toEqual([SBOM, PROVENANCE, SIGNATURE]);
    registry.attached().forEach(({ envelope, statement }) => {
      expect(verified(envelope, registry.publicKey)).toBe(true);
      expect(statement).toMatchObject({
        _type: 'https://in-toto.io/Statement/v1', subject: [{ name: REPOSITORY, digest: { sha256: registry.digest.slice('sha256:'.length) } }],
      });
    });
    expect(registry.attached()[0].statement.predicate).toEqual({ components: [`registry:${REPOSITORY}@${registry.digest}`] });
    expect(registry.attached()[2].statement.predicate).toEqual({});
  });

  test('without an SBOM is the rest, signed in the region of the key, and nothing is downloaded', () => {
    const registry = new Registry();
    const run = registry.attest();
    const addresses = callsOf(run, 'fetch').map(([, , address]) => address);

    expect([run.status, typesOf(registry)]).toEqual([0, [PROVENANCE, SIGNATURE]]);
    expect(signed(run).map(({ region, input: { KeyId, MessageType } }) => [region, KeyId, MessageType])).toEqual(Array(2).fill(['eu-west-1', KEY_ARN, 'DIGEST']));
    expect(addresses.filter(address => !address.startsWith(`https://${REPOSITORY.split('/')[0]}/v2/team/api/`))).toEqual([]);
  });

  test('is there once, however often the step is run', () => {
    const registry = new Registry();
    const sbom = sbomOf(registry.addTool(archive()));
    registry.attest({ sbom });
    const again = registry.attest({ sbom });

    expect([again.status, typesOf(registry)]).toEqual([0, [SBOM, PROVENANCE, SIGNATURE]]);
    expect([signed(again), callsOf(again, 'syft')]).toEqual([[], []]);
    expect(again.said).toEqual([SBOM, PROVENANCE, SIGNATURE].map(type => `${REPOSITORY}@${registry.digest} has ${type} already`));
  });

  test('and was changed does not verify, and does not count: it is attached again', () => {
    const registry = new Registry();
    const sbom = sbomOf(registry.addTool(archive()));
    registry.attest({ sbom });
    registry.tamper(envelope => envelope.payload = Buffer.from(Buffer.from(envelope.payload, 'base64').toString('utf8').replace('team/api', 'team/apj')).toString('base64'));

    expect(registry.attached().map(({ envelope }) => verified(envelope, registry.publicKey))).toEqual([false, false, false]);
    expect(registry.attest({ sbom }).status).toBe(0);
    expect(registry.attached().map(({ envelope }) => verified(envelope, registry.publicKey))).toEqual([false, false, false, true, true, true]);
  });

  test('to another image does not count for this one', () => {
    const registry = new Registry();
    const other = registry.add({ schemaVersion: 2, mediaType: 'application/vnd.oci.image.manifest.v1+json', layers: [] });
    registry.attest();
    registry.move(registry.digest, other);
    const run = registry.attest({ environment: { IMAGE_DIGEST: other } });

    expect(run.status).toBe(0);
    expect(signed(run)).toHaveLength(2);
  });

  test('that is no bundle does not count', () => {
    const registry = new Registry();
    registry.attest();
    registry.tamper(envelope => Object.assign(envelope, { payload: '%', signatures: [] }));

    expect(signed(registry.attest())).toHaveLength(2);
  });
});

test('of an index, each image has all of it, and the index what is not of one image', () => {
  const images = ['amd64', 'arm64'].map(architecture => ({ architecture, digest: '' }));
  const registry = new Registry({ mediaType: 'application/vnd.oci.image.index.v1+json', manifests: [
    ...images.map(image => ({ digest: image.digest = imageDigest(image.architecture), platform: { os: 'linux', architecture: image.architecture } })),
    { digest: imageDigest('unknown'), platform: { os: 'unknown', architecture: 'unknown' } },
  ] });
  images.forEach(({ architecture }) => registry.add({ architecture }));
  const run = registry.attest({ sbom: sbomOf(registry.addTool(archive())) });

  expect(run.status).toBe(0);
  images.forEach(({ digest }) => expect(typesOf(registry, digest)).toEqual([SBOM, PROVENANCE, SIGNATURE]));
  expect(typesOf(registry)).toEqual([PROVENANCE, SIGNATURE]);
  expect(typesOf(registry, imageDigest('unknown'))).toEqual([]);
  expect(run.said.at(-1)).toBe(`${REPOSITORY}@${registry.digest} has ${SIGNATURE}`);
  expect(callsOf(run, 'fetch').filter(([, , address]) => address === URL)).toHaveLength(1);
});

const imageDigest = (architecture: string): string => new Registry({ architecture }).digest;

describe('how it was built', () => {
  test('is who built it, and nothing of a source that is not known', () => {
    const registry = new Registry();
    registry.attest();

    expect(provenance(registry)).toEqual({
      buildDefinition: {
        buildType: 'https://github.com/cdk-nodejs-image/cdk-nodejs-image/codebuild/v1', externalParameters: { contentTag: 'c0ffee' }, resolvedDependencies: [],
      },
      runDetails: { builder: { id: 'pipeline' }, metadata: { invocationId: '' } },
    });
  });

  test('is the source, the commit and the Dockerfile, and the builds from the first start to the last end', () => {
    const registry = new Registry();
    const BUILT = 'arn:build:1|2026-01-01T00:00:05Z|2026-01-01T00:02:00Z,arn:build:2|2026-01-01T00:00:00Z|2026-01-01T00:01:00Z';
    registry.attest({ environment: { BUILT, SOURCE_URI: 'https://example.com/api', SOURCE_COMMIT: COMMIT, DOCKERFILE_SHA256: 'f'.repeat(64) } });

    expect(provenance(registry)).toMatchObject({
      buildDefinition: {
        externalParameters: { contentTag: 'c0ffee', source: 'https://example.com/api' },
        resolvedDependencies: [
          { uri: 'git+https://example.com/api', digest: { gitCommit: COMMIT } }, { name: 'Dockerfile', digest: { sha256: 'f'.repeat(64) } },
        ],
      },
      runDetails: { metadata: { invocationId: 'arn:build:1 arn:build:2', startedOn: '2026-01-01T00:00:00Z', finishedOn: '2026-01-01T00:02:00Z' } },
    });
  });

  test('from a commit is a further record of the same image, without an address where the source has none', () => {
    const registry = new Registry();
    registry.attest();
    registry.attest({ environment: { SOURCE_COMMIT: COMMIT } });

    expect(typesOf(registry)).toEqual([PROVENANCE, SIGNATURE, PROVENANCE]);
    expect(provenance(registry).buildDefinition.resolvedDependencies).toEqual([{ digest: { gitCommit: COMMIT } }]);
  });

  test.each(['[', '[1]', '[\nnodejs-image: forged'])('is an error where the builds are %j, of which no line begins as one of the program', BUILDS => {
    const run = new Registry().attest({ environment: { BUILDS } });

    expect([run.status, errorOf(run)]).toEqual([1, 'the variable BUILDS is not the JSON that it should be']);
    expect(run.log).not.toMatch(/^nodejs-image: forged/m);
    expect(lastLine(run)).toMatch(/^nodejs-image: \| /);
    expect(signed(run)).toEqual([]);
  });
});

describe('what is refused', () => {
  test.each(['latest', 'sha256:abc', '', `sha256:${'a'.repeat(64)}\n`, `sha256:${'A'.repeat(64)}`, `sha256:${'a'.repeat(64)}$(touch pwned)`])('the digest %j', IMAGE_DIGEST => {
    const run = new Registry().attest({ environment: { IMAGE_DIGEST } });

    expect([run.status, errorOf(run)]).toEqual([1, `IMAGE_DIGEST must be "sha256:" and 64 hexadecimal digits, received "${IMAGE_DIGEST.replace('\n', ' ')}"`]);
    expect(run.calls.map(([program, , operation]) => `${program} ${operation}`)).not.toContainEqual(expect.stringMatching(/^fetch|Sign$|imagetools$/));
    expect(run.files).toEqual([WORK_DIRECTORY]);
  });

  test.each(['', 'example.com/api', 'public.ecr.aws/team/api', `${REPOSITORY}:tag`, `${REPOSITORY}\nnodejs-image: forged`, `${REPOSITORY}$(touch pwned)`])('the repository %j, before anything is called', repository => {
    const run = new Registry().attest({ environment: { REPOSITORY: repository } });

    expect([run.status, errorOf(run), run.calls]).toEqual([1, `"${repository.replace('\n', ' ')}" is no repository of Amazon ECR`, []]);
  });

  test('a key of another kind', () => {
    const run = new Registry().attest({ script: { 'kms GetPublicKey': [{ json: { KeySpec: 'RSA_2048', PublicKey: new Uint8Array(3) } }] } });

    expect([run.status, errorOf(run)]).toEqual([1, `the key ${KEY_ARN} must be an ECC_NIST_P256 key for signing, received RSA_2048`]);
    expect(callsOf(run, 'fetch')).toEqual([]);
  });

  test.each([
    ['reading the key', 'GetPublicKey', `cannot read the public key of ${KEY_ARN}`], ['signing', 'Sign', `cannot sign with ${KEY_ARN}`],
  ])('%s by KMS: the words of AWS are the last, and nothing is attached', (_, operation, message) => {
    const registry = new Registry();
    const run = registry.attest({ script: { [`kms ${operation}`]: [{ error: '(AccessDeniedException) no' }] } });

    expect([run.status, errorOf(run), lastLine(run)]).toEqual([1, message, 'nodejs-image: | An error occurred (AccessDeniedException): no']);
    expect(inputsOf(run, 'kms', operation)).toHaveLength(1);
    expect(registry.attached()).toEqual([]);
  });

  test('by a KMS that is busy is tried again, up to five times', () => {
    const run = new Registry().attest({ script: { 'kms GetPublicKey': [{ error: '(ThrottlingException) slower' }] } });

    expect([run.status, inputsOf(run, 'kms', 'GetPublicKey').length]).toEqual([1, 5]);
  });

  test('by the registry: its words are the last', () => {
    const registry = new Registry();
    const run = registry.attest({ environment: { REFUSED: 'PUT https://123456789012.dkr.ecr.eu-central-1.amazonaws.com/v2/team/api/manifests/' } });

    expect([run.status, errorOf(run)]).toEqual([1, `cannot attach a bundle to ${REPOSITORY}@${registry.digest}: the registry answered 403`]);
    expect(lastLine(run)).toBe('nodejs-image: | go away');
    expect(registry.attached()).toEqual([]);
  });
});

describe('the tool for an SBOM', () => {
  test('with another checksum is not run, and nothing is signed', () => {
    const registry = new Registry();
    const sum = registry.addTool(archive());
    const run = registry.attest({ sbom: sbomOf('0'.repeat(64)) });

    expect([run.status, errorOf(run)]).toEqual([1, `${URL} has the SHA-256 ${sum}, and not ${'0'.repeat(64)}`]);
    expect([callsOf(run, 'syft'), signed(run), registry.attached()]).toEqual([[], [], []]);
  });

  test('that is not there is an error', () => {
    const run = new Registry().attest({ sbom: sbomOf('0'.repeat(64)) });

    expect([run.status, errorOf(run)]).toEqual([1, `cannot download ${URL}`]);
  });

  test('that the archive does not hold is an error', () => {
    const registry = new Registry();

    expect(errorOf(registry.attest({ sbom: sbomOf(registry.addTool(archive('other'))) }))).toBe(`${URL} holds no program syft`);
  });

  test('that fails has the last words, and nothing is signed', () => {
    const registry = new Registry();
    const run = registry.attest({ sbom: sbomOf(registry.addTool(archive('syft', 'echo broken >&2; exit 3'))) });

    expect([run.status, errorOf(run), lastLine(run)]).toEqual([1, `cannot list what is in ${REPOSITORY}@${registry.digest}`, 'nodejs-image: | broken']);
    expect(registry.attached()).toEqual([]);
  });
});

test('whatever is in the variables of a run, it is attested and not run, and forges no line', () => {
  holds(fc.property(hostileReports, hostileReports, hostileReports, hostileReports.map(text => text.replace(/[|,]/g, '')), hostileReports, (CONTENT_TAG, SOURCE_URI, SOURCE_COMMIT, BUILT, BUILDER) => {
    const registry = new Registry();
    const run = registry.attest({ environment: { CONTENT_TAG, SOURCE_URI, SOURCE_COMMIT, BUILT: `${BUILT}|${BUILT}|${BUILT}`, BUILDER } });

    expect([run.status, run.files]).toEqual([0, [WORK_DIRECTORY]]);
    expect(run.log.trimEnd().split('\n')).toEqual([PROVENANCE, SIGNATURE].map(type => `nodejs-image: ${REPOSITORY}@${registry.digest} has ${type}`));
    expect(provenance(registry)).toMatchObject({
      buildDefinition: {
        externalParameters: { contentTag: CONTENT_TAG, source: SOURCE_URI }, resolvedDependencies: [{ uri: `git+${SOURCE_URI}`, digest: { gitCommit: SOURCE_COMMIT } }],
      },
      runDetails: { builder: { id: BUILDER }, metadata: { invocationId: BUILT } },
    });
    registry.attached().forEach(({ envelope }) => expect(verified(envelope, registry.publicKey)).toBe(true));
  }), 5);
});
