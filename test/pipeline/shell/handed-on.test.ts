import { runStep } from './run-step';

test.each(['', 'arn:1|2026-01-01T00:00:00Z|2026-01-01T00:01:00Z', 'arn:1|1|2,arn:2|1|2'])('the builds %j are taken', text => {
  expect(runStep(['handed-on'], { BUILT: text })).toMatchObject({ status: 0, error: undefined });
});

test.each(['arn:1', 'arn:1|1', 'arn:1|1|2,', 'arn:1|1|2|3'])('the builds %j are refused', text => {
  const { status, error } = runStep(['handed-on'], { BUILT: text });

  expect([status, error]).toEqual([1, `BUILT must be builds like ARN|STARTED|FINISHED, received "${text}"`]);
});
