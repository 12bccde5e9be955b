import { NodejsDockerfile, NodejsImageOptions, NodejsProject, StartCommand } from '../../../lib';
import { directoryWith } from '../../temporary';

const READS = 'require("http").createServer((q, s) => s.end()).listen(process.env.PORT || 3000);\n';
const FIXED = 'require("http").createServer((q, s) => s.end()).listen(3000);\n';

const app = (files: Record<string, unknown> = {}, scripts: Record<string, string> = {}) => directoryWith({
  'package.json': { name: 'app', scripts: { start: 'node server.js', test: 'node --test', ...scripts } },
  'package-lock.json': { lockfileVersion: 3, packages: { '': { name: 'app' } } },
  'server.js': READS,
  'views/index.html': '<p>',
  ...files,
});

/** The warnings of contradictions, by their ids. */
function said(directory: string, options: Partial<NodejsImageOptions>): Record<string, string> {
  const ids = ['command-missing-file', 'release-file-missing', 'writable-directory-missing', 'port-contradiction', 'port-not-read', 'port-privileged'];
  const { warnings } = NodejsDockerfile.fromDirectory({ directory, ...options });
  return Object.fromEntries(warnings.filter(({ id }) => ids.includes(id)).map(({ id, message }) => [id, message]));
}

describe('a port', () => {
  test('is contradicted by a source that listens on another one and reads no variable', () => {
    expect(said(app({ 'server.js': FIXED }), { port: 8080 })['port-not-read']).toBe('"port" is 8080, but server.js makes the application listen on 3000 and reads no variable PORT, so that nothing answers '
      + 'on 8080 and the health check fails; let it listen on process.env.PORT, or set port: 3000');
  });

  test('is contradicted by a start command that names another one', () => {
    expect(said(app({}, { start: 'node server.js --port 4000' }), { port: 8080 })['port-not-read']).toContain('the start command makes the application listen on 4000');
  });

  test('is contradicted by the environment', () => {
    expect(said(app(), { port: 8080, environment: { PORT: '9000' } })['port-contradiction']).toContain('"port" is 8080, and "environment" sets PORT to "9000"');
  });

  test.each<[string, Record<string, unknown>, Partial<NodejsImageOptions>]>([
    ['the source reads PORT', {}, { port: 8080 }],
    ['the source listens there', { 'server.js': FIXED }, { port: 3000 }],
    ['another file reads PORT', { 'server.js': 'require("http").createServer().listen(require("./config").port);', 'config.js': 'exports.port = process.env.PORT || 3000;' }, { port: 8080 }],
    ['nothing is given', { 'server.js': FIXED }, {}],
    ['another command starts', { 'server.js': FIXED, 'other.js': READS }, { port: 8080, command: ['node', 'other.js'] }],
    ['both say the same', {}, { port: 8080, environment: { PORT: '8080' } }],
  ])('is not where %s', (_, files, options) => {
    expect(said(app(files), options)).toEqual({});
  });
});

test('a port below 1024 is one that only Docker gives to a user that is not root', () => {
  const listens = { 'server.js': 'require("http").createServer().listen(80)' };

  expect(said(app(listens), {})['port-privileged']).toMatch(/^the image listens on 80, and its user is not root: Docker allows that, and ECS, Fargate/);
  expect(said(app(), { port: 443 })['port-privileged']).toContain('listens on 443');
  expect(said(app(), { port: 1024 })).toEqual({});
});

describe('a command', () => {
  test.each([
    [['node', 'servr.js'], 'did you mean "server.js"?'],
    [['node', '--enable-source-maps', '-r', 'dotenv/config', 'srv/main.js'], 'name the file that starts the application'],
    [['node', './dist/main.js'], 'which is not there, and nothing is built'],
  ])('%j runs what is not there', (command, message) => {
    expect(said(app(), { command })['command-missing-file']).toContain(message);
  });

  test.each([
    [['node', 'server.js']], [['node', 'server']], [['node', './server.js']], [['node', '-e', 'missing.js']], [['node', '/opt/other.js']],
    [['node', 'node_modules/.bin/next', 'start']], [['sh', '-c', 'node missing.js']], [['node', '--test', 'missing.js']],
  ])('%j may run', command => {
    expect(said(app(), { command })).toEqual({});
  });

  test('may run what is built', () => {
    const directory = app({ 'tsconfig.json': { compilerOptions: { outDir: 'dist' } }, 'src/main.ts': '' }, { build: 'tsc', start: 'node dist/main.js' });
    expect(said(directory, { command: ['node', 'dist/worker.js'] })).toEqual({});
    expect(said(directory, { command: ['node', 'dits/worker.js'] })['command-missing-file']).toContain('did you mean "dist/worker.js"?');
  });
});

describe('files of the release', () => {
  test('that are nowhere are named', () => {
    expect(said(app(), { includeFiles: ['viewz'] })['release-file-missing']).toContain('"includeFiles" names "viewz", which is not there, and nothing is built; did you mean "views"?');
    expect(said(app(), { releaseFiles: ['server.js', 'viewz'] })['release-file-missing']).toContain('"releaseFiles" names "viewz", which is not there, and nothing is built; did you mean "views"?');
    expect(said(app(), { releaseFiles: ['server.js', 'views/', './views/index.html'] })).toEqual({});
  });

  test('may be written by the build, wherever', () => {
    const directory = app({}, { build: 'node build.js' });
    expect(said(directory, { releaseFiles: ['server.js', 'bundle.js'] })).toEqual({});
    expect(said(directory, { releaseFiles: ['server.js', 'veiws'] })['release-file-missing']).toContain('did you mean "views"?');
  });
});

describe('a writable directory', () => {
  test('is made where it is not there, and told where its name is nearly another one', () => {
    const directory = app({ 'uploads/.gitkeep': '' });
    expect(said(directory, { writableDirectories: ['cache', 'uploads'] })).toEqual({});
    expect(said(directory, { writableDirectories: ['upload'] })['writable-directory-missing']).toContain('did you mean "uploads"?');
  });

  test('is no file', () => {
    expect(() => NodejsDockerfile.fromDirectory({ directory: app(), writableDirectories: ['server.js'] })).toThrow('writableDirectories must name directories, received "server.js"');
  });
});

test('nothing is said of a project that is on no disk', () => {
  const startCommand: StartCommand = { argv: ['node', 'server.js'] };
  const { warnings } = NodejsDockerfile.fromProject(NodejsProject.of({ startCommand }), { gates: [], releaseFiles: ['missing'], command: ['node', 'missing.js'] });
  expect(warnings.map(({ id }) => id)).not.toContain('release-file-missing');
});
