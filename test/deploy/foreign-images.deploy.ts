import { Stack } from 'aws-cdk-lib';
import { Gate, ImageTag, ImageRepository, NodejsImageProject, PipelineSource } from '../../lib';
import { cleanUp, removeImagesLike } from '../container/engine';
import { BuildOutcome } from './codebuild';
import { pushImageOfOneFile } from './image-of-one-file';
import { newSources, synthesized } from './pipeline-fixture';
import { ask, digestOf, ECR_HOST, faultyRegistry, manifestOf } from './registry';
import { Execution, SimulatedPipeline } from './simulated-pipeline';

/*
 * Whoever may push to the repository, and nothing else, tries to have an image of theirs released; and builds race for tags.
 */

jest.setTimeout(900_000);

/** Of this run alone: the registry outlives it. */
const RUN = `foreign-${process.pid}-${Date.now()}`;
const commitOf = (digit: string) => digit.repeat(40);

afterAll(() => {
  removeImagesLike(`*/${RUN}/*`);
  cleanUp();
});

function succeeded(outcome: BuildOutcome): BuildOutcome {
  if (outcome.status === 'FAILED') throw new Error(outcome.log.slice(-5000));
  return outcome;
}

describe('an image that somebody else pushes under the tag of a content', () => {
  const source = newSources('good', RUN);
  let pipeline: SimulatedPipeline;
  let first: Execution;

  const run = (repository: string, commit: string) => pipeline.run({ source, variables: { CommitId: commit }, repository: `${RUN}/${repository}` });

  beforeAll(async () => {
    pipeline = synthesized(`${RUN}/placeholder`, source, { registryCache: false });
    first = await run('first', commitOf('1'));
  });

  test('gets none of its tags and none of its reports: the image is built', async () => {
    // GIVEN what anybody can compute who has the sources
    const { CONTENT_TAG: tag } = succeeded(first.actions.Amd64).exported;
    pushImageOfOneFile(`${RUN}/forged`, tag);
    const foreign = await digestOf(`${RUN}/forged`, tag);

    // WHEN
    const { status, actions: { Amd64 } } = await run('forged', commitOf('2'));

    // THEN
    const digest = Amd64.exported.IMAGE_DIGEST;
    expect([status, digest === foreign]).toEqual(['SUCCEEDED', false]);
    expect([await digestOf(`${RUN}/forged`, commitOf('2')), await digestOf(`${RUN}/forged`, 'main'), await digestOf(`${RUN}/forged`, tag)]).toEqual([digest, digest, foreign]);
    expect(Amd64.log.match(/\[gate test\] passed/g)).toHaveLength(1);
    expect(Amd64.log).toContain(`${tag} holds ${foreign}, which no build has recorded: it is not used, and the image is built`);
    expect(Object.values(Amd64.reports).flatMap(group => Object.values(group)).filter(report => report.includes('<skipped'))).toEqual([]);
    expect((await manifestOf(`${RUN}/forged`, 'main')).json.layers.length).toBeGreaterThan(1);

    // and again: what was built is known, whatever is under the tag
    const again = succeeded((await run('forged', commitOf('2'))).actions.Amd64);
    expect([again.exported.IMAGE_DIGEST, again.exported.BUILT]).toEqual([digest, Amd64.exported.BUILT]);
    expect(again.log).toMatch(/: nothing is built$/m);
  });

  test('is not taken where it comes later, nor is an older image of ours', async () => {
    const { IMAGE_DIGEST: digest, CONTENT_TAG: tag } = succeeded(first.actions.Amd64).exported;
    pushImageOfOneFile(`${RUN}/first`, tag);

    const again = await run('first', commitOf('1'));

    expect([again.status, again.actions.Amd64.exported.IMAGE_DIGEST, await digestOf(`${RUN}/first`, 'main')]).toEqual(['SUCCEEDED', digest, digest]);
  });

  test('is not needed where the recorded one was deleted: it is built again', async () => {
    const before = succeeded((await run('deleted', commitOf('3'))).actions.Amd64).exported;
    await ask('DELETE', `${RUN}/deleted/manifests/${before.IMAGE_DIGEST}`);
    pushImageOfOneFile(`${RUN}/deleted`, before.CONTENT_TAG);

    const { status, actions: { Amd64 } } = await run('deleted', commitOf('4'));

    expect([status, Amd64.log.match(/\[gate test\] passed/g)?.length]).toEqual(['SUCCEEDED', 1]);
    expect(await digestOf(`${RUN}/deleted`, commitOf('4'))).toBe(Amd64.exported.IMAGE_DIGEST);
    expect(await digestOf(`${RUN}/deleted`, before.CONTENT_TAG)).not.toBe(Amd64.exported.IMAGE_DIGEST);
  });
});

