import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { Stack } from 'aws-cdk-lib';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import * as kms from 'aws-cdk-lib/aws-kms';
import { ImageRepository, ImageSigning, ImageTag, NodejsMonorepoPipeline, PipelineSource } from '../../lib';
import { PROVENANCE_TYPE, SIGN_TYPE, SUMMARY_TYPE, TEST_RESULT_TYPE } from '../../lib/attestations/predicate-types';
import { StateMachineRun, TaskFailure } from '../../lib/cli/rehearse/machine/state-machine';
import { answer, cleanUp, removeImagesLike, start, temporaryDirectory } from '../container/engine';
import { smallMonorepo } from '../container/small-monorepo';
import { aws } from './aws';
import { BuildOutcome } from './codebuild';
import { KmsServer, kmsServer, newKey } from './kms-server';
import { lastWords, releaseTags } from './pipeline-fixture';
import { referrers } from './referrers';
import { digestOf, ECR_HOST, FaultyRegistry, faultyRegistry } from './registry';
import { SimulatedPipeline } from './simulated-pipeline';

/*
 * The emulator of AWS runs state machines, and no builds: the state machine of the template is run here, with the buildspecs
 * of the template, the emulator's table and objects, the registry and the engine.
 */

jest.setTimeout(900_000);

/** Of this run alone: the registry outlives it. */
const RUN = `monorepo-${process.pid}-${Date.now()}`;
const NAMES = ['api', 'chat', 'mail'];
const commitOf = (digit: string) => digit.repeat(40);

afterAll(async () => {
  await registry.close();
  await keys.close();
  removeImagesLike(`*/${RUN}/*`);
  cleanUp();
});

/** What came of a push. */
interface Push {
  readonly plan: BuildOutcome;
  readonly status: string;
  readonly builds: Record<string, BuildOutcome>;
  readonly attested: readonly BuildOutcome[];
  readonly release?: BuildOutcome;
}

const source = smallMonorepo(RUN);
const change = (file: string, text: string) => fs.appendFileSync(path.join(source, file), text);
let pipeline: SimulatedPipeline;
let bucket: string;
let keys: KmsServer;
/** The registry, which tells what refers to an image. */
let registry: FaultyRegistry;
let pushes = 0;

const projectNamed = (part: string) => Object.keys(pipeline.resources('AWS::CodeBuild::Project')).find(name => name.includes(part))!;

/** The place of an object, as a file. */
function fetched(place: string): string {
  const file = path.join(temporaryDirectory(), 'object');
  execFileSync('aws', ['s3', 'cp', '--only-show-errors', `s3://${place}`, file]);
  return file;
}

