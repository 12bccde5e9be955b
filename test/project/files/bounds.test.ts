import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { NodejsDockerfile } from '../../../lib';
import { NodejsDirectoryOptions, NodejsProject, readGitCommit } from '../../../lib/project';
import { add, directoryWith, smallService, temporaryDirectory } from '../../temporary';

const CANARY = 'canary-of-another';

/** Nothing that is thrown, said or decided shows what a link leads to. */
function outcome(directory: string, options: NodejsDirectoryOptions = {}, top?: string): string {
  const text = (() => {
    try {
      const { facts, warnings } = NodejsProject._inRepository(top, directory, options);
      return JSON.stringify([facts, warnings]);
    } catch (error) {
      return String(error);
    }
  })();
  expect(text).not.toContain(CANARY);
  return text;
}

function linked(directory: string, name: string, target: string): string {
  fs.rmSync(path.join(directory, name), { force: true });
  fs.mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
  fs.symlinkSync(target, path.join(directory, name));
  return directory;
}

function repository(files: Record<string, unknown> = {}): string {
  return directoryWith({ '.git/HEAD': 'ref: refs/heads/main\n', ...files });
}

const PACKAGE = { name: 'a', version: '1.0.0', scripts: { start: 'node server.js', build: 'tsc' }, devDependencies: { typescript: '5.0.0' } };

describe('a link out of the project', () => {
  beforeAll(() => { process.env.BOUNDS_CANARY = CANARY; });
  afterAll(() => { delete process.env.BOUNDS_CANARY; });

  test('to the environment of the process is refused, with its target and without its content', () => {
    const directory = linked(smallService(), '.nvmrc', '/proc/self/environ');
    expect(outcome(directory)).toMatch(/^ProjectError: \.nvmrc is a symbolic link to \/proc\/self\/environ, which lies outside of the project .*: put a file in its place, or remove it$/);
    // nobody can allow what is no file
    expect(outcome(directory, { allow: { '.nvmrc': 'x' } })).toMatch(/is a symbolic link to \/proc\/self\/environ/);
  });

  test.each([
    'package.json', 'package-lock.json', '.nvmrc', '.node-version', '.tool-versions', 'mise.toml', '.npmrc', 'pnpm-workspace.yaml', 'server.js',
  ])('in the place of %s is refused', name => {
    const outside = directoryWith({ secret: `${CANARY}\n` });
    const directory = linked(smallService(), name, path.join(outside, 'secret'));
    expect(outcome(directory)).toContain(`${name} is a symbolic link to ${outside}/secret, which lies outside of the project ${directory}`);
  });

  test('in the place of a tsconfig.json is refused', () => {
    const outside = directoryWith({ secret: `{ "${CANARY}` });
    expect(outcome(linked(smallService({ 'package.json': PACKAGE }), 'tsconfig.json', path.join(outside, 'secret')))).toContain('tsconfig.json is a symbolic link to ');
  });

  test('that tsconfig extends is refused', () => {
    const outside = directoryWith({ 'base.json': `{ "${CANARY}` });
    const directory = linked(smallService({ 'package.json': PACKAGE, 'tsconfig.json': { extends: './base.json' } }), 'base.json', path.join(outside, 'base.json'));
    expect(outcome(directory)).toContain('base.json is a symbolic link to ');
  });

  test('by a directory on the way is refused', () => {
    const outside = directoryWith({ 'base.json': CANARY });
    const directory = linked(smallService({ 'package.json': PACKAGE, 'tsconfig.json': { extends: './config/base.json' } }), 'config', outside);
    expect(outcome(directory)).toContain(`config/base.json leads by a symbolic link to ${outside}/base.json`);
  });

  test('is followed where somebody allowed it by its name', () => {
    const outside = directoryWith({ version: '22\n' });
    const directory = linked(smallService(), '.nvmrc', path.join(outside, 'version'));
    expect(NodejsProject.fromDirectory(directory, { allow: { '.nvmrc': 'one for all of our machines' } }).nodeVersion.line).toBe(22);
  });

  test('is refused whatever is allowed where the root of the checkout is known', () => {
    const outside = directoryWith({ version: `${CANARY}\n` });
    const checkout = temporaryDirectory();
    fs.renameSync(linked(smallService(), '.nvmrc', path.join(outside, 'version')), path.join(checkout, 'api'));
    expect(outcome(path.join(checkout, 'api'), { allow: { '.nvmrc': 'x' } }, checkout)).toMatch(/which lies outside of the checkout .*: put a file in its place, or remove it$/);
  });

  test('as the directory of the project is refused where the root of the checkout is known', () => {
    const checkout = linked(temporaryDirectory(), 'api', smallService({ '.nvmrc': CANARY }));
    expect(outcome(path.join(checkout, 'api'), {}, checkout)).toMatch(/package\.json leads by a symbolic link to .*, which lies outside of the checkout/);
  });

  test('of a .dockerignore is refused when the context is made', () => {
    const outside = directoryWith({ secret: `[${CANARY}\n` });
    const directory = linked(smallService(), '.dockerignore', path.join(outside, 'secret'));
    const { materialise } = jest.requireActual('../../../lib/context/materialise');
    expect(() => materialise(NodejsDockerfile.fromDirectory({ directory }), temporaryDirectory(), new Map()))
      .toThrow(/^\.dockerignore is a symbolic link to .*, which lies outside of the project .*$/);
  });
});

