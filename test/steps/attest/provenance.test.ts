import { provenance } from '../../../lib/steps/attest/provenance';

test('what is not known of a build is not in its provenance', () => {
  expect(provenance({ builder: 'b', contentTag: 'c', builds: [{ arn: '1', started: '', finished: '' }, { arn: '2' }], sourceUri: '', sourceCommit: '' })).toEqual({
    buildDefinition: { buildType: 'https://github.com/cdk-nodejs-image/cdk-nodejs-image/codebuild/v1', externalParameters: { contentTag: 'c' }, resolvedDependencies: [] },
    runDetails: { builder: { id: 'b' }, metadata: { invocationId: '1 2' } },
  });
});

test('it goes from the first start to the last end', () => {
  const builds = [{ arn: '1', started: '2026-01-01T00:00:05Z', finished: '2026-01-01T00:02:00Z' }, { arn: '2', started: '2026-01-01T00:00:00Z', finished: '2026-01-01T00:01:00Z' }];

  expect(provenance({ builder: 'b', contentTag: 'c', builds }).runDetails.metadata).toEqual({ invocationId: '1 2', startedOn: '2026-01-01T00:00:00Z', finishedOn: '2026-01-01T00:02:00Z' });
});

test('what each step may reach is told where it is known', () => {
  const given = { builder: 'b', contentTag: 'c', builds: [] };

  expect(provenance({ ...given, network: { 'build': 'none', 'gate-test': 'none' } }).buildDefinition).toMatchObject({ internalParameters: { network: { build: 'none' } } });
  expect(provenance(given).buildDefinition).not.toHaveProperty('internalParameters');
});
