import { Stack } from 'aws-cdk-lib';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ImageScan, ImageSigning, ImageTag } from '../../../lib';
import { PROVENANCE_TYPE, SIGN_TYPE, SUMMARY_TYPE, TEST_RESULT_TYPE } from '../../../lib/attestations/predicate-types';
import { parseVerificationSummary } from '../../../lib/attestations/verification-summary';
import { imagesOf, SimulatedMonorepo } from './simulated-monorepo';
import { serviceName, touch, workspace } from './workspace';

jest.setTimeout(120_000);

const SMALL = { services: 3, packages: 1 };
const names = Array.from({ length: SMALL.services }, (_, index) => serviceName(index));
const KEY = 'arn:aws:kms:eu-central-1:123456789012:key/one';
const COMMITS = ['a', 'b'].map(digit => digit.repeat(40));
const critical = { name: 'CVE-2026-1234', severity: 'CRITICAL' };
const accepted = { id: critical.name, expires: '2999-12-31', reason: 'the function is never called' };

type Props = ConstructorParameters<typeof SimulatedMonorepo>[1];

function pipelineWith(props: Partial<Props> | ((stack: Stack) => Partial<Props>) = {}) {
  const source = workspace(SMALL);
  return { source, pipeline: new SimulatedMonorepo(source, stack => ({ images: imagesOf(source, names), tags: [ImageTag.moving('main')], ...typeof props === 'function' ? props(stack) : props })) };
}

const whole = (stack: Stack) => ({ scan: ImageScan.basic(), signing: ImageSigning.cosign(Key.fromKeyArn(stack, 'Key', KEY)) });

describe('an image that does not pass the scan', () => {
  test('is not released, and the others are; what is accepted in it alone lets it pass, and it is not built again', async () => {
    const { source, pipeline } = pipelineWith({ scan: ImageScan.basic() });
    pipeline.aws.findings.set(pipeline.repositoryOf('service-1'), [critical]);
    const push = await pipeline.push(source);

    expect(push).toMatchObject({ status: 'FAILED', built: names, released: ['service-0', 'service-2'], reason: 'not released: service-1; 2 others are released' });
    expect(push.detail).toMatch(/^service-1: the build arn:aws:codebuild:[^ ]+:build\/scan:1 failed$/);
    expect(pipeline.tagsOf('service-1')).toEqual({});
    const images = imagesOf(source, names).map(image => image.name === 'service-1' ? { ...image, acceptedFindings: [accepted] } : image);
    pipeline.deploy(source, { images, tags: [ImageTag.moving('main')], scan: ImageScan.basic() });
    expect(await pipeline.push(source)).toMatchObject({ status: 'SUCCEEDED', built: [], released: ['service-1'] });
  });

  test('counts where what is accepted is accepted in another image', async () => {
    const source = workspace(SMALL);
    const pipeline = new SimulatedMonorepo(source, {
      images: imagesOf(source, names).map(image => image.name === 'service-0' ? { ...image, acceptedFindings: [accepted] } : image), scan: ImageScan.basic(),
    });
    names.forEach(name => pipeline.aws.findings.set(pipeline.repositoryOf(name), [critical]));

    expect(await pipeline.push(source)).toMatchObject({ status: 'FAILED', released: ['service-0'] });
  });

  test('keeps those back that it is released together with', async () => {
    const { source, pipeline } = pipelineWith({ scan: ImageScan.basic(), releaseTogether: true });
    pipeline.aws.findings.set(pipeline.repositoryOf('service-1'), [critical]);

    expect(await pipeline.push(source)).toMatchObject({ status: 'FAILED', released: [] });
  });

  test('is not scanned again where a push does not change it', async () => {
    const { source, pipeline } = pipelineWith({ scan: ImageScan.basic() });
    await pipeline.push(source);
    pipeline.checks.length = 0;
    touch(source, 'services/service-2/src/file-0.js', 'changed');

    expect(await pipeline.push(source)).toMatchObject({ status: 'SUCCEEDED', built: ['service-2'], released: ['service-2'] });
    expect(pipeline.checks).toEqual(['scan service-2']);
  });

  test('is not signed', async () => {
    const { source, pipeline } = pipelineWith(whole);
    pipeline.aws.findings.set(pipeline.repositoryOf('service-1'), [critical]);
    await pipeline.push(source);

    expect(pipeline.checks.filter(check => check.startsWith('attest')).sort()).toEqual(['attest service-0', 'attest service-2']);
  });
});

