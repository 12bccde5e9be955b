import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { Cleanup } from '../../../lib/cli/cleanup';
import { zipOfDirectory } from '../../../lib/cli/rehearse/aws/zip';
import { AgentSpec, runAgent } from '../../../lib/cli/rehearse/builds/agent';
import { BuildSource } from '../../../lib/cli/rehearse/builds/build-source';
import { Machine, requirePrograms, requireSecrets } from '../../../lib/cli/rehearse/builds/machine';
import { causeOf, detailOf } from '../../../lib/cli/rehearse/builds/result';
import { BuildRunner } from '../../../lib/cli/rehearse/builds/run-build';
import { breakTest, copySources } from '../../../lib/cli/rehearse/builds/sources';
import { resolve } from '../../../lib/cli/rehearse/builds/variables';
import { temporaryDirectory } from '../../temporary';

function directoryOf(files: Record<string, string>): string {
  const directory = temporaryDirectory();
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
    fs.writeFileSync(path.join(directory, name), text);
  }
  return directory;
}

describe('a buildspec', () => {
  const run = async (phases: AgentSpec['phases'], variables: Record<string, string> = {}) => {
    let log = '';
    const env = { 'shell': 'bash', 'exported-variables': ['DIGEST', 'OTHER'] };
    const environment = { PATH: process.env.PATH, CODEBUILD_SRC_DIR: temporaryDirectory(), ...variables };
    const outcome = await runAgent({ version: '0.2', env, phases }, { directory: temporaryDirectory(), environment, print: text => log += text });
    return { ...outcome, log };
  };

  test('is run in one shell, phase by phase, and its exported variables are taken up', async () => {
    const { status, phases, exported, log } = await run({
      build: { commands: ['part=sha256', 'DIGEST="$part:$GIVEN\nline two" && export DIGEST', 'echo "in $(pwd)"'] }, install: { commands: ['part=none'] },
    }, { GIVEN: 'a b' });

    expect([status, phases]).toEqual(['SUCCEEDED', { install: 'SUCCEEDED', pre_build: 'SUCCEEDED', build: 'SUCCEEDED', post_build: 'SUCCEEDED' }]);
    expect(exported).toEqual({ DIGEST: 'sha256:a b\nline two' });
    expect(log).toMatch(/\nin \//);
  });

  test('that fails in install builds nothing', async () => {
    const { status, phases, log } = await run({ install: { commands: ['false', 'echo later'] }, build: { commands: ['echo built'] } });

    expect([status, phases]).toEqual(['FAILED', { install: 'FAILED' }]);
    expect(log).not.toMatch(/^(later|built)$/m);
  });

  test('that fails in build has its post_build, which knows so', async () => {
    const { status, log } = await run({ build: { commands: ['exit_code() { return 3; }; exit_code'] }, post_build: { commands: ['echo "succeeding: $CODEBUILD_BUILD_SUCCEEDING"'] } });

    expect(status).toBe('FAILED');
    expect(log).toContain('exit status 3');
    expect(log).toMatch(/^succeeding: 0$/m);
  });

  test('whose command ends the shell failed, too', async () => {
    expect(await run({ build: { commands: ['exit 0', 'echo more'] } })).toMatchObject({ status: 'FAILED', phases: { build: 'FAILED' } });
  });

  test.each([
    ['of another version', { version: 0.1, env: { shell: 'bash' }, phases: {} }],
    ['of no shell', { version: '0.2', phases: {} }],
  ])('%s is refused', async (_, spec) => {
    await expect(runAgent(spec, { directory: temporaryDirectory(), environment: {}, print: () => undefined })).rejects.toThrow(/only version|must name its shell/);
  });
});

describe('the sources', () => {
  test('are what git knows or would add, as it is on disk', () => {
    const directory = directoryOf({ 'server.js': 'old', 'gone.js': '', '.gitignore': 'ignored\nnode_modules\n', 'ignored': '', 'node_modules/a/index.js': '' });
    const git = (...words: string[]) => execFileSync('git', ['-C', directory, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...words], { encoding: 'utf8' });
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '--message', 'first');
    const clean = copySources(directory, path.join(temporaryDirectory(), 'clean'));
    fs.writeFileSync(path.join(directory, 'server.js'), 'new');
    fs.writeFileSync(path.join(directory, 'added.js'), '');
    fs.rmSync(path.join(directory, 'gone.js'));
    const { directory: copied, commit, text } = copySources(directory, path.join(temporaryDirectory(), 'changed'));

    expect(fs.readdirSync(copied).sort()).toEqual(['.gitignore', 'added.js', 'server.js']);
    expect(fs.readFileSync(path.join(copied, 'server.js'), 'utf8')).toBe('new');
    expect(commit).toBe(git('rev-parse', 'HEAD').trim());
    expect([clean.text, text].map(line => line.includes('not committed'))).toEqual([false, true]);
  });

  test('without git are all but packages and what was synthesized', () => {
    const { directory, commit } = copySources(directoryOf({ 'a.js': '', 'node_modules/b/index.js': '', 'cdk.out/manifest.json': '', 'lib/c.js': '' }), path.join(temporaryDirectory(), 'copy'));

    expect(fs.readdirSync(directory).sort()).toEqual(['a.js', 'lib']);
    expect(commit).toBe('0'.repeat(40));
  });

  test.each([
    [['src/a.js', 'test/helper.js', 'test/a.test.js'], 'test/a.test.js'],
    [['src/a.spec.ts', 'src/a.ts'], 'src/a.spec.ts'],
    [['test/chat.js', 'lib/testing.js'], 'test/chat.js'],
    [['src/__tests__/a.tsx', 'types.test.d.ts'], 'src/__tests__/a.tsx'],
    [['test.js', 'index.js'], 'test.js'],
  ])('of %j the test %s is broken', (files, expected) => {
    const directory = directoryOf(Object.fromEntries(files.map(file => [file, 'const passes = true;'])));

    expect(breakTest(directory)).toBe(expected);
    expect(fs.readFileSync(path.join(directory, expected), 'utf8')).toMatch(/^const passes = true;\nthrow Error\(/);
  });

  test('of a monorepo have a test of an image broken, and no other', () => {
    const directory = directoryOf({ 'a.test.js': '', 'packages/words/a.test.js': '', 'services/api-tools/a.test.js': '', 'services/api/server.test.js': '' });

    expect(breakTest(directory, ['services/api', 'services/chat'])).toBe('services/api/server.test.js');
    expect(() => breakTest(directory, ['services/chat'])).toThrow(`finds no file with tests in ${directory}, below services/chat`);
    expect(breakTest(directory, ['services/chat', ''])).toBe('a.test.js');
  });

  test('without a test have none to break', () => {
    expect(() => breakTest(directoryOf({ 'index.js': '', 'latest.js': '' }))).toThrow('--fault test finds no file with tests');
  });
});

describe('a build', () => {
  const runnerIn = (directory: string) => {
    const machine = new Machine({
      environment: { PATH: process.env.PATH }, directory, registry: '127.0.0.1:1', builder: 'default', endpoint: 'http://127.0.0.1:1', proxy: 'http://127.0.0.1:1', certificate: '',
      account: '123456789012', region: 'eu-central-1',
    });
    return new BuildRunner(machine, directory, new Cleanup());
  };
  const build = async (commands: string[], source: BuildSource, files: string[] = []) => {
    const directory = temporaryDirectory();
    let log = '';
    const outcome = await runnerIn(directory).build({
      run: { name: 'run', initiator: 'codepipeline/run', stages: [], variables: {} },
      project: { name: 'project', buildspec: JSON.stringify({ version: '0.2', env: { shell: 'bash' }, phases: { build: { commands } }, artifacts: { files } }), variables: [] },
      values: {}, source, account: '123456789012', region: 'eu-central-1', print: text => log += text,
    });
    return { ...outcome, log, left: fs.readdirSync(directory).filter(name => name.startsWith('build-')) };
  };
  const SHOW = 'echo "sources: $(ls -A | tr "\\n" " ")of ${CODEBUILD_RESOLVED_SOURCE_VERSION-none}"';

  test('begins in a copy of a directory, what is in an archive, or nothing', async () => {
    const directory = directoryOf({ 'a.js': '', 'lib/b.js': '' });
    const [copied, unpacked, none] = await Promise.all([{ directory, commit: 'abc' }, { archive: zipOfDirectory(directoryOf({ 'context.tar': 'x' })) }, {}].map(source => build([SHOW, 'touch new'], source)));

    expect([copied, unpacked, none].map(({ log }) => /^sources: .*$/m.exec(log)?.[0])).toEqual(['sources: a.js lib of abc', 'sources: context.tar of none', 'sources: of none']);
    expect(fs.readdirSync(directory).sort()).toEqual(['a.js', 'lib']);
    expect([copied, unpacked, none].map(({ left }) => left)).toEqual([[], [], []]);
  });

  test('hands on the files that its buildspec lists, by their paths, and has an ARN', async () => {
    const { status, artifacts, arn } = await build(['mkdir -p out/deep && echo one >out/1 && echo two >out/2 && echo three >out/deep/3'], {}, ['out/deep/3', 'out/*']);

    expect([status, Object.fromEntries([...artifacts].map(([name, content]) => [name, content.toString()]))])
      .toEqual(['SUCCEEDED', { 'out/deep/3': 'three\n', 'out/1': 'one\n', 'out/2': 'two\n' }]);
    expect(arn).toMatch(/^arn:aws:codebuild:eu-central-1:123456789012:build\/project:[0-9a-f-]{36}$/);
  });

  test('that does not leave one of them fails, as in CodeBuild', async () => {
    const { status, artifacts, log } = await build(['echo one >there'], {}, ['there', 'missing/input.json']);

    expect([status, artifacts.size]).toEqual(['FAILED', 0]);
    expect(log).toContain('no matching artifact paths found: there, missing/input.json');
  });

  test('that failed hands on nothing', async () => {
    const { status, artifacts } = await build(['echo one >there', 'false'], {}, ['there']);

    expect([status, artifacts.size]).toEqual(['FAILED', 0]);
  });

  test('with a pattern for artifacts that is not known is refused', async () => {
    await expect(build(['true'], {}, ['**/*.json'])).rejects.toThrow('artifacts must be files or folders such as "reports/*", received "**/*.json"');
  });
});

test('a program that is not there is told', () => {
  expect(() => requirePrograms({ PATH: temporaryDirectory() })).toThrow('there is no program bash');
  expect(() => requirePrograms(process.env)).not.toThrow();
});

test('a secret that is not given is told before anything is started', () => {
  const project = { name: 'build', buildspec: '{}', variables: [
    { name: 'PLAIN', value: 'a', type: 'PLAINTEXT' }, { name: 'REHEARSED_TOKEN', value: 'npm-token', type: 'SECRETS_MANAGER' },
  ] };

  expect(() => requireSecrets([project], {})).toThrow('takes REHEARSED_TOKEN from Secrets Manager (npm-token): set a variable REHEARSED_TOKEN');
  expect(() => requireSecrets([project], { REHEARSED_TOKEN: 'secret' })).not.toThrow();
});

test('a variable that nothing exports is an error, as it is in CodePipeline', () => {
  const action = { stage: 'A', name: 'B', runOrder: 1, namespace: '', category: 'Build', provider: 'CodeBuild', outputs: [], variables: { DIGEST: '#{Other_NS.IMAGE_DIGEST}' } };

  expect(() => resolve(action, new Map(), {})).toThrow('B takes the variable Other_NS.IMAGE_DIGEST, which nothing exported');
  expect(resolve(action, new Map([['Other_NS.IMAGE_DIGEST', 'sha256:a']]), {})).toEqual({ values: { DIGEST: 'sha256:a' } });
});

describe('the cause of a failure', () => {
  const log = 'a\nnodejs-image: error: gates that did not pass: test\nnodejs-image: | not ok 1\nnodejs-image: | not ok 2\n[Container] Phase complete: build State: FAILED\n';

  test('is the error of the step, with its details', () => {
    expect(causeOf(log)).toBe('gates that did not pass: test');
    expect(detailOf(log)).toEqual(['not ok 1', 'not ok 2']);
  });

  test('is the last line where no step said anything', () => {
    expect(causeOf('bash: node: command not found\n\n')).toBe('bash: node: command not found');
    expect(causeOf('')).toBe('the build printed nothing');
  });
});
