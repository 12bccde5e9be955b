import * as fs from 'fs';
import * as path from 'path';
import { EXAMPLES } from '../golden/examples';
import { golden } from '../golden/golden-file';
import { temporaryDirectory } from '../temporary';
import { cdkNodejsImage } from './command-line';

const ROOT = path.resolve(__dirname, '..', '..');

/** A small project with files of its own. */
function project(files: { readonly [name: string]: string }): string {
  const directory = temporaryDirectory();
  for (const [name, text] of Object.entries({ 'package.json': JSON.stringify({ name: 'p', scripts: { start: 'node a.js', test: 'node --test' } }, undefined, 2), 'a.js': '', ...files })) {
    fs.mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
    fs.writeFileSync(path.join(directory, name), text);
  }
  return directory;
}

const inspected = async (...words: string[]) => JSON.parse((await cdkNodejsImage(['inspect', '--json', ...words])).out);
const itemsOf = (inspection: any) => Object.fromEntries(inspection.groups.flatMap(({ items }: any) => items).map((item: any) => [item.name, item]));

test.each(['lets-chat', 'two-stage-demo', 'yarn', 'telescope', 'telescope-posts'])('what is said of the example %s', async name => {
  const { directory } = EXAMPLES[name];
  const { code, out, err } = await cdkNodejsImage(['inspect', directory]);

  expect([code, err]).toEqual([0, '']);
  const text = out.replaceAll(ROOT, '/home/me');
  expect(text).toBe(golden(path.join(__dirname, 'golden', `${name}.txt`), text));
  expect(text.split('\n').filter(line => line.length > 80)).toEqual([]);
  expect(text).not.toMatch(/\(none\)|undefined|a stage of your own/);
});

test('its JSON has the names that are documented, and says where things were read', async () => {
  const inspection = await inspected(EXAMPLES['two-stage-demo'].directory);

  expect(Object.keys(inspection)).toEqual(['schema', 'name', 'version', 'directory', 'groups', 'gates', 'stages', 'warnings']);
  const items = itemsOf(inspection);
  expect(items.nodeVersion).toMatchObject({ value: '24', prop: 'nodeVersion', source: { file: '.nvmrc', line: 1 } });
  expect(items.startCommand.source).toEqual({ file: 'package.json', line: 12, field: 'scripts.start' });
  expect(items.port.source).toEqual({ file: 'src/server.js', line: 5 });
});

test('an option goes before what is read, and is shown', async () => {
  const items = itemsOf(await inspected(EXAMPLES['two-stage-demo'].directory, '--port', '9000', '--base-image', 'distroless', '--health-check', '/up', '--user', '1234', '--node-version', '22',
    '--environment', 'A=b=c', '--command', 'node src/server.js --fast', '--init', 'false'));

  expect(items.port.value).toBe('9000');
  expect(items.baseImage.value).toContain('distroless/nodejs22');
  expect(items.healthCheck.value).toBe('GET /up');
  expect(items.user.value).toBe('1234');
  expect(items.environment.value).toContain('A=b=c');
  expect(items.startCommand.value).toBe('node src/server.js --fast');
  expect(items.init.value).toBe('the application alone');
});

test('gates by an option, by expressions, and by a file with both over it', async () => {
  const directory = project({ 'options.ts': '{ gates: [Gate.command(["node", "-v"], { name: "node", timeout: Duration.seconds(5) })], /* a comment */ port: 1234, }' });
  const names = async (...words: string[]) => (await inspected(directory, ...words)).gates.map(({ name }: any) => name);

  expect(await names('--gates', 'npm test', '--gates', 'Gate.command(["true"], { name: "other" })')).toEqual(['test', 'other', 'start']);
  expect(await names('--gates', '[]')).toEqual(['start']);
  expect(await names('--options', path.join(directory, 'options.ts'))).toEqual(['node', 'start']);
  expect(await names('--options', path.join(directory, 'options.ts'), '--gates', 'test', '--start-gate', 'none')).toEqual(['test']);
});

test('what stays out of the build is told with the reason, and warnings with their remedy', async () => {
  const manifest = JSON.stringify({ name: 'p', scripts: { start: 'node a.js', test: 'node --test' }, dependencies: { ms: '2.1.3' } });
  const directory = project({ 'package.json': manifest, '.gitignore': 'notes/\n', 'notes/a': 'x', 'tls.key': '-----BEGIN PRIVATE KEY-----\nx', '.dockerignore': 'drafts\n', 'drafts/a': '' });
  const { out } = await cdkNodejsImage(['inspect', directory]);

  expect(out).toMatch(/What stays out of the build\n(.*\n)*  secrets {9}tls\.key {2}\[allow\]\n/);
  expect(out).toMatch(/\.dockerignore {3}drafts/);
  expect(out).toMatch(/ {2}no-lockfile\n {4}there is no lockfile of npm/);
});

test('a whole file of props may be JSON', async () => {
  const directory = project({ 'options.json': JSON.stringify({ port: 81, environment: { A: 'b' }, command: ['node', 'a.js'] }) });
  const items = itemsOf(await inspected(directory, '--options', path.join(directory, 'options.json')));

  expect([items.port.value, items.environment.value]).toEqual(['81', 'NODE_ENV=production PORT=81 A=b']);
});
