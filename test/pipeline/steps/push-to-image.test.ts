import { inputsOf } from '../../shell/scripted-run';
import { runStep, Script, StepRun } from './run-step';

const AGO = 90;
const REPOSITORY = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/api';
const IMAGE_DIGEST = `sha256:${'a'.repeat(64)}`;

const run = (script: Script, environment: Record<string, string> = {}): StepRun => runStep('release', {
  SOURCE_REPOSITORY: REPOSITORY, REPOSITORY, IMAGE_DIGEST, METRICS_NAMESPACE: 'NodejsImage', METRICS_IMAGE: 'api', CODEBUILD_INITIATOR: 'codepipeline/api', EXECUTION_ID: 'e-1',
  ...environment,
}, { 'cloudwatch PutMetricData': [{}], ...script }, { registry: { [`${REPOSITORY}:built`]: IMAGE_DIGEST } });

test('the time is that from the first action of this execution', () => {
  const now = Date.now();
  const ago = (seconds: number) => ({ startTime: new Date(now - seconds * 1000) });
  const outcome = run({ 'codepipeline ListActionExecutions': [{ actionExecutionDetails: [ago(5), ago(AGO), ago(60), {}] }] });

  expect(outcome.status).toBe(0);
  expect(outcome.aws[0]).toEqual({ service: 'codepipeline', operation: 'ListActionExecutions', input: { pipelineName: 'api', filter: { pipelineExecutionId: 'e-1' } } });
  const [{ MetricData: [datum] }] = inputsOf(outcome, 'cloudwatch', 'PutMetricData');
  expect(datum).toMatchObject({ MetricName: 'PushToImage', Unit: 'Seconds', Dimensions: [{ Name: 'Image', Value: 'api' }] });
  expect(datum.Value).toBeGreaterThanOrEqual(AGO);
  expect(datum.Value).toBeLessThan(AGO + 30);
});

test.each([
  ['refused', '!An error occurred (AccessDeniedException)', 'AccessDeniedException'],
  ['without actions', { actionExecutionDetails: [] }, 'the execution has no action'],
])('where the execution is %s there is no metric, and the step does not fail', (_, answer, words) => {
  const outcome = run({ 'codepipeline ListActionExecutions': [answer] });

  expect([outcome.status, outcome.aws.length]).toEqual([0, 1]);
  expect(outcome.log).toContain('notice: it is not known how long it took from the push to the image');
  expect(outcome.log).toContain(words);
});

test('where no metrics are asked for nothing is asked', () => {
  expect(run({}, { METRICS_NAMESPACE: '' })).toMatchObject({ status: 0, aws: [] });
});
