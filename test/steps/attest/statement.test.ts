import { provenance } from '../../../lib/steps/attest/provenance';
import { isStatementOn, statement } from '../../../lib/steps/attest/statement';

const [DIGEST, OTHER] = ['a', 'b'].map(digit => `sha256:${digit.repeat(64)}`);
const TYPE = 'https://example.com/type';
const TEXT = JSON.stringify(statement({ repository: 'host/api', digest: DIGEST, type: TYPE, predicate: { one: 1 } }));
const always = () => true;

test('a statement names the image by its digest', () => {
  expect(JSON.parse(TEXT)).toEqual({ _type: 'https://in-toto.io/Statement/v1', subject: [{ name: 'host/api', digest: { sha256: 'a'.repeat(64) } }], predicateType: TYPE, predicate: { one: 1 } });
});

test('it is on one image, of one type, and what is asked of it', () => {
  expect(isStatementOn(TEXT, { digest: DIGEST, type: TYPE }, ({ one }) => one === 1)).toBe(true);
  expect(isStatementOn(TEXT, { digest: DIGEST, type: TYPE }, ({ one }) => one === 2)).toBe(false);
  expect(isStatementOn(TEXT, { digest: OTHER, type: TYPE }, always)).toBe(false);
  expect(isStatementOn(TEXT, { digest: DIGEST, type: 'other' }, always)).toBe(false);
});

test.each(['', '[', 'null', '{}', JSON.stringify({ predicateType: TYPE }), JSON.stringify({ predicateType: TYPE, subject: [null] }), JSON.stringify({ predicateType: TYPE, subject: {} })])('%j is none', text => {
  expect(isStatementOn(text, { digest: DIGEST, type: TYPE }, always)).toBe(false);
});

test('what is not known of a build is not in its provenance', () => {
  expect(provenance({ builder: 'b', contentTag: 'c', builds: [{ arn: '1', started: '', finished: '' }, { arn: '2' }], sourceUri: '', sourceCommit: '', dockerfileSha256: '' })).toEqual({
    buildDefinition: { buildType: 'https://github.com/cdk-nodejs-image/cdk-nodejs-image/codebuild/v1', externalParameters: { contentTag: 'c' }, resolvedDependencies: [] },
    runDetails: { builder: { id: 'b' }, metadata: { invocationId: '1 2' } },
  });
});

test('it goes from the first start to the last end', () => {
  const builds = [{ arn: '1', started: '2026-01-01T00:00:05Z', finished: '2026-01-01T00:02:00Z' }, { arn: '2', started: '2026-01-01T00:00:00Z', finished: '2026-01-01T00:01:00Z' }];

  expect(provenance({ builder: 'b', contentTag: 'c', builds }).runDetails.metadata).toEqual({ invocationId: '1 2', startedOn: '2026-01-01T00:00:00Z', finishedOn: '2026-01-01T00:02:00Z' });
});
