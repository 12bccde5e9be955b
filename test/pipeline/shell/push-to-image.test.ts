import { runStep, Script } from './run-step';

const AGO = 90;
const run = (script: Script, environment: Record<string, string> = {}) => runStep(['metrics', 'push-to-image'], {
  METRICS_NAMESPACE: 'NodejsImage', METRICS_IMAGE: 'api', CODEBUILD_INITIATOR: 'codepipeline/api', EXECUTION_ID: 'e-1', ...environment,
}, { 'cloudwatch put-metric-data': [''], ...script });

test.each([
  ['dates', (seconds: number) => new Date(seconds * 1000).toISOString().replace('Z', '+00:00')],
  ['dates of another zone', (seconds: number) => new Date((seconds + 7200) * 1000).toISOString().replace('Z', '+02:00')],
  ['seconds', (seconds: number) => seconds + 0.123],
])('the time is that from the first action of this execution, given as %s', (_, time) => {
  const now = Math.floor(Date.now() / 1000);
  const outcome = run({ 'codepipeline list-action-executions': [{ actionExecutionDetails: [{ startTime: time(now - 5) }, { startTime: time(now - AGO) }, { startTime: time(now - 60) }, {}] }] });

  expect(outcome.status).toBe(0);
  expect(outcome.calls[0]).toEqual(['codepipeline', 'list-action-executions', '--pipeline-name=api', '--filter', 'pipelineExecutionId=e-1', '--no-paginate', '--cli-connect-timeout', '5']);
  const [[datum]] = outcome.inputs;
  expect(datum).toMatchObject({ MetricName: 'PushToImage', Unit: 'Seconds', Dimensions: [{ Name: 'Image', Value: 'api' }] });
  expect(datum.Value).toBeGreaterThanOrEqual(AGO);
  expect(datum.Value).toBeLessThan(AGO + 30);
});

test.each([
  ['refused', '!An error occurred (AccessDeniedException)', 'AccessDeniedException'],
  ['without actions', { actionExecutionDetails: [] }, 'the execution has no action'],
])('where the execution is %s there is no metric, and the step does not fail', (_, answer, words) => {
  const outcome = run({ 'codepipeline list-action-executions': [answer] });

  expect([outcome.status, outcome.calls.length]).toEqual([0, 1]);
  expect(outcome.log).toContain('notice: it is not known how long it took from the push to the image');
  expect(outcome.log).toContain(words);
});

test('where no metrics are asked for nothing is asked', () => {
  expect(run({}, { METRICS_NAMESPACE: '' })).toMatchObject({ status: 0, calls: [] });
});
