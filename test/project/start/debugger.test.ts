import { NodejsProject } from '../../../lib/project';
import { projectDirectory } from '../project-directory';

const project = (start: string, source = '', manifest: Record<string, unknown> = {}) => NodejsProject.fromDirectory(projectDirectory({
  'package.json': { name: 'app', scripts: { start }, ...manifest }, 'package-lock.json': { lockfileVersion: 3, packages: { '': {} } }, 'server.js': source,
}));
const said = (start: string) => project(start).warnings.filter(({ id }) => id === 'start-inspects').map(({ message }) => message);

test.each([
  ['node --inspect server.js', '--inspect, .* gets at its port'],
  ['node --inspect=0.0.0.0:9229 server.js', '--inspect=0.0.0.0:9229, .* whoever reaches the container'],
  ['node --inspect-brk=0.0.0.0 server.js', '--inspect-brk=0.0.0.0, .* until a debugger is attached'],
  ['NODE_OPTIONS="--inspect=9229" node server.js', '--inspect=9229, '],
  ['node --inspect-wait server.js | cat', '--inspect-wait, .* until a debugger is attached'],
])('a start that opens the debugger is said: %s', (start, expected) => {
  expect(said(start)).toEqual([expect.stringMatching(new RegExp(expected))]);
});

test.each(['node server.js', 'node --inspect-port=9300 server.js', 'node server.js --inspector'])('what opens none is not: %s', start => {
  expect(said(start)).toEqual([]);
});

test.each(['process.env.npm_package_config_port', 'process.env.PORT || process.env.npm_package_config_port'])('a port in a variable of npm is told: %s', port => {
  expect(project('node server.js', `require('http').createServer().listen(${port})`, { config: { port: 8081 } }).port).toBe(8081);
});
