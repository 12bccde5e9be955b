import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { programText } from '../../../lib/programs/program-text';
import { temporaryDirectory } from '../../temporary';

function gather(files: readonly string[], links: Record<string, string>): { readonly left: string[]; readonly moved: string[] } {
  const root = temporaryDirectory();
  const app = path.join(root, 'app');
  const program = path.join(root, 'workspace.mjs');
  fs.writeFileSync(program, programText('workspace'));
  for (const file of files) {
    fs.mkdirSync(path.dirname(path.join(app, file)), { recursive: true });
    fs.writeFileSync(path.join(app, file), '');
  }
  for (const [link, target] of Object.entries(links)) {
    fs.mkdirSync(path.dirname(path.join(app, link)), { recursive: true });
    fs.symlinkSync(target, path.join(app, link));
  }
  execFileSync(process.execPath, [program, 'gather', path.join(root, 'modules'), 'packages/a'], { cwd: app });
  const list = (directory: string) => (fs.readdirSync(directory, { recursive: true }) as string[])
    .filter(name => !fs.lstatSync(path.join(directory, name)).isDirectory() || fs.readdirSync(path.join(directory, name)).length === 0).sort();
  return { left: list(path.join(app, 'node_modules')), moved: list(path.join(root, 'modules')) };
}

test('given dependencies of the root and of a package, when they are gathered, then those of the package move', () => {
  expect(gather(['node_modules/ms/index.js', 'packages/a/node_modules/ms/index.js', 'packages/b/node_modules/ms/index.js'], {})).toEqual({
    left: ['ms/index.js'],
    moved: ['packages/a/node_modules/ms/index.js'],
  });
});

test('given links to packages, when they are gathered, then they move, and links to dependencies stay', () => {
  expect(gather(['node_modules/.pnpm/ms@2/node_modules/ms/index.js'], {
    'node_modules/a': '../packages/a', 'node_modules/@x/b': '../../packages/b', 'node_modules/ms': '.pnpm/ms@2/node_modules/ms',
    'node_modules/.bin/a': '../a/bin.js',
  })).toEqual({
    left: ['.bin/a', '.pnpm/ms@2/node_modules/ms/index.js', 'ms', 'ms/index.js'],
    moved: ['node_modules/@x/b', 'node_modules/a'],
  });
});

test('given what a package manager remembers, when dependencies are gathered, then it goes away', () => {
  expect(gather(['node_modules/.package-lock.json', 'node_modules/.yarn-integrity', 'node_modules/ms/.package-lock.json'], {}).left).toEqual(['ms/.package-lock.json']);
});
