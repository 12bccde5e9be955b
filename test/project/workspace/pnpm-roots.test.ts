import * as path from 'path';
import { NodejsProject, PackageManager } from '../../../lib/project';
import { messageOf, ProjectContent, projectDirectory } from '../project-directory';

const lock = (name: string, version: string) => `lockfileVersion: '9.0'

importers:

  .:
    dependencies:
      ${name}:
        specifier: ${version}
        version: ${version}

packages:

  ${name}@${version}:
    resolution: {integrity: sha512-x}
`;

const read = (content: ProjectContent, directory: string) => NodejsProject.fromDirectory(path.join(projectDirectory(content), directory));
const messages = ({ warnings }: NodejsProject) => warnings.filter(({ id }) => /lockfile/.test(id)).map(({ message }) => message);

describe('a root of pnpm without package.json', () => {
  const files: ProjectContent = {
    'package.json': undefined,
    'pnpm-workspace.yaml': 'packages:\n  - a\n  - b\n',
    'pnpm-lock.yaml': 'lockfileVersion: \'9.0\'\n\nimporters:\n\n  a: {}\n\n  b: {}\n',
    'a/package.json': { name: 'a', scripts: { start: 'node server.js' } },
    'a/server.js': '',
    'b/package.json': { name: 'b' },
  };

  test('when a package is read, then the install reads what there is', () => {
    const project = read(files, 'a');
    expect(project.manifestFiles).toEqual(['a/package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml']);
    expect(project.workspace?.productionManifestFiles).toEqual(['a/package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml']);
    expect(project.warnings).toEqual([]);
  });

  test('when there is no lockfile, then it is pnpm all the same', () => {
    expect(read({ ...files, 'pnpm-lock.yaml': undefined }, 'a').packageManager.name).toBe(PackageManager.PNPM.name);
  });

  test('when it is read itself, then the error says which directories there are', () => {
    const directory = projectDirectory(files);
    expect(messageOf(() => NodejsProject.fromDirectory(directory)))
      .toBe(`there is no package.json in ${directory}, which is the root of a monorepo: change the prop directory to one of its packages, a`);
  });
});

describe('packages of pnpm with lockfiles of their own', () => {
  const files: ProjectContent = {
    'package.json': { name: 'root', private: true },
    'pnpm-workspace.yaml': 'packages:\n  - packages/*\nsharedWorkspaceLockfile: false\n',
    'pnpm-lock.yaml': 'lockfileVersion: \'9.0\'\n\nimporters:\n\n  .: {}\n',
    'packages/api/package.json': { name: 'api', scripts: { start: 'node server.js' }, dependencies: { ms: '2.1.3', lib: 'workspace:*' } },
    'packages/api/pnpm-lock.yaml': lock('ms', '2.1.3'),
    'packages/lib/package.json': { name: 'lib', dependencies: { bcrypt: '5.1.0' } },
    'packages/lib/pnpm-lock.yaml': lock('bcrypt', '5.1.0'),
  };
  const manifests = ['package.json', 'packages/api/package.json', 'packages/api/pnpm-lock.yaml', 'packages/lib/package.json', 'packages/lib/pnpm-lock.yaml', 'pnpm-lock.yaml', 'pnpm-workspace.yaml'];

  test('when one is read, then the install reads the lockfiles of all that it needs', () => {
    const project = read(files, 'packages/api');
    expect(project.lockfile).toBe('packages/api/pnpm-lock.yaml');
    expect(project.manifestFiles).toEqual(manifests);
    expect(project.workspace?.productionManifestFiles).toEqual(manifests);
    expect(messages(project)).toEqual([]);
  });

  test('when the setting is in .npmrc, then it counts, too', () => {
    const project = read({ ...files, 'pnpm-workspace.yaml': 'packages:\n  - packages/*\n', '.npmrc': 'shared-workspace-lockfile=false\n' }, 'packages/api');
    expect(project.lockfile).toBe('packages/api/pnpm-lock.yaml');
  });

  test('when the root has none, then the packages are of one monorepo all the same', () => {
    const project = read({ ...files, 'pnpm-lock.yaml': undefined }, 'packages/api');
    expect([project.packageManager.name, project.lockfile, project.workspace?.path]).toEqual(['pnpm', 'packages/api/pnpm-lock.yaml', 'packages/api']);
    expect(project.packageManager.pinnedVersion).toMatch(/^1\d\./);
  });

  test('when the lockfile of a package lacks something, then the warning names that lockfile', () => {
    expect(messages(read({ ...files, 'packages/lib/pnpm-lock.yaml': lock('ms', '2.1.3') }, 'packages/api'))).toEqual([
      'packages/lib/pnpm-lock.yaml does not match packages/lib/package.json (bcrypt), so a frozen install fails: install again and commit the lockfile',
    ]);
  });

  test('when a package has none, then the warning says so', () => {
    expect(messages(read({ ...files, 'packages/lib/pnpm-lock.yaml': undefined }, 'packages/api'))).toEqual([
      'there is no pnpm-lock.yaml beside packages/lib/package.json (bcrypt), and the packages share none, so a frozen install fails: install again and commit the lockfile',
    ]);
  });
});

test('given a lockfile that all packages share, when it lacks a dependency of one, then the warning names the manifest of that one', () => {
  const project = read({
    'package.json': { name: 'root', workspaces: ['packages/*'] },
    'package-lock.json': { lockfileVersion: 3, packages: { '': { workspaces: ['packages/*'] }, 'packages/api': {} } },
    'packages/api/package.json': { name: 'api', dependencies: { ms: '2.1.3' } },
  }, 'packages/api');
  expect(messages(project)).toEqual(['package-lock.json does not match packages/api/package.json (ms), so a frozen install fails: install again and commit the lockfile']);
});

test.each([['pnpm-workspace.yaml', 'overrides:\n  ms: 2.1.3\n', 'pnpm'], ['.yarnrc.yml', 'nodeLinker: node-modules\n', 'yarn']])(
  'given %s and no lockfile, when a project is read, then its manager is the one that reads the file', (file, text, name) => {
    expect(read({ [file]: text }, '').packageManager.name).toBe(name);
  });
