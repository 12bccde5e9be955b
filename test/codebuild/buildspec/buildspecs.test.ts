import { buildBuildspec, publishBuildspec } from '../../../lib/codebuild/buildspec/buildspecs';

describe.each([['build', buildBuildspec()], ['publish', publishBuildspec()]])('the buildspec of %s', (name, buildspec) => {
  const commands = Object.values(buildspec.phases).flatMap(phase => phase.commands);

  test('exports the digest, from one bash', () => {
    expect(buildspec).toMatchObject({ version: '0.2', env: { 'shell': 'bash', 'exported-variables': ['IMAGE_DIGEST'] } });
    expect(buildspec.phases.build?.commands).toEqual([
      `node "$CODEBUILD_SRC_DIR"/.nodejs-image/step.mjs ${name}`,
      'IMAGE_DIGEST=$(cat "$CODEBUILD_SRC_DIR"/.nodejs-image/exports/IMAGE_DIGEST) && export IMAGE_DIGEST',
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