describe('statements on images', () => {
  const signed = () => pipelineWith(whole);
  const typesOn = (pipeline: SimulatedMonorepo, name: string) =>
    pipeline.store.statementsOn(pipeline.tagsOf(name).main).map(({ type }) => type).sort();

  test('say what the gates of its build said, of which commit, and who built', async () => {
    const { source, pipeline } = signed();
    expect(await pipeline.push(source, { commit: COMMITS[0] })).toMatchObject({ status: 'SUCCEEDED', released: names });

    for (const name of names) {
      const statements = pipeline.store.statementsOn(pipeline.tagsOf(name).main);
      const of = (type: string) => statements.filter(statement => statement.type === type).map(({ predicate }) => predicate as any);
      expect(typesOn(pipeline, name)).toEqual([TEST_RESULT_TYPE, TEST_RESULT_TYPE, SIGN_TYPE, PROVENANCE_TYPE, SUMMARY_TYPE].sort());
      expect(of(PROVENANCE_TYPE)[0].buildDefinition.resolvedDependencies[0]).toEqual({ digest: { gitCommit: COMMITS[0] } });
      expect(of(PROVENANCE_TYPE)[0].runDetails.builder.id).toMatch(/^arn:aws:codepipeline:[^:]*:[^:]*:Simulated-Services/);
      expect(parseVerificationSummary(of(SUMMARY_TYPE)[0])).toMatchObject({ passed: true, scan: 'basic' });
    }
  });

  test('are those of its build, where a content is released again by a later commit', async () => {
    const { source, pipeline } = signed();
    await pipeline.push(source, { commit: COMMITS[0] });
    const before = typesOn(pipeline, 'service-0');
    pipeline.deploy(source, stack => ({
      images: imagesOf(source, names), tags: [ImageTag.moving('main'), ImageTag.gitCommit()], ...whole(stack),
    }));
    expect(await pipeline.push(source, { commit: COMMITS[1] })).toMatchObject({ status: 'SUCCEEDED', built: [], released: names });

    expect(typesOn(pipeline, 'service-0')).toEqual(before);
  });
});

describe('images of several platforms', () => {
  const platforms = [Platform.LINUX_ARM64, Platform.LINUX_AMD64];

  test('are built side by side as the role of the image, and released as one', async () => {
    const { source, pipeline } = pipelineWith({ platforms });
    expect(await pipeline.push(source)).toMatchObject({ status: 'SUCCEEDED', built: names.flatMap(name => [name, name]), released: names });

    expect(new Set(pipeline.builds.map(({ image, role }) => `${image} ${role}`)).size).toBe(names.length);
    const { main } = pipeline.tagsOf('service-0');
    const { manifests } = JSON.parse(pipeline.store.registry.manifests.get(`${pipeline.images['service-0'].uri}/manifests/${main}`)!.text);
    expect(manifests).toHaveLength(2);
  });

  test('are not released where the gates of one platform fail; the builds of the other go on', async () => {
    const { source, pipeline } = pipelineWith({ platforms });
    const push = await pipeline.push(source, { failing: ['service-1-arm64'] });

    expect(push).toMatchObject({ status: 'FAILED', released: ['service-0', 'service-2'], reason: 'not released: service-1; 2 others are released' });
    expect(push.built).toHaveLength(6);
    expect(push.detail).toMatch(/^service-1: the build arn:aws:codebuild:[^ ]+ failed$/);
    expect(pipeline.checks).not.toContain('publish service-1');
  });

  test('are scanned and signed with what is in them', async () => {
    const { source, pipeline } = pipelineWith(stack => ({ platforms, ...whole(stack) }));
    expect(await pipeline.push(source, { commit: COMMITS[0] })).toMatchObject({ status: 'SUCCEEDED', released: names });

    const { main } = pipeline.tagsOf('service-0');
    const { manifests } = JSON.parse(pipeline.store.registry.manifests.get(`${pipeline.images['service-0'].uri}/manifests/${main}`)!.text);
    for (const digest of [main, ...manifests.map((manifest: any) => manifest.digest)]) {
      const types = pipeline.store.statementsOn(digest).map(({ type }) => type);
      expect(types).toEqual(expect.arrayContaining([TEST_RESULT_TYPE, SIGN_TYPE, PROVENANCE_TYPE, SUMMARY_TYPE]));
    }
  });
});

test('an image that another build has recorded after the checks is not released', async () => {
  const { source, pipeline } = pipelineWith({ scan: ImageScan.basic() });
  const { aws } = pipeline;
  const call = aws.call.bind(aws);
  aws.call = (service, operation, input) => {
    if (operation === 'PutObject' && input.Key.includes('/handed-on/')) {
      const [{ Tag: tag }] = aws.all(pipeline.repositoryOf('service-0')).filter(({ Evidence }) => Evidence);
      aws.put({ Repository: { S: pipeline.repositoryOf('service-0') }, Tag: tag, Digest: { S: pipeline.store.push(pipeline.images['service-0'].uri, 'another') }, Built: { S: '' } });
    }
    return call(service, operation, input);
  };
  const push = await pipeline.push(source);

  expect(push).toMatchObject({ status: 'FAILED', released: ['service-1', 'service-2'] });
  expect(push.detail).toMatch(/^service-0: .* is recorded, and sha256:[0-9a-f]{64} has passed its checks: run the pipeline again$/);
});