describe('builds of one project that race', () => {
  const [EARLIER, LATER] = [1_790_000_000_000, 1_790_000_060_000];
  let project: SimulatedPipeline;
  let fixed: SimulatedPipeline;

  beforeAll(() => {
    const directory = newSources('good', RUN);
    const [moving, version] = [ImageTag.moving('main'), ImageTag.packageVersion()].map(tag => SimulatedPipeline.synthesize((stack: Stack) => {
      new NodejsImageProject(stack, 'Api', {
        source: PipelineSource.gitHub('team/api', { connectionArn: 'arn:aws:codeconnections:us-east-1:123456789012:connection/0f0e0d0c', pullRequests: false }),
        repository: new ImageRepository(stack, 'Images', { repositoryName: `${RUN}/placeholder`, movingTags: ['main'] }),
        directory, port: 8080, gates: [Gate.script('test')], tags: [tag], registryCache: false,
      });
    }));
    [project, fixed] = [moving, version];
  });

  const build = (repository: string, began: number, mark: string) =>
    project.build(/./, { source: newSources('good', `${RUN} ${repository} ${mark}`), repository: `${RUN}/${repository}`, began });

  test.each([
    ['the later one ends last', [EARLIER, LATER]],
    ['the earlier one ends last', [LATER, EARLIER]],
  ])('leave a tag that moves with the later one: where %s', async (name, order) => {
    const repository = name.replace(/ /g, '-');
    const outcomes: Record<number, BuildOutcome> = {};
    for (const began of order) {
      outcomes[began] = succeeded(await build(repository, began, String(began)));
    }

    const [earlier, later] = [EARLIER, LATER].map(began => outcomes[began].exported.IMAGE_DIGEST);
    expect(await digestOf(`${RUN}/${repository}`, 'main')).toBe(later);
    // who loses says so
    const said = `notice: the tag main of ${ECR_HOST}/${RUN}/${repository} is not moved to ${earlier}: a later build has put it on ${later}`;
    expect(outcomes[EARLIER].log.includes(said)).toBe(order[1] === EARLIER);
  });

  test('leave it so where they do at the same time', async () => {
    const outcomes = await Promise.all([LATER, EARLIER].map(began => build('at-once', began, String(began))));

    expect(await digestOf(`${RUN}/at-once`, 'main')).toBe(succeeded(outcomes[0]).exported.IMAGE_DIGEST);
  });

  test('leave a fixed tag of a repository that lets all tags move with one of them, and the other one fails', async () => {
    // GIVEN a build that has found the tag free, and is slow to put it
    let arrive!: () => void;
    let letGo!: () => void;
    const [arrived, free] = [new Promise<void>(resolve => { arrive = resolve; }), new Promise<void>(resolve => { letGo = resolve; })];
    const registry = await faultyRegistry(async ({ method, url }) => {
      if (method === 'PUT' && url?.endsWith('/manifests/1.0.0')) {
        arrive();
        await free;
      }
      return false;
    });
    const run = (mark: string, hosts?: Record<string, string>) =>
      fixed.build(/./, { source: newSources('good', `${RUN} fixed ${mark}`), repository: `${RUN}/fixed`, hosts });
    const slow = run('slow', { '': registry.host });
    await Promise.race([arrived, slow]);

    // WHEN
    const quickly = await run('quick');
    letGo();
    const outcomes = [quickly, await slow];
    await registry.close();

    // THEN
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['FAILED', 'SUCCEEDED']);
    const [winner, loser] = [...outcomes].sort(({ status }) => status === 'SUCCEEDED' ? -1 : 1);
    expect(await digestOf(`${RUN}/fixed`, '1.0.0')).toBe(winner.exported.IMAGE_DIGEST);
    expect(loser.log).toMatch(/nodejs-image: error: (another build is putting the tag 1\.0\.0 of .*|the tag 1\.0\.0 of .* holds sha256:)/);
  });
});
