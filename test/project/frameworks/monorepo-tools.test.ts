import { NodejsProject } from '../../../lib';
import { projectDirectory } from '../project-directory';

function member(manifest: object, root: object): NodejsProject {
  const directory = projectDirectory({
    'package.json': { name: 'root', workspaces: ['apps/*'], ...root },
    'package-lock.json': { lockfileVersion: 3, packages: {} },
    'apps/web/package.json': { name: 'web', ...manifest },
  });
  return NodejsProject.fromDirectory(`${directory}/apps/web`);
}

test('given a tool that the root declares, when a package builds with it, then it is the framework of the package', () => {
  const read = member({ scripts: { build: 'vite build', start: 'vite' } }, { devDependencies: { vite: '6' } });
  expect(read).toMatchObject({ framework: 'Vite', startCommand: { staticFiles: 'dist' } });
  expect(read.facts.find(({ name }) => name === 'framework')?.source).toContain('the root\'s package.json: dependencies.vite');
});

test('given a tool of the root for development, when a package starts with it, then there is a warning', () => {
  const read = member({ scripts: { start: 'tsx src/main.ts' } }, { devDependencies: { tsx: '4' } });
  expect(read.warnings.map(({ id }) => id)).toContain('start-needs-dev-dependency');
});

test('given a script that passes a command on, when it is the server of a framework, then it is that', () => {
  const read = member(
    { scripts: { 'build': 'next build', 'start': 'npm run with-env next start', 'with-env': 'dotenv -e ../../.env --' }, dependencies: { 'next': '16', 'dotenv-cli': '10' } }, {},
  );
  expect(read).toMatchObject({ framework: 'Next.js', port: 3000, startCommand: { framework: 'Next.js' } });
});
