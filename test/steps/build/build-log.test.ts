import { failedStep, isCached, isTooYoung, lastLine, pushedDigest, refusalOf, verdictOf } from '../../../lib/steps/build/build-log';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const printed = (...lines: string[]) => lines.map((line, index) => `#9 ${index}.5 ${line}`);
const FAILED = ['#8 [deps 1/2] COPY . .', '#8 0.1 other', '#9 [deps 2/2] RUN npm ci', ...printed('one', 'two'), '#9 ERROR: process did not complete', 'ERROR: failed to build: failed to solve: exit code: 1', ''].join('\r\n');

describe('the failed step', () => {
  test('is shown by its name and what it printed', () => {
    expect(failedStep(FAILED)).toBe('> [deps 2/2] RUN npm ci\none\ntwo');
  });

  test('is shown by its first and its last lines where it printed many', () => {
    const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`);
    const shown = failedStep(['#9 [a 1/1] RUN x', ...printed(...lines), '#9 ERROR: no'].join('\n')).split('\n');

    expect(shown).toEqual(['> [a 1/1] RUN x', ...lines.slice(0, 7), '...', ...lines.slice(-10)]);
    expect(failedStep(['#9 [a 1/1] RUN x', ...printed(...lines.slice(0, 19)), '#9 ERROR: no'].join('\n')).split('\n')).toHaveLength(20);
  });

  test('is none of reading a cache, and without one the whole log is shown', () => {
    const log = '#3 importing cache manifest\n#3 ERROR: cache importer: not found\nERROR: no builder\n';

    expect(failedStep(log)).toBe(log);
  });
});

test('the verdict is the last of the builder, without how it came about', () => {
  expect(verdictOf(FAILED)).toBe('exit code: 1');
  expect(verdictOf('ERROR: first\nERROR: \nERROR: failed to solve: failed to solve: last\n')).toBe('last');
  expect(verdictOf('nothing\n')).toBeUndefined();
});

test('what pnpm finds too young is known by its name', () => {
  expect([isTooYoung('#9 0.6 [ERR_PNPM_MINIMUM_RELEASE_AGE_VIOLATION] 3 entries'), isTooYoung('[ERR_PNPM_OTHER]')]).toEqual([true, false]);
});

test('a stage is cached where every step of it is', () => {
  const log = '#5 [linux/amd64 deps 1/2] COPY a b\n#5 CACHED\n#6 [linux/amd64 deps 2/2] RUN x\n#6 DONE 1.0s\n#7 [build 1/1] RUN y\n#7 CACHED\n#8 [deps internal] load metadata\n';

  expect([isCached(log, 'deps'), isCached(log, 'build'), isCached(log, 'none'), isCached(log.replace('#6 DONE 1.0s', '#6 CACHED'), 'deps')]).toEqual([false, true, true, true]);
});

test('the digest of a push is the last that it tells', () => {
  expect(pushedDigest(`1: digest: sha256:${'b'.repeat(64)} size: 1\n2: digest: ${DIGEST} size: 2\r\n`)).toBe(DIGEST);
  expect(pushedDigest('2: digest: sha256:abc size: 2\n')).toBeUndefined();
});

test('what a push refused is told without how it went on', () => {
  expect(refusalOf('a: Preparing\nb: Waiting\nc: Mounted from x\nd: Layer already exists\ne: Retrying in 5 seconds\ndenied: no\r\n')).toBe('denied: no');
  expect([lastLine('a\nb\n'), lastLine('')]).toEqual(['b', '']);
});
