import { execFileSync } from 'child_process';
import { createHash, createPublicKey, randomUUID } from 'crypto';
import * as fs from 'fs';
import * as https from 'https';
import * as path from 'path';
import { bundleFromJSON } from '@sigstore/bundle';
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';
import { Gate, TestReport } from '../../lib';
import { buildBuildspec } from '../../lib/codebuild/buildspec/buildspecs';
import { stepBuildspec } from '../../lib/codebuild/buildspec/step-buildspec';
import { cleanUp, contextOf, removeImagesLike, temporaryDirectory } from '../container/engine';
import { smallApp } from '../container/small-app';
import { runBuildspec } from './codebuild';
import { documentedCommands, runCosign } from './cosign';
import { kmsServer, KmsServer, newKey } from './kms-server';
import { referrers } from './referrers';
import { ask, FaultyRegistry, faultyRegistry, manifestOf } from './registry';
import { createTable } from './table';

jest.setTimeout(600_000);

const RUN = `proof-${process.pid}-${Date.now()}`;
const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const PROVENANCE = 'https://slsa.dev/provenance/v1';
const TEST_RESULT = 'https://in-toto.io/attestation/test-result/v0.1';
const SUMMARY = 'https://slsa.dev/verification_summary/v1';
const GATES = [
  Gate.script('test', { reports: [TestReport.junit('own.xml')] }),
  // the last words of a test runner that found nothing
  Gate.command(['node', '--eval', 'console.log("# pass 0")'], { name: 'nothing' }),
];
const JUNIT = 'node --test --test-reporter=spec --test-reporter-destination=stdout --test-reporter=junit --test-reporter-destination=own.xml server.test.js';

let registry: FaultyRegistry;
let kms: KmsServer;
let keyArn: string;
let otherKeyArn: string;
let keys: string;

beforeAll(async () => {
  createTable(RUN);
  registry = await faultyRegistry(referrers());
  keys = temporaryDirectory();
  kms = await kmsServer(keys);
  [keyArn, otherKeyArn] = [newKey(keys, randomUUID()), newKey(keys, randomUUID())];
});
afterAll(async () => {
  await registry.close();
  await kms.close();
  removeImagesLike(`*/${RUN}/*`);
  cleanUp();
});

function sources(gates: Gate[]): string {
  const files = {
    'server.test.js': 'require("node:test").test("two and two are four", () => {});\n',
    'new.js': `// ${RUN} ${Math.random()}\n`,
  };
  const source = temporaryDirectory();
  execFileSync('tar', ['-cf', path.join(source, 'context.tar'), '-C', contextOf(smallApp({ scripts: { test: JUNIT }, files }), { gates }), '.']);
  return source;
}

/** Builds, and signs what was built; gives the digest and what is attached to it, as the verifier of Sigstore takes it. */
async function released(name: string, gates: Gate[]): Promise<{ digest: string; attached: any[] }> {
  const shared = { REPOSITORY: `${registry.host}/${RUN}/${name}`, RECORDS: RUN, CONTENT_TAG: 'one' };
  const build = await runBuildspec(JSON.stringify(buildBuildspec()), {
    source: sources(gates),
    environment: {
      ...shared, PLATFORM: 'linux/amd64', GATES: JSON.stringify([...gates.map(gate => gate.name), 'start']), SOURCE_VERSION: COMMIT, CODEBUILD_BUILD_URL: 'https://example.com/build/1',
      BUILD_ARGS: '{}', BUILD_SECRETS: '[]', CACHE_STAGES: '[]', BASE_IMAGES: '[]', TAGS: '[]',
    },
  });
  expect([build.status, build.status === 'SUCCEEDED' ? '' : build.log.slice(-3000)]).toEqual(['SUCCEEDED', '']);
  const signed = await runBuildspec(JSON.stringify(stepBuildspec({ name: 'attest' })), {
    environment: { ...shared, KEY_ARN: keyArn, AWS_ENDPOINT_URL_KMS: kms.url, SBOM: '{}', SOURCE_COMMIT: COMMIT },
  });
  expect([signed.status, signed.status === 'SUCCEEDED' ? '' : signed.log]).toEqual(['SUCCEEDED', '']);
  const digest = build.exported.IMAGE_DIGEST;
  return { digest, attached: await statements(name, digest) };
}

