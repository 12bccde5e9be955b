import { Duration } from 'aws-cdk-lib';
import { ImageRepository, ImageScan } from '../../../lib';
import { ScanStep, ScanStepProps } from '../../../lib/pipeline/scan/scan-step';
import { buildspecs, findings, statements, synthesize } from '../../delivery/delivery-stack';

const step = (scan: ImageScan, more: Partial<ScanStepProps> = {}) => {
  let action!: ScanStep['variables'];
  const synthesized = synthesize(stack => {
    action = new ScanStep(stack, { repository: new ImageRepository(stack, 'Images'), scan, imageDigest: '#{a.b}', ...more }).variables;
  });
  return { ...synthesized, action };
};
const actions = (stack: ReturnType<typeof step>): string[] =>
  statements(stack).flatMap(({ Action }) => Action).filter((action: string) => !action.startsWith('logs:')).sort();
const to = (stack: ReturnType<typeof step>, action: string): any => statements(stack).find(({ Action }) => [Action].flat().includes(action));

test('may look at findings and start scans of the repository, and read the program of the step, and nothing else', () => {
  const stack = step(ImageScan.basic());

  expect(actions(stack)).toEqual(['ecr:BatchGetImage', 'ecr:DescribeImageScanFindings', 'ecr:GetAuthorizationToken', 'ecr:GetRegistryScanningConfiguration', 'ecr:StartImageScan', 's3:GetObject']);
  expect(to(stack, 'ecr:StartImageScan').Resource).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^Images/), 'Arn'] });
});

test('for Inspector it may ask Inspector, and starts nothing', () => {
  expect(actions(step(ImageScan.inspector()))).toEqual([
    'ecr:BatchGetImage', 'ecr:DescribeImageScanFindings', 'ecr:GetAuthorizationToken', 'ecr:GetRegistryScanningConfiguration', 'inspector2:ListCoverage', 'inspector2:ListFindings', 's3:GetObject',
  ]);
});

test('may put metrics into its own namespace alone', () => {
  const stack = step(ImageScan.basic(), { metrics: { namespace: 'Images', image: 'api' } });

  expect(to(stack, 'cloudwatch:PutMetricData')).toEqual({
    Effect: 'Allow', Action: 'cloudwatch:PutMetricData', Resource: '*', Condition: { StringEquals: { 'cloudwatch:namespace': 'Images' } },
  });
  // the namespace is that of all images, and the image is told by the pipeline
  const told = stack.resources('AWS::CodeBuild::Project')[0].Environment.EnvironmentVariables;
  expect(told.filter(({ Name }: any) => Name.startsWith('METRICS'))).toEqual([{ Name: 'METRICS_NAMESPACE', Value: 'Images' }]);
  expect(stack.action.METRICS_IMAGE).toBe('api');
});

test('has time for the images of two platforms, and no privilege', () => {
  step(ImageScan.basic({ timeout: Duration.minutes(20) })).template
    .hasResourceProperties('AWS::CodeBuild::Project', { TimeoutInMinutes: 50, Environment: { PrivilegedMode: false } });
});

test('exports the findings, and its program holds no value and no mark of a failure', () => {
  const [buildspec] = buildspecs(step(ImageScan.basic({ accepted: [{ id: 'CVE-2026-1234', expires: '2027-01-31', reason: 'a reason' }] })));

  expect(buildspec.env['exported-variables']).toEqual(['FINDINGS', 'SCANNED']);
  expect(JSON.stringify(buildspec)).not.toMatch(/a reason|CVE-2026-1234|nodejs-image: error: /);
  expect(JSON.stringify(buildspec).length).toBeLessThan(600);
});

describe('many accepted findings', () => {
  const accepted = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `CVE-2026-${1000 + index}`, expires: '2027-01-31', reason: 'r'.repeat(150) }));
  const variables = (count: number): Record<string, string> => {
    const { action, stack, resources } = step(ImageScan.basic({ accepted: accepted(count) }));
    const ofProject = resources('AWS::CodeBuild::Project')[0].Environment.EnvironmentVariables.filter(({ Name }: any) => /^SCAN/.test(Name));
    // what an image alone is held to is told by its pipeline, and what many are held to by the project that they share
    expect(ofProject.map(({ Name }: any) => Name)).toEqual(count === 0 ? ['SCAN'] : []);
    return count === 0 ? { SCAN: ofProject[0].Value } : stack.resolve(action);
  };

  test('come as a file, because the variables of an action have 1,000 characters in all', () => {
    expect(Object.keys(variables(0))).toContain('SCAN');
    expect(Object.keys(variables(5))).toContain('SCAN_FILE');
    for (const count of [0, 1, 5, 300]) {
      const { SCAN, SCAN_FILE } = variables(count);
      expect((SCAN ?? JSON.stringify(SCAN_FILE)).length).toBeLessThan(400);
    }
  });

  test('that come as a file may be read, and cdk-nag finds nothing in it', () => {
    const stack = step(ImageScan.basic({ accepted: accepted(300) }));
    expect([to(stack, 's3:GetObject').Resource].flat()).toContainEqual({ 'Fn::Join': ['', expect.arrayContaining([expect.stringMatching(/\.zip$/)])] });
    expect(findings(stack.app)).toEqual([]);
  });

  test('are refused where no variable of a program could hold them', () => {
    expect(() => ImageScan.basic({ accepted: accepted(1000) })).toThrow(/^accepted must have at most 100000 characters in all, received 1000 findings with \d+; shorten/);
  });
});

test.each(['basic', 'inspector'] as const)('cdk-nag finds nothing in the step for %s scanning', kind => {
  const metrics = { namespace: 'Images', image: 'api' };

  expect(findings(step(ImageScan[kind](), { metrics }).app)).toEqual([]);
});
