import { Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { ImageRepository, ImageScan } from '../../../lib';
import { ScanStep, ScanStepProps } from '../../../lib/pipeline/scan/scan-step';
import { buildspecs, findings, statements, synthesize } from '../../delivery/delivery-stack';

const step = (scan: ImageScan, more: Partial<ScanStepProps> = {}) => synthesize(stack => {
  new ScanStep(stack, 'Scan', { repository: new ImageRepository(stack, 'Images'), scan, ...more });
});
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
  stack.template.hasResourceProperties('AWS::CodeBuild::Project', { Environment: { EnvironmentVariables: Match.arrayWith([
    { Name: 'METRICS_NAMESPACE', Type: 'PLAINTEXT', Value: 'Images' }, { Name: 'METRICS_IMAGE', Type: 'PLAINTEXT', Value: 'api' },
  ]) } });
});

test('has time for the images of two platforms, and no privilege', () => {
  step(ImageScan.basic({ timeout: Duration.minutes(20) })).template
    .hasResourceProperties('AWS::CodeBuild::Project', { TimeoutInMinutes: 50, Environment: { PrivilegedMode: false } });
});

test('exports the findings, and its program holds no value and no mark of a failure', () => {
  const [buildspec] = buildspecs(step(ImageScan.basic({ accepted: [{ id: 'CVE-2026-1234', expires: '2027-01-31', reason: 'a reason' }] })));

  expect(buildspec.env['exported-variables']).toEqual(['FINDINGS']);
  expect(JSON.stringify(buildspec)).not.toMatch(/a reason|CVE-2026-1234|nodejs-image: error: /);
  expect(JSON.stringify(buildspec).length).toBeLessThan(600);
});

describe('many accepted findings', () => {
  const accepted = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `CVE-2026-${1000 + index}`, expires: '2027-01-31', reason: 'r'.repeat(150) }));
  const variables = (count: number): { Name: string; Value: any }[] => step(ImageScan.basic({ accepted: accepted(count) })).resources('AWS::CodeBuild::Project')[0].Environment.EnvironmentVariables;

  test('come as a file, because the variables of a build have 5,500 characters in all', () => {
    expect(variables(5).map(({ Name }) => Name)).toContain('SCAN');
    expect(variables(300).map(({ Name }) => Name)).toEqual(expect.arrayContaining(['SCAN_FILE']));
    for (const count of [0, 5, 12, 30, 300]) {
      expect(JSON.stringify(variables(count)).length).toBeLessThan(5_500);
    }
  });

  test('that come as a file may be read, and cdk-nag finds nothing in it', () => {
    const stack = step(ImageScan.basic({ accepted: accepted(300) }));
    const files = statements(stack).filter(({ Action }) => Action === 's3:GetObject').map(({ Resource }) => Resource['Fn::Join'][1].at(-1));

    expect(files).toEqual(expect.arrayContaining([expect.stringMatching(/\.zip$/), expect.stringMatching(/\.mjs$/)]));
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
