import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { buildBuildspec, publishBuildspec } from '../../../lib/codebuild/buildspec/buildspecs';
import { stepBuildspec } from '../../../lib/codebuild/buildspec/step-buildspec';
import { temporaryDirectory } from '../../temporary';


describe.each([['build', buildBuildspec()], ['publish', publishBuildspec()]])('the buildspec of %s', (name, buildspec) => {
  const commands = Object.values(buildspec.phases).flatMap(phase => phase.commands);

  test('exports the digest, from one bash', () => {
    expect(buildspec).toMatchObject({ version: '0.2', env: { 'shell': 'bash', 'exported-variables': ['IMAGE_DIGEST'] } });
    expect(buildspec.phases.build?.commands).toEqual([
      `node .nodejs-image/step.mjs ${name}`,
      'for v in IMAGE_DIGEST; do IFS= read -r "${v?}" <.nodejs-image/exports/$v && export "${v?}" || exit 1; done',
    ]);
  });

  test('never holds what marks a failure, because CodeBuild prints every command into the log', () => {
    commands.forEach(command => expect(command).not.toContain('nodejs-image: error: '));
  });

  test('is the same whatever it is made for, but for the reports', () => {
    const reports = { 'arn:a': { 'base-directory': 'a', 'files': ['b'], 'file-format': 'JUNITXML' } };
    expect(buildBuildspec(reports)).toEqual({ ...buildBuildspec(), reports });
    expect(Object.keys(buildspec)).not.toContain('reports');
  });

  test('prints no environment and traces nothing', () => {
    commands.forEach(command => expect(command).not.toMatch(/set -[a-z]*x|xtrace|\bprintenv\b|^\s*(env|export|set)\s*$/m));
  });

  test('is below what CodeBuild takes', () => {
    expect(JSON.stringify(buildspec).length).toBeLessThan(500);
  });
});

describe('variables that a step left', () => {
  const [, takeUp] = stepBuildspec({ name: 'image', exports: ['A', 'B', 'C'] }).phases.build!.commands;

  /** What a build sees of them, and how it ends. */
  function takenUp(files: Record<string, string>): [status: number | null, seen: string] {
    const source = temporaryDirectory();
    const directory = path.join(source, '.nodejs-image', 'exports');
    fs.mkdirSync(directory, { recursive: true });
    Object.entries(files).forEach(([name, text]) => fs.writeFileSync(path.join(directory, name), text));
    const { status, stdout } = spawnSync('bash', ['-c', `${takeUp}; printf '%s|' "$A" "$B" "$C" "$D"; env | grep -c '^[ABCD]='`], {
      cwd: source, encoding: 'utf8', env: { PATH: process.env.PATH },
    });
    return [status, stdout];
  }

  test('are there as they were, and no others', () => {
    expect(takenUp({ A: ' a "$(b)" \\n  \n', B: '\n', C: 'c;d\n', D: 'd\n' })).toEqual([0, ' a "$(b)" \\n  ||c;d||3\n']);
  });

  test('end the build where one is missing', () => {
    expect(takenUp({ A: 'a\n', C: 'c\n' })).toEqual([1, '']);
  });
});
