import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { programText } from '../../../lib/programs/program-text';
import { temporaryDirectory } from '../../temporary';

/** Packages by their directories: the names of what they depend on. What begins with `->` is a link. */
type Tree = Record<string, readonly string[] | string>;

/** Installs in a directory, puts apart what packages need, and tells what moved and what stayed. */
function share(tree: Tree, gathered: Tree, packages: readonly string[]) {
  const root = temporaryDirectory();
  const [app, modules, target] = ['app', 'output/modules', 'output/shared'].map(name => path.join(root, name));
  const program = path.join(root, 'workspace.mjs');
  fs.writeFileSync(program, programText('workspace'));
  fs.mkdirSync(modules, { recursive: true });
  for (const [place, all] of [[app, tree], [modules, gathered]] as const) {
    for (const [directory, needs] of Object.entries(all)) {
      const to = path.join(place, directory);
      fs.mkdirSync(typeof needs === 'string' ? path.dirname(to) : to, { recursive: true });
      if (typeof needs === 'string') fs.symlinkSync(needs.slice(3), to);
      else fs.writeFileSync(path.join(to, 'package.json'), JSON.stringify({ dependencies: Object.fromEntries(needs.map(name => [name, '*'])) }));
    }
  }
  execFileSync(process.execPath, [program, 'share', target, modules, ...packages], { cwd: app });
  const list = (directory: string) => (fs.readdirSync(directory, { recursive: true }) as string[])
    .filter(name => path.basename(name) === 'package.json' && !fs.lstatSync(path.join(directory, path.dirname(name))).isSymbolicLink())
    .map(name => path.dirname(name)).sort();
  return { shared: list(path.join(target, 'node_modules')), left: list(path.join(app, 'node_modules')) };
}

test('what a package needs is put apart with all that this needs, nested packages with those that have them', () => {
  expect(share({
    'packages/http': ['express', '@x/log', 'http'],
    'node_modules/express': ['debug', 'qs', 'missing'],
    'node_modules/express/node_modules/debug': ['ms'],
    'node_modules/debug': ['ms'],
    'node_modules/ms': [],
    'node_modules/qs': ['express'],
    'node_modules/@x/log': [],
    'node_modules/@x/own': ['ms'],
    'node_modules/pg': ['debug'],
  }, {}, ['packages/http'])).toEqual({
    shared: ['@x/log', 'express', 'express/node_modules/debug', 'ms', 'qs'],
    left: ['@x/own', 'debug', 'pg'],
  });
});

test('what was installed in a package is looked into where it has been put, and stays there', () => {
  expect(share({
    'packages/http': ['express'],
    'node_modules/express': [],
    'node_modules/qs': [],
  }, { 'packages/http/node_modules/express': ['qs'] }, ['packages/http'])).toEqual({ shared: ['qs'], left: ['express'] });
});

test('packages that need one another are followed by their links', () => {
  expect(share({
    'packages/http': ['@x/log'], 'packages/log': ['pino'], 'node_modules/pino': [], 'node_modules/pg': [],
  }, { 'node_modules/@x/log': '-> ../../packages/log' }, ['packages/http'])).toEqual({ shared: ['pino'], left: ['pg'] });
});

test('in a store the directories of packages move', () => {
  const store = 'node_modules/.pnpm';
  expect(share({
    'packages/http': ['express'],
    [`${store}/express@5/node_modules/express`]: ['qs'],
    [`${store}/express@5/node_modules/qs`]: '-> ../../qs@6/node_modules/qs',
    [`${store}/qs@6/node_modules/qs`]: [],
    [`${store}/pg@8/node_modules/pg`]: [],
  }, { 'packages/http/node_modules/express': '-> ../../../node_modules/.pnpm/express@5/node_modules/express' }, ['packages/http'])).toEqual({
    shared: ['.pnpm/express@5/node_modules/express', '.pnpm/qs@6/node_modules/qs'],
    left: ['.pnpm/pg@8/node_modules/pg'],
  });
});

test('the root is a package as well, and nothing needed is nothing moved', () => {
  expect(share({ '.': ['ms'], 'node_modules/ms': [], 'node_modules/pg': [] }, {}, ['.'])).toEqual({ shared: ['ms'], left: ['pg'] });
  expect(share({ 'packages/http': [], 'node_modules/pg': [] }, {}, ['packages/http', 'packages/missing'])).toEqual({ shared: [], left: ['pg'] });
});
