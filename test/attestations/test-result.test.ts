import { parseTestResult, Result, testResult, worstOf } from '../../lib/attestations/test-result';

const RUN = { url: 'https://example.com/build/1', dockerfile: 'f'.repeat(64), configuration: [{ name: 'gate.mjs', digest: { sha256: 'e'.repeat(64) } }] };
const GATE = { gate: 'test', result: 'PASSED' as const, passedTests: ['adds'], warnedTests: [], failedTests: [] };

test('a predicate has what in-toto asks for, and the gate as the stage of the Dockerfile that it is', () => {
  expect(testResult(GATE, RUN)).toEqual({
    result: 'PASSED',
    configuration: [
      { name: 'test', uri: 'Dockerfile#gate-test', digest: { sha256: 'f'.repeat(64) }, annotations: { gate: 'test' } },
      { name: 'gate.mjs', digest: { sha256: 'e'.repeat(64) } },
    ],
    url: 'https://example.com/build/1', passedTests: ['adds'], warnedTests: [], failedTests: [],
  });
});

test('what is written is read', () => {
  expect(parseTestResult(JSON.parse(JSON.stringify(testResult(GATE, RUN))))).toMatchObject({ ...GATE, url: RUN.url });
  expect(testResult(GATE, { ...RUN, url: undefined })).not.toHaveProperty('url');
});

const WRITTEN = testResult(GATE, RUN);
test.each([
  ['nothing', undefined], ['of another result', { ...WRITTEN, result: 'OK' }], ['without configuration', { ...WRITTEN, configuration: undefined }],
  ['of no gate', { ...WRITTEN, configuration: [] }], ['of two gates', { ...WRITTEN, configuration: [...WRITTEN.configuration, ...WRITTEN.configuration] }],
  ['whose tests are no texts', { ...WRITTEN, failedTests: [1] }],
])('%s is no result that counts', (_, predicate) => expect(parseTestResult(predicate)).toBeUndefined());

test.each<[Result, Result[]]>([['WARNED', []], ['PASSED', ['PASSED']], ['WARNED', ['PASSED', 'WARNED']], ['FAILED', ['WARNED', 'FAILED', 'PASSED']]])('%s is the worst of %j', (worst, results) => {
  expect(worstOf(results)).toBe(worst);
});
