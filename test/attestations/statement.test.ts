import { commitSubject, imageSubject, isStatementOn, parseStatement, statement } from '../../lib/attestations/statement';

const [DIGEST, OTHER] = ['a', 'b'].map(digit => `sha256:${digit.repeat(64)}`);
const TYPE = 'https://example.com/type';
const COMMIT = 'c'.repeat(40);
const TEXT = JSON.stringify(statement({ subjects: [imageSubject('host/api', DIGEST)], type: TYPE, predicate: { one: 1 } }));
const always = () => true;

test('a statement names the image by its digest', () => {
  expect(JSON.parse(TEXT)).toEqual({ _type: 'https://in-toto.io/Statement/v1', subject: [{ name: 'host/api', digest: { sha256: 'a'.repeat(64) } }], predicateType: TYPE, predicate: { one: 1 } });
});

test('it is on one image, of one type, and what is asked of it', () => {
  expect(isStatementOn(TEXT, { digest: DIGEST, type: TYPE }, ({ one }) => one === 1)).toBe(true);
  expect(isStatementOn(TEXT, { digest: DIGEST, type: TYPE }, ({ one }) => one === 2)).toBe(false);
  expect(isStatementOn(TEXT, { digest: DIGEST, type: TYPE }, ({ two }) => two.three === 2)).toBe(false);
  expect(isStatementOn(TEXT, { digest: OTHER, type: TYPE }, always)).toBe(false);
  expect(isStatementOn(TEXT, { digest: DIGEST, type: 'other' }, always)).toBe(false);
});

test.each([
  '', '[', 'null', '{}', JSON.stringify({ predicateType: TYPE }), JSON.stringify({ ...JSON.parse(TEXT), subject: [null] }), JSON.stringify({ ...JSON.parse(TEXT), subject: {} }),
  JSON.stringify({ ...JSON.parse(TEXT), _type: 'https://in-toto.io/Statement/v0.1' }),
])('%j is none', text => {
  expect(parseStatement(text)).toBeUndefined();
  expect(isStatementOn(text, { digest: DIGEST, type: TYPE }, always)).toBe(false);
});

test('a commit is one of Git, and has the address of its repository where that is known', () => {
  expect(commitSubject(COMMIT, 'https://example.com/api')).toEqual([{ name: 'git+https://example.com/api', digest: { gitCommit: COMMIT } }]);
  expect(commitSubject(COMMIT, undefined)).toEqual([{ name: 'commit', digest: { gitCommit: COMMIT } }]);
  expect([undefined, '', 'main', 'arn:aws:s3:::sources/api.zip', `${COMMIT}0`].flatMap(version => commitSubject(version, undefined))).toEqual([]);
});
