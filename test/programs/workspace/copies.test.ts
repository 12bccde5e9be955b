import * as fs from 'fs';
import * as path from 'path';
import { parseCopies, renewCopies } from '../../../lib/programs/workspace/copies';
import { temporaryDirectory } from '../../temporary';

const YAML = `hoistPattern:
  - '*'
injectedDeps:
  packages/lib:
    - node_modules/.pnpm/file+packages+lib/node_modules/@x/lib
    - node_modules/.pnpm/file+packages+lib_react@18/node_modules/@x/lib
  'packages/other':
    - 'node_modules/.pnpm/file+packages+other/node_modules/other'
layoutVersion: 5
`;

test('given what pnpm wrote, when it is read, then it says where copies are', () => {
  expect(parseCopies(YAML)).toEqual({
    'packages/lib': ['node_modules/.pnpm/file+packages+lib/node_modules/@x/lib', 'node_modules/.pnpm/file+packages+lib_react@18/node_modules/@x/lib'],
    'packages/other': ['node_modules/.pnpm/file+packages+other/node_modules/other'],
  });
  expect(parseCopies('{"injectedDeps": {"packages/lib": ["node_modules/lib"]}}')).toEqual({ 'packages/lib': ['node_modules/lib'] });
  expect([parseCopies('{}'), parseCopies('layoutVersion: 5\n')]).toEqual([{}, {}]);
});

describe('given copies of a package', () => {
  const root = temporaryDirectory();
  const write = (file: string, text: string) => {
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), text);
  };
  write('list', YAML);
  write('from/packages/lib/package.json', 'new');
  write('from/packages/lib/dist/index.js', 'built');
  write('from/packages/lib/node_modules/ms/index.js', 'of the package');
  const [copy, other] = parseCopies(YAML)['packages/lib'];
  write('store', 'old');
  fs.mkdirSync(path.join(root, 'to', copy), { recursive: true });
  fs.linkSync(path.join(root, 'store'), path.join(root, 'to', copy, 'package.json'));
  write(`to/${copy}/node_modules/.bin/tool`, 'of the copy');
  renewCopies(path.join(root, 'list'), path.join(root, 'from'), path.join(root, 'to'), ['packages/lib', 'packages/missing']);
  const read = (file: string) => fs.readFileSync(path.join(root, file), 'utf8');

  test('when they are renewed, then they are what the package is now', () => {
    expect([copy, other].map(target => [read(`to/${target}/package.json`), read(`to/${target}/dist/index.js`)])).toEqual([['new', 'built'], ['new', 'built']]);
  });

  test('when they are renewed, then what was installed in them stays, and nothing is written through a link of the store', () => {
    expect(read(`to/${copy}/node_modules/.bin/tool`)).toBe('of the copy');
    expect(fs.existsSync(path.join(root, 'to', other, 'node_modules'))).toBe(false);
    expect(read('store')).toBe('old');
  });

  test('when nothing was written about them, then nothing is done', () => {
    renewCopies(path.join(root, 'no-list'), path.join(root, 'from'), path.join(root, 'nowhere'), ['packages/lib']);
    expect(fs.existsSync(path.join(root, 'nowhere'))).toBe(false);
  });
});
