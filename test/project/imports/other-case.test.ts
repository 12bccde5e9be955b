import { NodejsProject } from '../../../lib/project';
import { ProjectContent, projectDirectory } from '../project-directory';

const LOCK = { lockfileVersion: 3, packages: { '': {} } };
const project = (manifest: Record<string, unknown>, files: ProjectContent) =>
  NodejsProject.fromDirectory(projectDirectory({ 'package.json': { name: 'app', scripts: { start: 'node server.js' }, ...manifest }, 'package-lock.json': LOCK, ...files }));
const ids = ({ warnings }: NodejsProject) => warnings.map(({ id }) => id);

describe('a name in other case than that of the file', () => {
  test.each([
    ['require("./Lib/Foo")', 'lib/foo.js'],
    ['require("./lib/Foo.js")', 'lib/foo.js'],
    ['function later() { return require("./LIB/foo"); }', 'lib/foo.js'],
    ['require("./Data")', 'data.json'],
  ])('is said: %s', (source, file) => {
    const { warnings } = project({}, { 'server.js': source, [file]: file.endsWith('json') ? '{}' : '' });

    expect(warnings.filter(({ id }) => id === 'import-in-other-case').map(({ message }) => message)).toEqual([expect.stringContaining(`the file is called ${file}:`)]);
  });

  test.each([
    ['require("./lib/foo")', ['lib/foo.js']],
    ['require("./Foo"); require("./foo")', ['foo.js', 'Foo.js']],
    ['require("./lib")', ['lib/index.js']],
    ['require("./gone")', ['lib/foo.js']],
  ])('is not seen where there is none: %s', (source, files) => {
    expect(ids(project({}, { 'server.js': source, ...Object.fromEntries(files.map(file => [file, ''])) }))).not.toContain('import-in-other-case');
  });
});

test.each([
  ['the variable NODE_PATH', { scripts: { start: 'NODE_PATH=. node server.js' } }],
  ['a package that has aliases', { dependencies: { 'module-alias': '2.2.3' } }],
])('a name that %s makes one of a file is no unknown package', (_, manifest) => {
  expect(ids(project(manifest, { 'server.js': 'require("lib/x")', 'lib/x.js': '' }))).not.toContain('import-of-unknown-package');
});