describe('a link in the repository', () => {
  test('leads from a package to what lies elsewhere in it', () => {
    const root = repository({ '.config/nvmrc': '22\n', 'api/package.json': PACKAGE, 'api/package-lock.json': { name: 'a', lockfileVersion: 3, packages: { '': {} } }, 'api/server.js': '' });
    linked(root, 'api/.nvmrc', '../.config/nvmrc');
    expect(NodejsProject.fromDirectory(path.join(root, 'api')).nodeVersion.line).toBe(22);
  });

  test('leads from a package of a monorepo without a repository to its root', () => {
    const lock = { name: 'root', lockfileVersion: 3, packages: { '': { workspaces: ['packages/*'] }, 'packages/api': { name: 'a', version: '1.0.0' } } };
    const root = directoryWith({
      'package.json': { name: 'root', workspaces: ['packages/*'] }, 'package-lock.json': lock, 'nvmrc': '22\n',
      'packages/api/package.json': { name: 'a', version: '1.0.0', scripts: { start: 'node server.js' } }, 'packages/api/server.js': '',
    });
    linked(root, 'packages/api/.nvmrc', '../../nvmrc');
    expect(NodejsProject.fromDirectory(path.join(root, 'packages', 'api')).nodeVersion.line).toBe(22);
  });

  test('may be the directory of the project', () => {
    const directory = path.join(linked(temporaryDirectory(), 'link', smallService({ '.nvmrc': '22\n' })), 'link');
    expect(NodejsProject.fromDirectory(directory).nodeVersion.line).toBe(22);
  });
});

describe('what is no file', () => {
  test.each(['.nvmrc', 'tsconfig.json', '.dockerignore', '.gitignore'])('a pipe in the place of %s is not waited for', name => {
    const directory = smallService();
    execFileSync('mkfifo', [path.join(directory, name)]);
    expect(outcome(directory)).not.toBe('');
  });

  test.each(['package.json', '.nvmrc', 'pnpm-workspace.yaml'])('a %s in UTF-16 is refused with the cause', name => {
    const directory = smallService();
    fs.writeFileSync(path.join(directory, name), Buffer.from('\ufeff{ "v22": 1 }', 'utf16le'));
    expect(outcome(directory)).toMatch(new RegExp(`^ProjectError: ${name.replace('.', '\\.')} is not UTF-8: .*save it as UTF-8$`));
  });

  test('a file that is larger than a text can be is refused with the cause', () => {
    const directory = smallService();
    fs.truncateSync(path.join(directory, 'package-lock.json'), 3 * 2 ** 30);
    expect(outcome(directory)).toMatch(/package-lock\.json is larger than what a program can read as one text/);
  });

  test('a long value is shortened in messages', () => {
    expect(outcome(smallService({ '.nvmrc': `not-a-version${'x'.repeat(5000)}` })).length).toBeLessThan(300);
  });
});

describe('files of git', () => {
  const message = (directory: string) => {
    try {
      return readGitCommit(directory, 'the prop');
    } catch (error) {
      return (error as Error).message;
    }
  };

  test('a link in the place of .git is not read', () => {
    const outside = directoryWith({ secret: CANARY });
    const directory = linked(temporaryDirectory(), '.git', path.join(outside, 'secret'));
    expect(message(directory)).toMatch(/\.git must name the directory of a git repository .*received "a symbolic link"$/);
  });

  test('a HEAD that leads out of the repository is not read', () => {
    const outside = directoryWith({ secret: CANARY });
    const directory = repository();
    linked(directory, '.git/HEAD', path.join(outside, 'secret'));
    expect(message(directory)).toMatch(/received "" from/);
  });

  test('a HEAD that is a link to its branch is read', () => {
    const directory = repository();
    add(directory, { '.git/refs/heads/main': `${'a'.repeat(40)}\n` });
    linked(directory, '.git/HEAD', 'refs/heads/main');
    expect(message(directory)).toBe('a'.repeat(40));
  });
});
