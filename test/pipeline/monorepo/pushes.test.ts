import * as fs from 'fs';
import * as path from 'path';
import { ImageTag } from '../../../lib';
import { imagesOf, SimulatedMonorepo } from './simulated-monorepo';
import { serviceName, touch, workspace } from './workspace';

jest.setTimeout(120_000);

const TAGS = [ImageTag.gitCommit({ length: 8 }), ImageTag.moving('main')];

describe('what becomes of a push', () => {
  const SMALL = { services: 6, packages: 2 };
  const names = Array.from({ length: SMALL.services }, (_, index) => serviceName(index));
  const set = (together: boolean) => {
    const source = workspace(SMALL);
    return { source, pipeline: new SimulatedMonorepo(source, { images: imagesOf(source, names), tags: TAGS, releaseTogether: together }) };
  };

  test('whose gate fails for one image: that one is not released, the others are', async () => {
    const { source, pipeline } = set(false);
    const push = await pipeline.push(source, { failing: ['service-2'] });

    expect(push).toMatchObject({ status: 'FAILED', built: names, released: names.filter(name => name !== 'service-2') });
    expect(push.reason).toBe('not released: service-2; 5 others are released');
    expect(push.detail).toMatch(/^service-2: the build arn:aws:codebuild:[^ ]+ failed$/);
    expect(pipeline.tagsOf('service-2')).toEqual({});
    // the push that mends it builds that one alone
    touch(source, 'services/service-2/src/file-0.js', 'mended');
    expect(await pipeline.push(source)).toMatchObject({ status: 'SUCCEEDED', built: ['service-2'], released: ['service-2'] });
  });

  test('whose gate fails for one image of those that are released together: none is released until it is mended', async () => {
    const { source, pipeline } = set(true);
    const push = await pipeline.push(source, { failing: ['service-2'] });

    expect(push).toMatchObject({ status: 'FAILED', built: names, released: [] });
    expect(push.reason).toBe('not released: service-2; nothing is released, because the images are released together');
    expect(names.map(name => pipeline.tagsOf(name))).toEqual(names.map(() => ({})));
    touch(source, 'services/service-2/src/file-0.js', 'mended');
    // what is built already is not built again
    expect(await pipeline.push(source)).toMatchObject({ status: 'SUCCEEDED', built: ['service-2'], released: names });
  });

  test('that goes back to a content of before: it is not built, and the tag that moves goes back', async () => {
    const { source, pipeline } = set(false);
    await pipeline.push(source, { commit: '11111111' });
    const file = path.join(source, 'services/service-3/src/file-0.js');
    const text = fs.readFileSync(file, 'utf8');
    touch(source, 'services/service-3/src/file-0.js', 'worse');
    await pipeline.push(source, { commit: '22222222' });
    const worse = pipeline.tagsOf('service-3').main;
    fs.writeFileSync(file, text);

    expect(await pipeline.push(source, { commit: '33333333' })).toMatchObject({ status: 'SUCCEEDED', built: [], released: ['service-3'] });
    const tags = pipeline.tagsOf('service-3');
    expect(tags.main).toBe(tags['11111111']);
    expect(tags.main).not.toBe(worse);
    expect(tags['33333333']).toBe(tags.main);
  });

  test('that cannot be planned for one image: the others are built and released', async () => {
    const { source, pipeline } = set(false);
    await pipeline.push(source);
    touch(source, 'services/service-0/src/file-0.js', 'changed');
    fs.rmSync(path.join(source, 'services/service-1'), { recursive: true });
    const push = await pipeline.push(source, { commit: '22222222' });

    expect(push).toMatchObject({ status: 'FAILED', built: ['service-0'], released: ['service-0'], reason: 'not released: service-1; 1 others are released' });
    expect(push.detail).toMatch(/^service-1: /);
  });

  test('that cannot be planned for one image of those that are released together: nothing is built', async () => {
    const { source, pipeline } = set(true);
    touch(source, 'services/service-0/src/file-0.js', 'changed');
    fs.rmSync(path.join(source, 'services/service-1'), { recursive: true });

    expect(await pipeline.push(source)).toMatchObject({ status: 'FAILED', built: [], released: [], reason: expect.stringMatching(/^nothing is built, .* service-1$/) });
  });

  test('after a service was added and another removed: the new one is built, and the others are left as they are', async () => {
    const source = workspace(SMALL);
    const pipeline = new SimulatedMonorepo(source, { images: imagesOf(source, names.slice(0, 5)), tags: TAGS });
    await pipeline.push(source);
    pipeline.deploy(source, { images: imagesOf(source, names.slice(1)), tags: TAGS });

    expect(await pipeline.push(source)).toMatchObject({ status: 'SUCCEEDED', built: ['service-5'], released: ['service-5'] });
  });

  test('after another tag was asked for: what is built is released again', async () => {
    const { source, pipeline } = set(false);
    await pipeline.push(source, { commit: '11111111' });
    pipeline.deploy(source, { images: imagesOf(source, names), tags: [ImageTag.moving('main'), ImageTag.moving('stable')] });

    expect(await pipeline.push(source)).toMatchObject({ status: 'SUCCEEDED', built: [], released: names });
    expect(Object.keys(pipeline.tagsOf('service-0')).sort()).toEqual(['11111111', 'main', 'stable']);
  });

  test('whose image was deleted after it was built: it is said, and the next push builds it', async () => {
    const { source, pipeline } = set(true);
    await pipeline.push(source, { failing: ['service-2'] });
    const lost = [...pipeline.registry.keys()].filter(reference => reference.includes(`${pipeline.repositoryOf('service-4')}@`));
    const push = await pipeline.push(source, { lost });

    expect(lost).toHaveLength(1);
    expect(push).toMatchObject({ status: 'FAILED', built: ['service-2'], released: [] });
    expect(push.detail).toMatch(/^service-4: .* was built, and is not in the repository any more: run the pipeline again/);
    expect(await pipeline.push(source)).toMatchObject({ status: 'SUCCEEDED', built: ['service-4'], released: names });
  });
});
