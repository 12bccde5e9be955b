import * as fs from 'fs';
import * as path from 'path';
import { writtenSince, wroteLine } from '../../../lib/programs/start/written';
import { temporaryDirectory } from '../../temporary';

const USER = { uid: 4321, gid: 4321 };

/** Directories as they were an hour ago. */
function directories(...names: string[]): string {
  const root = temporaryDirectory();
  names.forEach(name => fs.mkdirSync(path.join(root, name), { recursive: true }));
  const hourAgo = Date.now() / 1000 - 3600;
  const age = (directory: string) => {
    fs.readdirSync(directory, { withFileTypes: true }).filter(entry => entry.isDirectory()).forEach(({ name }) => age(path.join(directory, name)));
    fs.utimesSync(directory, hourAgo, hourAgo);
  };
  age(root);
  return root;
}

function written(root: string, user = USER, except: string[] = []): string[] {
  return writtenSince(Date.now() - 60_000, user, root, except.map(name => path.join(root, name))).map(found => path.relative(root, found));
}

describe('what was written', () => {
  test('is nothing where nothing was', () => {
    expect(written(directories('app/data', 'home/node', 'tmp'))).toEqual([]);
  });

  test('is the directory in which a file or a directory was made, and none below it', () => {
    const root = directories('app/data', 'home/node', 'tmp/deep/er', 'usr/share');
    fs.mkdirSync(path.join(root, 'home/node/.cache/x'), { recursive: true });
    fs.writeFileSync(path.join(root, 'home/node/.cache/x/y'), '');
    fs.writeFileSync(path.join(root, 'tmp/deep/er/file'), '');

    expect(written(root)).toEqual(['home/node', 'tmp/deep/er']);
  });

  test('is seen where it was removed again', () => {
    const root = directories('app/data');
    fs.writeFileSync(path.join(root, 'app/data/lock'), '');
    fs.rmSync(path.join(root, 'app/data/lock'));

    expect(written(root)).toEqual(['app/data']);
  });

  test('is not what is excepted, nor what a link leads to', () => {
    const [root, other] = [directories('gates/start', 'app'), directories('x')];
    fs.symlinkSync(other, path.join(root, 'app/link'));
    fs.utimesSync(path.join(root, 'app'), 1, 1);
    fs.writeFileSync(path.join(root, 'gates/start/log'), '');
    fs.writeFileSync(path.join(other, 'x/file'), '');

    expect(written(root, USER, ['gates'])).toEqual([]);
  });

  test('is looked for in dependencies where the user may write', () => {
    const root = directories('app/node_modules/.cache', 'web/node_modules/.cache');
    fs.writeFileSync(path.join(root, 'app/node_modules/.cache/x'), '');
    fs.writeFileSync(path.join(root, 'web/node_modules/.cache/x'), '');
    fs.chmodSync(path.join(root, 'web/node_modules'), 0o777);

    expect(written(root)).toEqual(['web/node_modules/.cache']);
    expect(written(root, { uid: 0, gid: 0 })).toEqual(['app/node_modules/.cache', 'web/node_modules/.cache']);
  });
});

test('of what was written it is said what a read-only root file system wants', () => {
  expect(wroteLine([], false)).toBeUndefined();
  expect(wroteLine(['/tmp'], false)).toBe('it writes below /tmp: where the root file system is read-only, that needs a volume');
  expect(wroteLine(['/home/node', '/tmp/a'], false)).toMatch(/below \/home\/node, \/tmp\/a: .*each of them needs a volume/);
  expect(wroteLine(['/tmp', '/tmp/a'], true)).toBeUndefined();
  expect(wroteLine(['/tmp', '/tmpfiles'], true)).toBe('warning: it writes below /tmpfiles, and in Lambda nothing but /tmp can be written');
});