async function statements(name: string, digest: string): Promise<any[]> {
  const key = createPublicKey(fs.readFileSync(path.join(keys, `${keyArn.split('/').at(-1)}.pem`))).export({ type: 'spki', format: 'der' });
  const hint = createHash('sha256').update(key).digest('base64');
  const trusted = { rawBytes: key, keyDetails: 5 /* PKIX_ECDSA_P256_SHA_256 */, validFor: { start: new Date(0) } } as any;
  const material = toTrustMaterial({ mediaType: '', tlogs: [], certificateAuthorities: [], ctlogs: [], timestampAuthorities: [] }, { [hint]: trusted });
  const verifier = new Verifier(material, { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 0 });
  const { manifests } = await asked(`${RUN}/${name}/referrers/${digest}`);
  return Promise.all(manifests.map(async (referrer: any) => {
    const { json } = await manifestOf(`${RUN}/${name}`, referrer.digest);
    const bundle = JSON.parse((await ask('GET', `${RUN}/${name}/blobs/${json.layers[0].digest}`)).body);
    verifier.verify(toSignedEntity(bundleFromJSON(bundle)));
    return JSON.parse(Buffer.from(bundle.dsseEnvelope.payload, 'base64').toString('utf8'));
  }));
}

function asked(url: string): Promise<any> {
  return new Promise((resolve, reject) => {
    https.get(`https://${registry.host}/v2/${url}`, { rejectUnauthorized: false }, response => {
      let text = '';
      response.on('data', data => text += data).on('end', () => resolve(JSON.parse(text)));
    }).on('error', reject);
  });
}

function cosign(command: string, name: string, digest: string, by = keyArn) {
  return runCosign(command, { image: `${registry.host}/${RUN}/${name}@${digest}`, keyArn: by, kms: kms.url });
}

/** The types of the statements that cosign printed. */
function types(output: string): string[] {
  return [...output.matchAll(/^\{"payload(?:Type)?":.*$/gm)].map(([line]) => JSON.parse(Buffer.from(JSON.parse(line).payload, 'base64').toString('utf8')).predicateType);
}

test('an image that was built and passed carries what its gates said, with what took part by digest', async () => {
  const { digest, attached } = await released('passes', [GATES[0]]);
  const results = attached.filter(({ predicateType }) => predicateType === TEST_RESULT);
  const [tested] = results;

  expect(results.map(({ predicate }) => [predicate.configuration[0].annotations.gate, predicate.result])).toEqual([['test', 'PASSED'], ['start', 'PASSED']]);
  expect(tested.subject).toEqual([{ name: `${registry.host}/${RUN}/passes`, digest: { sha256: digest.slice(7) } }, { name: 'commit', digest: { gitCommit: COMMIT } }]);
  expect(tested.predicate.url).toBe('https://example.com/build/1');
  expect(tested.predicate.passedTests).toContainEqual(expect.stringMatching(/two and two are four$/));
  const { configuration } = tested.predicate;
  expect(configuration.map(({ name }: any) => name)).toEqual(expect.arrayContaining(['test', 'gate.mjs', 'start.mjs', 'base image']));
  configuration.forEach((one: any) => expect(one.digest.sha256).toMatch(/^[0-9a-f]{64}$/));
  const summary = attached.at(-1);
  expect([summary.predicateType, summary.predicate.verificationResult, summary.predicate.policy.annotations.gates]).toEqual([SUMMARY, 'PASSED', { test: 'PASSED', start: 'PASSED' }]);

  // the commands of the page, as they are printed; this image has no SBOM, which attest.deploy.ts verifies
  const commands = documentedCommands().filter(command => !command.includes('cyclonedx'));
  const verified = await Promise.all(commands.map(command => cosign(command, 'passes', digest)));
  expect(verified.map(({ status, output }) => [status, status === 0 ? '' : output])).toEqual(commands.map(() => [0, '']));
  expect(verified.map(({ output }) => types(output))).toEqual([[], [PROVENANCE], [TEST_RESULT, TEST_RESULT], [SUMMARY]]);
  const byAnother = await Promise.all(commands.map(command => cosign(command, 'passes', digest, otherKeyArn)));
  expect(byAnother.map(({ status }) => status)).not.toContain(0);
}, 1_200_000);

test('a gate that runs no test is a warning, and the image does not pass', async () => {
  const { attached } = await released('nothing', GATES);
  const results = attached.filter(({ predicateType }) => predicateType === TEST_RESULT);

  expect(results.map(({ predicate }) => predicate.result)).toEqual(['PASSED', 'WARNED', 'PASSED']);
  expect(attached.at(-1).predicate).toMatchObject({ verificationResult: 'FAILED', verifiedLevels: ['SIGNED'] });
});
