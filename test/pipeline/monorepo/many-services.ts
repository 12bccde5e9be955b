import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ImageScan, ImageSigning, ImageTag } from '../../../lib';
import { LIMITS, TEMPLATE_BYTES } from '../../aws/limits';
import { imagesOf, SimulatedMonorepo } from './simulated-monorepo';
import { serviceName, servicesWith, touch, workspace } from './workspace';

/** Tests of a monorepo of so many services: the repositories are in a stack beside that of the pipeline. */
export function describeServices(services: number, packages: number): void {
  const size = { services, packages };
  const all = Array.from({ length: services }, (_, index) => serviceName(index));
  const tags = [ImageTag.gitCommit({ length: 8 }), ImageTag.moving('main')];

  describe(`a monorepo of ${services} services`, () => {
    const source = workspace(size);
    const pipeline = new SimulatedMonorepo(source, { images: imagesOf(source, all), tags }, true);

    test('builds and releases all of them at the first push, side by side', async () => {
      const push = await pipeline.push(source, { commit: 'aaaaaaaa' });

      expect(push).toMatchObject({ status: 'SUCCEEDED', built: [...all].sort(), released: [...all].sort() });
      expect(push.machine!.mostAtOnce).toBe(Math.min(20, services));
      expect(push.machine!.events).toBeLessThan(25_000);
      expect(Object.keys(pipeline.tagsOf('service-7')).sort()).toEqual(['aaaaaaaa', 'main']);
    });

    test('builds nothing where a push changes nothing, after one look at the table', async () => {
      touch(source, 'docs/guide.md', 'for people');
      const push = await pipeline.push(source, { commit: 'bbbbbbbb' });

      expect(push).toMatchObject({ status: 'SUCCEEDED', built: [], released: [], machine: { states: ['Whether', 'Nothing'] } });
      expect(push.planCalls.filter(call => call.startsWith('dynamodb'))).toEqual(['dynamodb Query']);
      expect(Object.keys(pipeline.tagsOf('service-7')).sort()).toEqual(['aaaaaaaa', 'main']);
    });

    test('builds three where a push touches three', async () => {
      const touched = ['service-1', 'service-17', `service-${services - 1}`].sort();
      touched.forEach(name => touch(source, `services/${name}/src/file-0.js`, 'changed'));
      const push = await pipeline.push(source, { commit: 'cccccccc' });

      expect(push).toMatchObject({ status: 'SUCCEEDED', built: touched, released: touched });
      expect(Object.keys(pipeline.tagsOf('service-17')).sort()).toEqual(['aaaaaaaa', 'cccccccc', 'main']);
      expect(Object.keys(pipeline.tagsOf('service-18')).sort()).toEqual(['aaaaaaaa', 'main']);
    });

    test('builds those that have a package in their closure where that changes', async () => {
      touch(source, 'packages/lib-5/src/file-1.js', 'changed');
      const push = await pipeline.push(source, { commit: 'dddddddd' });

      const expected = servicesWith(5, size).sort();
      expect(expected.length).toBeGreaterThan(1);
      expect(expected.length).toBeLessThan(services / 2);
      expect(push).toMatchObject({ status: 'SUCCEEDED', built: expected, released: expected });
    });

    test('fits into one stack, whose template names no repository by a reference to another stack', () => {
      const { Resources, Parameters = {} } = JSON.parse(pipeline.text);
      const types = Object.values<any>(Resources).map(({ Type }) => Type);

      expect(types.length).toBeLessThan(services + 50);
      expect(types.filter(type => type === 'AWS::IAM::Role').length).toBeLessThan(services + 10);
      expect(types.filter(type => type === 'AWS::CodeBuild::Project')).toHaveLength(3);
      expect(pipeline.text.length).toBeLessThan(TEMPLATE_BYTES * 0.7);
      expect(pipeline.text).not.toContain('Fn::ImportValue');
      expect(Object.keys(Parameters)).toEqual(['BootstrapVersion']);
    });

    test.each(LIMITS)('keeps $name', ({ least = 0, most, of }) => {
      expect(of(pipeline.resources()).filter(value => !(value >= least && value <= most))).toEqual([]);
    });
  });
}

/** Tests of such a monorepo whose images have all that they may have. */
export function describeWholeServices(services: number, packages: number): void {
  const size = { services, packages };
  const all = Array.from({ length: services }, (_, index) => serviceName(index)).sort();

  describe(`a monorepo of ${services} services, for two platforms, with scans and signatures`, () => {
    const source = workspace(size);
    const accepted = { id: 'CVE-2026-1234', expires: '2999-12-31', reason: 'the function is never called' };
    const pipeline = new SimulatedMonorepo(source, stack => ({
      images: imagesOf(source, all).map(image => ({ ...image, acceptedFindings: [accepted] })),
      tags: [ImageTag.gitCommit({ length: 8 }), ImageTag.moving('main')],
      platforms: [Platform.LINUX_AMD64, Platform.LINUX_ARM64],
      scan: ImageScan.basic(),
      signing: ImageSigning.cosign(Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-central-1:123456789012:key/one')),
    }), true);

    test('builds, checks and releases all of them at the first push, within one history of Step Functions', async () => {
      const push = await pipeline.push(source, { commit: 'a'.repeat(40) });

      expect(push).toMatchObject({ status: 'SUCCEEDED', built: all.flatMap(name => [name, name]), released: all });
      expect(push.machine!.events).toBeLessThan(25_000);
      expect(pipeline.checks).toHaveLength(3 * services);
    });

    test('builds and checks one where a push touches one', async () => {
      pipeline.checks.length = 0;
      touch(source, 'services/service-1/src/file-0.js', 'changed');

      expect(await pipeline.push(source, { commit: 'b'.repeat(40) })).toMatchObject({ status: 'SUCCEEDED', built: ['service-1', 'service-1'], released: ['service-1'] });
      expect(pipeline.checks).toEqual(['publish service-1', 'scan service-1', 'attest service-1']);
    });

    test('fits into one stack', () => {
      const types = Object.values<any>(JSON.parse(pipeline.text).Resources).map(({ Type }) => Type);

      expect(types.length).toBeLessThan(services + 70);
      expect(types.filter(type => type === 'AWS::IAM::Role').length).toBeLessThan(services + 15);
      expect(types.filter(type => type === 'AWS::CodeBuild::Project')).toHaveLength(7);
      expect(pipeline.text.length).toBeLessThan(TEMPLATE_BYTES * 0.8);
    });

    test.each(LIMITS)('keeps $name', ({ least = 0, most, of }) => {
      expect(of(pipeline.resources()).filter(value => !(value >= least && value <= most))).toEqual([]);
    });
  });
}
