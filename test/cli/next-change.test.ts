import * as fs from 'fs';
import * as path from 'path';
import { nextChange } from '../../lib/cli/build/next-change';
import { temporaryDirectory } from '../temporary';

/** True if something changed before a time is over. */
async function isHeard(change: Promise<void>, milliseconds = 700): Promise<boolean> {
  let timer: NodeJS.Timeout;
  const silence = new Promise<boolean>(resolve => { timer = setTimeout(() => resolve(false), milliseconds); });
  return Promise.race([change.then(() => true), silence]).finally(() => clearTimeout(timer));
}

const directory = temporaryDirectory();
const write = (file: string) => {
  fs.mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
  fs.writeFileSync(path.join(directory, file), String(Math.random()));
};
['a.js', 'src/deep/b.js', 'node_modules/x/index.js', 'reports/api/log', '.git/index'].forEach(write);

test.each(['a.js', 'src/deep/b.js', 'src/deep/new.js', 'src/another/directory/c.js'])('a change of %s is heard', async file => {
  const change = nextChange(directory);
  write(file);

  expect(await isHeard(change, 5000)).toBe(true);
});

test('what becomes of a directory that is new is heard', async () => {
  const change = nextChange(directory);
  fs.mkdirSync(path.join(directory, 'fresh'));
  setTimeout(() => write('fresh/d.js'), 50);

  expect(await isHeard(change, 5000)).toBe(true);
});

test('what is removed is heard', async () => {
  const change = nextChange(directory);
  fs.rmSync(path.join(directory, 'src', 'another'), { recursive: true });

  expect(await isHeard(change, 5000)).toBe(true);
});

test('installed packages, git and reports are not heard, and are no cause to build for ever', async () => {
  const change = nextChange(directory, [path.join(directory, 'reports', 'api')]);
  ['node_modules/x/index.js', '.git/index', 'reports/api/log', 'gate-reports/p/log'].forEach(write);

  expect(await isHeard(change)).toBe(false);
  write('a.js');
  expect(await isHeard(change, 5000)).toBe(true);
});
