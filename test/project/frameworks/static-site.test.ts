import { NodejsDockerfile } from '../../../lib';
import { fact } from '../project-directory';
import { frameworkProject } from './framework-project';

test.each([
  ['Vite', 'vite', 'vite build', 'vite preview'],
  ['Create React App', 'react-scripts', 'react-scripts build', 'react-scripts start'],
])('given %s without a server, when an image is planned, then the error names the prop', (name, dependency, build, start) => {
  const read = frameworkProject([dependency], { build, start });
  expect(read.framework).toBe(name);
  expect(fact(read, 'startCommand').reason).toContain(`${name} builds static files`);
  expect(() => NodejsDockerfile.fromProject(read)).toThrow(/nothing in the project serves them.*set the prop command/);
});

test('given a server beside it, when it is read, then the server is started, with what Vite built', () => {
  const read = frameworkProject(['vite', 'express'], { build: 'vite build', start: 'node server.js' }, { 'server.js': '' });
  expect(read).toMatchObject({ framework: 'Vite', buildOutput: ['dist'], releaseFiles: [], startCommand: { argv: ['node', 'server.js'] } });
});

test('given a package that is declared and not built with, when it is read, then it is no framework', () => {
  expect(frameworkProject(['next', 'vite'], { build: 'tsc', start: 'node a.js' }).framework).toBeUndefined();
});
