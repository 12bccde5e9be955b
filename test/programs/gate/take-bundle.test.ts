import * as fs from 'fs';
import * as path from 'path';
import { takeBundle } from '../../../lib/programs/gate/take-bundle';
import { directoryWith } from '../../temporary';

function taken(bundled: Record<string, string>, released: Record<string, string>, project: Record<string, string>): string {
  const places = { bundled: directoryWith(bundled), released: directoryWith(released), project: directoryWith(project) };
  takeBundle(places);
  return places.project;
}

const filesIn = (directory: string) => fs.readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter(name => fs.statSync(path.join(directory, name)).isFile()).sort();

test('a bundle is in the place of what it is made of; tests, sources and packages stay', () => {
  const project = taken(
    { 'dist/server.js': 'bundle', 'views/a.ejs': 'a', 'node_modules/x/package.json': '{}' },
    { 'dist/server.js': 'one', 'dist/lib/two.js': 'two', 'views/a.ejs': 'a' },
    { 'dist/server.js': 'one', 'dist/lib/two.js': 'two', 'dist/server.test.js': 't', 'src/server.ts': 's', 'views/a.ejs': 'a', 'node_modules/x/package.json': '{"main":"m"}' },
  );

  expect(filesIn(project)).toEqual(['dist/server.js', 'dist/server.test.js', 'node_modules/x/package.json', 'src/server.ts', 'views/a.ejs']);
  expect(fs.readFileSync(path.join(project, 'dist/server.js'), 'utf8')).toBe('bundle');
  expect(fs.readFileSync(path.join(project, 'node_modules/x/package.json'), 'utf8')).toBe('{"main":"m"}');
});

test('what a file is, it stays: a link, and one that can be run', () => {
  const bundled = directoryWith({ 'bin/run': 'new' });
  fs.chmodSync(path.join(bundled, 'bin/run'), 0o755);
  fs.symlinkSync('bin/run', path.join(bundled, 'run'));
  const project = directoryWith({ 'bin/run': 'old' });

  takeBundle({ bundled, released: directoryWith({ 'bin/run': 'old' }), project });

  expect((fs.statSync(path.join(project, 'bin/run')).mode % 0o1000).toString(8)).toBe('755');
  expect(fs.readlinkSync(path.join(project, 'run'))).toBe('bin/run');
});
