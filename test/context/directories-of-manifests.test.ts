import * as fs from 'fs';
import * as path from 'path';
import { NodejsDockerfile } from '../../lib';
import { materialise } from '../../lib/context/materialise';
import { projectDirectory } from '../project/project-directory';
import { temporaryDirectory } from '../temporary';

test('given a monorepo of Yarn whose install reads a directory with a scope in it, when the context is written, then it is there', () => {
  const root = projectDirectory({
    'package.json': { name: 'root', private: true, workspaces: ['packages/*'], packageManager: 'yarn@3.8.7' },
    'yarn.lock': '__metadata:\n  version: 6\n',
    '.yarnrc.yml': 'nodeLinker: node-modules\nplugins:\n  - path: .yarn/plugins/@yarnpkg/plugin-mark.cjs\n    spec: "@yarnpkg/plugin-mark"\n',
    '.yarn/plugins/@yarnpkg/plugin-mark.cjs': 'plugin',
    '.yarn/patches/ms.patch': 'patch',
    'packages/server/package.json': { name: 'server', scripts: { start: 'node server.js' } },
    'packages/server/server.js': '',
  });
  const dockerfile = NodejsDockerfile.fromDirectory({ directory: path.join(root, 'packages/server') });
  const { directory } = materialise(dockerfile, temporaryDirectory(), new Map());
  const read = (file: string) => fs.readFileSync(path.join(directory, 'app', file), 'utf8');
  expect(read('.yarn/plugins/@yarnpkg/plugin-mark.cjs')).toBe('plugin');
  expect(read('.yarn/patches/ms.patch')).toBe('patch');
});
