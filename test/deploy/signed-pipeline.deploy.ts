import { Stack } from 'aws-cdk-lib';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Gate, ImageRepository, ImageSigning, ImageTag, NodejsImagePipeline, PipelineSource } from '../../lib';
import { cleanUp, removeImagesLike, temporaryDirectory } from '../container/engine';
import { KmsServer, kmsServer, newKey } from './kms-server';
import { newSources } from './pipeline-fixture';
import { referrers } from './referrers';
import { ask, digestOf, FaultyRegistry, faultyRegistry, manifestOf, tagsOf } from './registry';
import { Circumstances, Execution, SimulatedPipeline } from './simulated-pipeline';

jest.setTimeout(300_000);

/** Of this run alone: the registry outlives it. */
const RUN = `signed-${process.pid}-${Date.now()}`;
const [RELEASED, PRODUCTION] = [`${RUN}/released`, `${RUN}/production`];
const ACTIONS = ['Amd64', 'Attest', 'Release', 'Promote'];

let registry: FaultyRegistry;
let kms: KmsServer;
let key: string;
let pipeline: SimulatedPipeline;
let sources: string;
let circumstances: Circumstances;
let execution: Execution;

beforeAll(async () => {
  const keys = temporaryDirectory();
  key = newKey(keys, 'one');
  registry = await faultyRegistry(referrers());
  kms = await kmsServer(keys);
  sources = newSources('good', RUN);
  pipeline = SimulatedPipeline.synthesize((stack: Stack) => {
    new NodejsImagePipeline(stack, 'Pipeline', {
      source: PipelineSource.codeCommit(Repository.fromRepositoryName(stack, 'Sources', 'sources')),
      repository: new ImageRepository(stack, 'Images', { repositoryName: RELEASED }),
      directory: sources,
      port: 8080,
      gates: [Gate.script('lint'), Gate.script('test')],
      tags: [ImageTag.gitCommit()],
      signing: ImageSigning.cosign(Key.fromKeyArn(stack, 'Key', key)),
      environments: [{
        name: 'production',
        repository: new ImageRepository(stack, 'Production', { repositoryName: PRODUCTION, movingTags: ['live'] }),
        tags: [ImageTag.moving('live')],
      }],
    });
  });
  circumstances = {
    source: sources, variables: { CommitId: '1'.repeat(40) }, environment: { AWS_ENDPOINT_URL_KMS: kms.url },
    hosts: Object.fromEntries(ACTIONS.map(action => [action, registry.host])),
  };
  execution = await pipeline.run(circumstances);
});
afterAll(async () => {
  await registry.close();
  await kms.close();
  removeImagesLike(`*/${RUN}/*`);
  cleanUp();
});

test('a push whose gates pass is signed, released and promoted', async () => {
  const { actions, status } = execution;
  const failed = Object.entries(actions).filter(([, outcome]) => outcome.status === 'FAILED').map(([name, { log }]) => `${name}: ${log.slice(-3000)}`);

  expect([status, failed]).toEqual(['SUCCEEDED', []]);
  expect(Object.keys(actions)).toEqual(ACTIONS);
  expect(await digestOf(PRODUCTION, 'live')).toBe(actions.Amd64.exported.IMAGE_DIGEST);
});

test('an image that was pushed by hand is not promoted', async () => {
  const { type, json } = await manifestOf(RELEASED, execution.actions.Amd64.exported.IMAGE_DIGEST);
  await ask('PUT', `${RELEASED}/manifests/by-hand`, { type, text: JSON.stringify({ ...json, annotations: { by: 'hand' } }) });
  const digest = (await digestOf(RELEASED, 'by-hand'))!;
  const before = await tagsOf(PRODUCTION);

  const { status, log } = await pipeline.action('Promote', { IMAGE_DIGEST: digest, CONTENT_TAG: execution.actions.Amd64.exported.CONTENT_TAG, RELEASE_TAGS: '' }, circumstances);

  expect([status, log]).toEqual(['FAILED', expect.stringContaining(`${RELEASED}@${digest} is not admitted: it has no signature`)]);
  expect(await digestOf(PRODUCTION, 'live')).toBe(execution.actions.Amd64.exported.IMAGE_DIGEST);
  expect(await tagsOf(PRODUCTION)).toEqual(before);
});
