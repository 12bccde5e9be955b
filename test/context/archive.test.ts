import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { archive, ARCHIVE } from '../../lib/context/archive';
import { directoryWith, temporaryDirectory } from '../temporary';

function context(): string {
  const directory = directoryWith({ 'Dockerfile': 'FROM scratch\n', '@scope.txt': 'x', '-n': 'x', 'app/b.js': 'b', 'app/a.js': 'a', '.dockerignore': '*\n' });
  fs.mkdirSync(path.join(directory, 'app', 'empty'));
  fs.symlinkSync('a.js', path.join(directory, 'app', 'link.js'));
  fs.symlinkSync('gone.js', path.join(directory, 'app', 'nowhere.js'));
  fs.chmodSync(path.join(directory, 'app', 'b.js'), 0o755);
  fs.mkdirSync(path.join(directory, 'app', 'deep'.repeat(20), 'deep'.repeat(20)), { recursive: true });
  fs.writeFileSync(path.join(directory, 'app', 'deep'.repeat(20), 'deep'.repeat(20), 'ünïcode.js'), 'x');
  return directory;
}

const pack = (directory: string) => archive({ directory });

test('an archive holds links, empty directories, modes and any name', () => {
  const directory = context();
  const unpacked = temporaryDirectory();
  execFileSync('tar', ['-xf', path.join(pack(directory), ARCHIVE), '-C', unpacked]);

  const list = (root: string) => (fs.readdirSync(root, { recursive: true }) as string[]).sort();
  expect(list(unpacked)).toEqual(list(directory));
  expect(fs.readlinkSync(path.join(unpacked, 'app', 'link.js'))).toBe('a.js');
  expect(fs.readlinkSync(path.join(unpacked, 'app', 'nowhere.js'))).toBe('gone.js');
  expect((fs.statSync(path.join(unpacked, 'app', 'b.js')).mode % 0o1000).toString(8)).toBe('755');
  expect(fs.readFileSync(path.join(unpacked, 'app', 'a.js'), 'utf8')).toBe('a');
});

test('two contexts with the same content have the same bytes, at another time', () => {
  const first = context();
  const second = context();
  for (const name of fs.readdirSync(second, { recursive: true }) as string[]) {
    fs.lutimesSync(path.join(second, name), 1, 1);
  }

  expect(fs.readFileSync(path.join(pack(first), ARCHIVE)).equals(fs.readFileSync(path.join(pack(second), ARCHIVE)))).toBe(true);
});