async function push(commit: string): Promise<Push> {
  const plan = await pipeline.start(projectNamed('buildsplan'), { SOURCE_VERSION: commit }, { source });
  const [input] = Object.values(plan.artifacts);
  if (plan.status === 'FAILED' || input === undefined) throw new Error(plan.log.slice(-5000));
  const builds: Record<string, BuildOutcome> = {};
  const attested: BuildOutcome[] = [];
  let release: BuildOutcome | undefined;
  const [{ DefinitionString }] = Object.values(pipeline.resources('AWS::StepFunctions::StateMachine'));
  const machine = new StateMachineRun(JSON.parse(DefinitionString), { context: { Execution: { Name: `${RUN}-${++pushes}` } }, tasks: {
    'dynamodb:getItem': async ({ TableName, Key }) => aws('dynamodb', 'get-item', '--table-name', TableName, '--key', JSON.stringify(Key), '--consistent-read') || {},
    'aws-sdk:s3:putObject': async ({ Bucket, Key, Body }) => {
      const file = path.join(temporaryDirectory(), 'body');
      fs.writeFileSync(file, JSON.stringify(Body).replace(/[0-9]{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com/g, ECR_HOST));
      execFileSync('aws', ['s3', 'cp', '--only-show-errors', file, `s3://${Bucket}/${Key}`]);
      return {};
    },
    'codebuild:startBuild.sync': async ({ ProjectName, SourceLocationOverride, EnvironmentVariablesOverride }) => {
      const variables = Object.fromEntries(EnvironmentVariablesOverride.map(({ Name, Value }: any) => [Name, Value]));
      let directory = temporaryDirectory();
      if (SourceLocationOverride !== undefined) {
        execFileSync('unzip', ['-q', fetched(SourceLocationOverride), '-d', directory]);
      }
      const signs = ProjectName.includes('attest');
      const outcome = await pipeline.start(ProjectName, variables, {
        source: directory, ...signs ? { hosts: { '': registry.host }, environment: { AWS_ENDPOINT_URL_KMS: keys.url } } : {},
      });
      if (signs) attested.push(outcome);
      else if (SourceLocationOverride === undefined) release = outcome;
      else builds[SourceLocationOverride.split('/').at(-2)] = outcome;
      if (outcome.status === 'FAILED') throw new TaskFailure('States.TaskFailed', JSON.stringify({ Build: { Arn: 'arn:aws:codebuild:us-east-1:123456789012:build/images:1' } }));
      return { Build: {} };
    },
  } });
  const { status } = await machine.start(JSON.parse(input));
  return { plan, status, builds, attested, release };
}

const repositoryOf = (name: string) => `${RUN}/${name}`;

beforeAll(async () => {
  const directory = temporaryDirectory();
  const key = newKey(directory, 'one');
  registry = await faultyRegistry(referrers());
  keys = await kmsServer(directory);
  pipeline = SimulatedPipeline.synthesize((stack: Stack) => {
    new NodejsMonorepoPipeline(stack, 'Services', {
      source: PipelineSource.codeCommit(Repository.fromRepositoryName(stack, 'Sources', 'sources')),
      images: NAMES.map(name => ({
        name, directory: path.join(source, 'services', name), port: 8080,
        repository: new ImageRepository(stack, name, { repositoryName: repositoryOf(name), movingTags: ['main'] }),
      })),
      sourceRoot: source,
      tags: [ImageTag.gitCommit({ length: 8 }), ImageTag.moving('main')],
      maximumConcurrency: 2,
      signing: ImageSigning.cosign(kms.Key.fromKeyArn(stack, 'Key', key)),
    });
  }, `Monorepo${process.pid}`);
  [bucket] = Object.keys(pipeline.resources('AWS::S3::Bucket'));
  aws('s3api', 'create-bucket', '--bucket', bucket);
});

/** The statements that a step attached to an image. */
const statedIn = ({ log }: BuildOutcome, digest: string) =>
  [...log.matchAll(/@(sha256:[0-9a-f]{64}) has (https:\S+)$/gm)].flatMap(([, on, type]) => on === digest ? [type] : []);

test('the first push builds, gates, signs and releases all images', async () => {
  const { status, builds, attested, release } = await push(commitOf('a'));

  expect({ status, said: release && lastWords(release) }).toMatchObject({ status: 'SUCCEEDED' });
  expect(Object.keys(builds).sort()).toEqual(NAMES);
  for (const name of NAMES) {
    expect(await releaseTags(repositoryOf(name))).toEqual(['aaaaaaaa', 'main']);
    expect(await digestOf(repositoryOf(name), 'main')).toBe(builds[name].exported.IMAGE_DIGEST);
    expect(Object.keys(Object.values(builds[name].reports)[0])).toEqual(['start/junit.xml', 'test/junit.xml']);
    const stated = attested.flatMap(outcome => statedIn(outcome, builds[name].exported.IMAGE_DIGEST));
    expect(stated).toEqual([TEST_RESULT_TYPE, TEST_RESULT_TYPE, PROVENANCE_TYPE, SIGN_TYPE, SUMMARY_TYPE]);
  }
  const container = start(`${ECR_HOST}/${repositoryOf('chat')}@${builds.chat.exported.IMAGE_DIGEST}`, { ports: [8080] });
  expect(await answer(container, container.url(8080))).toMatchObject({ status: 200, body: `well, ${RUN}` });
});

test('a push that changes nothing builds nothing', async () => {
  expect(await push(commitOf('b'))).toMatchObject({ status: 'SUCCEEDED', builds: {}, release: undefined });
});

test('a push that changes a shared package, and breaks a test of one of the two that have it, releases the other', async () => {
  change('packages/words/index.js', '// changed\n');
  change('services/chat/server.test.js', 'require("node:test").test("is broken", () => { throw new Error("two and two are four"); });\n');
  const before = await digestOf(repositoryOf('chat'), 'main');
  const { status, builds, attested, release } = await push(commitOf('c'));

  expect(status).toBe('FAILED');
  expect(Object.entries(builds).map(([name, outcome]) => [name, outcome.status]).sort()).toEqual([['api', 'SUCCEEDED'], ['chat', 'FAILED']]);
  expect(attested).toHaveLength(1);
  expect(statedIn(attested[0], builds.api.exported.IMAGE_DIGEST)).toContain(SUMMARY_TYPE);
  expect(lastWords(builds.chat, 'nodejs-image: error: ')).toMatch(/^gates that did not pass: test/);
  expect(lastWords(release!, 'nodejs-image: error: ')).toBe('not released: chat; 1 others are released');
  expect(await releaseTags(repositoryOf('api'))).toEqual(['aaaaaaaa', 'cccccccc', 'main']);
  expect(await digestOf(repositoryOf('api'), 'main')).toBe(builds.api.exported.IMAGE_DIGEST);
  expect(await releaseTags(repositoryOf('chat'))).toEqual(['aaaaaaaa', 'main']);
  expect(await digestOf(repositoryOf('chat'), 'main')).toBe(before);
  expect(await releaseTags(repositoryOf('mail'))).toEqual(['aaaaaaaa', 'main']);
});

test('a pull request has those built that it changes, one after another, and nothing is pushed', async () => {
  change('services/chat/server.test.js', '// still broken\n');
  change('services/mail/server.js', '// changed\n');
  const before = await Promise.all(NAMES.map(name => releaseTags(repositoryOf(name))));
  const { status, log, reports } = await pipeline.start(projectNamed('pullrequests'), { CODEBUILD_RESOLVED_SOURCE_VERSION: commitOf('d') }, { source });

  expect(status).toBe('FAILED');
  expect([...log.matchAll(/^nodejs-image: (\S+) is built$/gm)].map(([, name]) => name)).toEqual(['chat', 'mail']);
  expect(log).toContain('nodejs-image: error: did not pass: chat; of 2 images that differ from what is released');
  expect(log).toMatch(/chat: gates that did not pass: test/);
  expect(Object.keys(Object.values(reports)[0]).sort()).toEqual(['chat/start/junit.xml', 'chat/test/junit.xml', 'mail/start/junit.xml', 'mail/test/junit.xml']);
  expect(await Promise.all(NAMES.map(name => releaseTags(repositoryOf(name))))).toEqual(before);
});
