import { App, Stack } from 'aws-cdk-lib';
import { Compatibility, LogDrivers, TaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { DockerImageFunction } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks } from 'cdk-nag';
import { NodejsImageAsset } from '../../lib';
import { smallService, temporaryDirectory } from '../temporary';

/** What cdk-nag says of a stack, by rule and resource. */
function findings(build: (stack: Stack, image: NodejsImageAsset) => void): string[] {
  const app = new App({ outdir: temporaryDirectory() });
  const stack = new Stack(app, 'Stack');
  build(stack, new NodejsImageAsset(stack, 'Image', { directory: smallService() }));
  const report = new AwsSolutionsChecks().validateScope(app);
  return report.violations.flatMap(violation => violation.violatingResources.map(item => `${violation.ruleName} ${item.resourceLogicalId}`));
}

test('an image adds nothing that cdk-nag finds', () => {
  expect(findings(() => {})).toEqual([]);
});

test('the checks find what there is to find', () => {
  // a role of Lambda has a managed policy: what we rely on would say so
  expect(findings((stack, image) => new DockerImageFunction(stack, 'Function', { code: image.lambdaCode() }))).not.toEqual([]);
});

test('a task definition with the image adds nothing but what is asked for', () => {
  expect(findings((stack, image) => {
    const task = new TaskDefinition(stack, 'Task', { compatibility: Compatibility.FARGATE, cpu: '256', memoryMiB: '512' });
    task.addContainer('app', { image: image.containerImage, logging: LogDrivers.awsLogs({ streamPrefix: 'app' }) });
  }).filter(finding => !finding.startsWith('AwsSolutions-IAM5'))).toEqual([]);
});
