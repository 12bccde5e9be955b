import * as fc from 'fast-check';
import { DiskFiles } from '../../../lib/project/files/disk-files';
import { readManifest } from '../../../lib/project/manifest/manifest';
import { Packages } from '../../../lib/project/manifest/packages';
import { findBin } from '../../../lib/project/scripts/dependency-bins';
import { environmentOf } from '../../../lib/project/scripts/invocation';
import { walkNamedScript, walkScript } from '../../../lib/project/scripts/walk-script';
import { holds } from '../../property';
import { ProjectContent, projectDirectory } from '../project-directory';

const packagesOf = (content: ProjectContent) => {
  const files = new DiskFiles(projectDirectory(content));
  return new Packages(files, readManifest(files, '')!);
};
const CONTENT = {
  'package.json': {
    scripts: { 'build': 'npm run a && npm run b:x', 'prebuild': 'echo before', 'a': 'cross-env A=1 tsc', 'b:x': 'x', 'b:y': 'y', 'b:y:z': 'z', 'loop': 'npm run loop && yarn a' },
  },
  'client/package.json': { scripts: { build: 'vite build' } },
};
const walk = (text: string) => walkScript(packagesOf(CONTENT), '', text)
  .map(({ directory, words, guarded }) => `${directory ?? 'elsewhere'}:${guarded ? '?' : ''}${words.map(word => word.text).join(' ')}`);

test.each([
  ['tsc -p .', [':tsc -p .']],
  ['A=1 cross-env B=2 npx --yes prisma@6 generate', [':prisma generate']],
  ['npm exec -- tsc', [':tsc']],
  ['npx @nestjs/cli@11.0.0 build', [':@nestjs/cli build']],
  ['./node_modules/.bin/tsc', [':tsc']],
  ['npm run build', [':echo before', ':tsc', ':x']],
  ['yarn run a --watch', [':tsc']],
  ['yarn a', [':tsc']],
  ['yarn tsc', [':tsc']],
  ['pnpm tsc --noEmit', [':tsc --noEmit']],
  ['yarn workspace a build', [':yarn workspace a build']],
  ['yarn node build.js', [':node build.js']],
  ['cross-env-shell A=1 \'tsc && x $A\'', [':tsc', ':x $A']],
  ['sh -c "tsc && x"', [':tsc', ':x']],
  ['npx --no-install -p typescript tsc', [':tsc']],
  ['npx -c "tsc -p ."', [':tsc -p .']],
  ['/usr/bin/env dumb-init -- node x.js', [':node x.js']],
  ['npm run none', [':npm run none']],
  ['npm --prefix client run build', ['client:vite build']],
  ['yarn --cwd=client build', ['client:vite build']],
  ['cd client && npm run build && cd .. && npm run a', ['client:vite build', ':tsc']],
  ['(cd client && npm run build); npm run a', ['client:vite build', ':tsc']],
  ['cd $X && tsc', ['elsewhere:tsc']],
  ['cd .. && tsc', ['elsewhere:tsc']],
  ['run-s "b:*" a', [':x', ':y', ':tsc']],
  ['npm-run-all "b:**"', [':x', ':y', ':z']],
  ['concurrently -n one,two "npm:b:x" "tsc -w"', [':x', ':tsc -w']],
  ['a && b || c; d', [':?a', ':?b', ':c', ':d']],
  ['npm run loop', [':tsc']],
  ['if [ -d x ]; then tsc; fi', [':[ -d x ]', ':tsc']],
  ['"', [':']],
])('given %j, when it is walked, then it runs %j', (text, expected) => {
  const steps = walk(text);
  // The list of names that belongs to an option cannot be told from a command.
  expect(steps.filter(step => step !== ':one,two')).toEqual(expected);
});

test('given wrappers, when a script is walked, then they are remembered', () => {
  const [step] = walkScript(packagesOf(CONTENT), '', 'run-s a');
  expect(step.through).toEqual(['run-s', 'cross-env']);
  expect(environmentOf(step)).toEqual({ A: '1' });
});

test('given scripts that call one another many times, when one is walked, then it is soon over', () => {
  const scripts = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`s${index}`, `npm run s${index + 1} && npm run s${index + 1}`]));
  expect(walkNamedScript(packagesOf({ 'package.json': { scripts } }), '', 's0')).toHaveLength(2);
});

test('given any scripts, when they are walked, then it is no crash', () => {
  const packages = packagesOf(CONTENT);
  holds(fc.property(fc.string({ unit: fc.constantFrom(...'ab&|;()"\'$ \n', 'npm run ', 'cd ', 'yarn ', 'run-s ', 'A=1 ') }), text => {
    walkScript(packages, '', text);
  }));
});

test('given a package manager without links, when a command is looked for, then it is a file that is known, or none', () => {
  const manifest = packagesOf({ 'package.json': { dependencies: { 'next': '1', 'fastify-cli': '1', 'other': '1' } } }).at('')!;
  const found = ['next', 'fastify', 'other'].map(command => findBin(command, manifest, undefined, true)?.file);
  expect(found).toEqual(['node_modules/next/dist/bin/next', 'node_modules/fastify-cli/cli.js', undefined]);
});

test('given commands, when their packages are looked for, then they are found by name and by table', () => {
  const manifest = packagesOf({ 'package.json': { dependencies: { 'next': '1', '@nestjs/cli': '1' }, devDependencies: { next: '1', typescript: '1' } } }).at('')!;
  expect(findBin('next', manifest, undefined)).toEqual({ package: 'next', production: true, file: 'node_modules/.bin/next' });
  expect(findBin('nest', manifest, undefined)).toMatchObject({ package: '@nestjs/cli', production: true });
  expect(findBin('tsc', manifest, undefined)).toEqual({ package: 'typescript', production: false, file: 'node_modules/.bin/tsc' });
  expect(findBin('constructor', manifest, undefined)).toBeUndefined();
});
