import { BaseImage, Instruction, NodejsDockerfile, NodejsDockerfileOptions, StageCustomization, StartScript } from '../../lib';
import { EMPTY_LOCK, projectDirectory, ProjectContent } from '../project/project-directory';

const CHOICE = 'if [[ $MODE == cluster* ]]; then node cluster.js; else node server.js; fi';
const dockerfile = (start: string, more: ProjectContent = {}, options: NodejsDockerfileOptions = {}, scripts: object = {}) => {
  const manifest = { name: 'a', scripts: { start, ...scripts } };
  const directory = projectDirectory({ 'package.json': manifest, 'package-lock.json': EMPTY_LOCK, 'server.js': '', 'cluster.js': '', ...more });
  return NodejsDockerfile.fromDirectory({ directory, ...options });
};
const command = (...args: Parameters<typeof dockerfile>) => JSON.parse(/^CMD (.*)$/m.exec(dockerfile(...args).render())![1]);
const warned = (...args: Parameters<typeof dockerfile>) => dockerfile(...args).warnings.filter(({ id }) => id === 'start-needs-bash').map(({ message }) => message);

const OTHERS: ProjectContent = { 'package-lock.json': undefined };
const PNPM: ProjectContent = { ...OTHERS, 'pnpm-lock.yaml': 'lockfileVersion: \'9.0\'\n\nimporters:\n\n  .: {}\n' };
const YARN: ProjectContent = { ...OTHERS, 'yarn.lock': '# yarn lockfile v1\n' };
const BUN: ProjectContent = { ...OTHERS, 'bun.lock': '{ "lockfileVersion": 1, "workspaces": { "": { "name": "a" } }, "packages": {} }' };

describe('the shell that the package manager runs scripts by', () => {
  test.each<[string, ProjectContent]>([
    ['npm', { '.npmrc': 'script-shell=bash\n' }],
    ['npm by a path', { '.npmrc': 'script-shell = /bin/bash\n' }],
    ['npm by a path of another machine', { '.npmrc': 'script-shell=/opt/homebrew/bin/bash\n' }],
    ['npm by a path of Windows', { '.npmrc': 'script-shell="C:\\\\Program Files\\\\Git\\\\bin\\\\bash.exe"\n' }],
    ['pnpm', { ...PNPM, 'pnpm-workspace.yaml': 'scriptShell: bash\n' }],
    ['an older pnpm', { ...PNPM, '.npmrc': 'script-shell=bash\n' }],
    ['Yarn', { ...YARN, '.yarnrc': 'script-shell "bash"\n' }],
    ['Yarn by .npmrc', { ...YARN, '.npmrc': 'script-shell=bash\n' }],
    ['Bun without a setting', BUN],
  ])('given that of %s, when it is planned, then it starts the image', (_, more) => {
    expect(command(CHOICE, more)).toEqual(['/bin/bash', '-c', CHOICE]);
    expect(warned(CHOICE, more)).toEqual([]);
  });

  test('given that of npm, when the build and a gate run scripts, then npm reads it there, too', () => {
    const text = dockerfile(CHOICE, { '.npmrc': 'script-shell=bash\n' }, {}, { test: 'node --test' }).render();
    expect(text).toMatch(/^COPY app\/\.npmrc /m);
    expect(text).toContain('-- npm run test');
  });

  test('given one, when the start needs no shell, then there is none', () => {
    expect(command('node server.js', { '.npmrc': 'script-shell=bash\n' })).toEqual(['node', 'server.js']);
  });

  test.each([['sh', '/bin/sh'], ['/bin/dash', '/bin/sh'], ['null', '/bin/sh'], ['./tools/shell', './tools/shell']])('given %j, when it is planned, then it is %s', (value, program) => {
    expect(command('node server.js | cat', { '.npmrc': `script-shell=${value}\n` })[0]).toBe(program);
  });

  test('given Bun, when every shell understands the start, then it is sh', () => {
    expect(command('node server.js | cat', BUN)[0]).toBe('/bin/sh');
  });

  test('given one that the base image lacks, when it is planned, then an error names what mends it', () => {
    const more = { '.npmrc': 'script-shell=bash\n' };
    const alpine = { baseImage: BaseImage.alpine() };
    expect(() => dockerfile(CHOICE, more, alpine)).toThrow('the script start is run by bash (.npmrc: script-shell), which the base image alpine does not have; '
      + 'set "baseImage" to one that has it, such as BaseImage.debianSlim(), install it in the stage "release" by "customize", or set "command" to what runs without it');
    expect(() => dockerfile(CHOICE, more, { baseImage: BaseImage.distroless() })).toThrow('no shell');
    expect(() => dockerfile(CHOICE, { '.npmrc': 'script-shell=zsh\n' })).toThrow('run by zsh (.npmrc: script-shell), which the base image debian-slim does not have');
    const customize = [StageCustomization.append('release', Instruction.run(['apk', 'add', '--no-cache', 'bash']))];
    expect(command(CHOICE, more, { ...alpine, customize })[0]).toBe('/bin/bash');
    expect(command(CHOICE, more, { ...alpine, command: ['node', 'server.js'] })).toEqual(['node', 'server.js']);
    expect(command('node server.js', more, alpine)).toEqual(['node', 'server.js']);
  });

  test('given Bun and an image without bash, when it is planned, then it is what there is', () => {
    expect(command(CHOICE, BUN, { baseImage: BaseImage.alpine() })[0]).toBe('/bin/sh');
  });

  test('given several scripts, when one needs it, then that one is run by it', () => {
    const byRole = { startScript: StartScript.fromEnvironment('ROLE', { scripts: ['start', 'work'] }) };
    const scripts = { work: 'node server.js' };
    expect(command(CHOICE, { '.npmrc': 'script-shell=bash\n' }, byRole, scripts)[2]).toContain('start) exec /bin/bash -c ');
    expect(() => dockerfile(CHOICE, { '.npmrc': 'script-shell=bash\n' }, { ...byRole, baseImage: BaseImage.alpine() }, scripts)).toThrow('run by bash');
  });
});

describe('a start that sh does not understand', () => {
  test('given no setting, when it is planned, then a warning says what, and what mends it', () => {
    expect(warned(CHOICE)).toEqual([
      'the script start has what bash understands and /bin/sh of the base image debian-slim, which is dash, does not ([[), so that it fails or takes another way: set script-shell=bash in .npmrc, '
      + `or set "command" to ["/bin/bash","-c","${CHOICE}"], or write it as sh understands`,
    ]);
    expect(warned(CHOICE, PNPM)[0]).toContain('set scriptShell: bash in pnpm-workspace.yaml');
  });

  test('given the remedies, when they are followed, then nothing is said', () => {
    expect(warned(CHOICE, {}, { command: ['/bin/bash', '-c', CHOICE] })).toEqual([]);
    expect(warned(`bash -c '${CHOICE}'`)).toEqual([]);
  });

  test('given an image of Alpine, when its shell understands it, then nothing is said', () => {
    const alpine = { baseImage: BaseImage.alpine() };
    expect(warned(CHOICE, {}, alpine)).toEqual([]);
    expect(warned('A=(1); node server.js', {}, alpine)[0]).toContain('set "baseImage" to one that has bash, such as BaseImage.debianSlim(), and set script-shell=bash');
  });

  test('given a command of props, when sh does not understand it, then it is told', () => {
    expect(warned('node server.js', {}, { command: ['/bin/sh', '-c', CHOICE] })[0]).toMatch(/^the container is to start what bash understands/);
  });
});
