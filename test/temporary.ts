import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

const directories: string[] = [];

afterAll(() => directories.forEach(directory => fs.rmSync(directory, { recursive: true, force: true })));

/** A directory that is removed after the tests of the file. */
export function temporaryDirectory(): string {
  const directory = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'nodejs-image-')));
  directories.push(directory);
  return directory;
}

/** A directory with these files; a value of another type than string is written as JSON. */
export function directoryWith(files: Record<string, unknown>): string {
  const directory = temporaryDirectory();
  add(directory, files);
  return directory;
}

/** Writes files into a directory. */
export function add(directory: string, files: Record<string, unknown>): void {
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
    fs.writeFileSync(path.join(directory, name), typeof content === 'string' ? content : JSON.stringify(content, undefined, 2));
  }
}

/** The files of a small service: npm, one dependency, one test. */
export function smallService(more: Record<string, unknown> = {}): string {
  const root = { name: 'small', version: '1.0.0', dependencies: { leftpad: '1.0.0' } };
  return directoryWith({
    'package.json': { ...root, scripts: { start: 'node server.js', test: 'node --test' } },
    'package-lock.json': { name: 'small', version: '1.0.0', lockfileVersion: 3, packages: { '': root, 'node_modules/leftpad': { version: '1.0.0' } } },
    'server.js': '// serves\n',
    'lib/util.js': '// helps\n',
    'test/server.test.js': '// tests\n',
    ...more,
  });
}
