import { NodejsDockerfile, NodejsDockerfileOptions } from '../../../lib';
import { EMPTY_LOCK, projectDirectory } from '../../project/project-directory';

const warned = (start: string, options: NodejsDockerfileOptions = {}) => NodejsDockerfile.fromDirectory({
  directory: projectDirectory({ 'package.json': { name: 'a', scripts: { start } }, 'package-lock.json': EMPTY_LOCK, 'server.js': '' }), ...options,
}).warnings.filter(({ id }) => id === 'start-takes-port').map(({ message }) => message);

test.each(['node server.js --port $PORT', 'node server.js --port "${PORT}"'])('given %s, when nothing sets PORT, then a warning says so', start => {
  expect(warned(start)).toEqual([expect.stringMatching(/^the container starts "exec node server\.js .*PORT.*, and nothing in the image sets PORT: set the prop "port"/)]);
});

test.each<[string, string, NodejsDockerfileOptions]>([
  ['the prop', 'node server.js --port $PORT', { port: 3000 }],
  ['a variable of the image', 'node server.js --port $PORT', { environment: { PORT: '3000' } }],
  ['the script', 'export PORT=3000 && node server.js --port $PORT', {}],
  ['the line', ': ${PORT:=3000}; node server.js --port $PORT', {}],
  ['a default', 'node server.js --port ${PORT:-3000}', {}],
  ['nothing, of another variable,', 'node server.js $PORTAL', {}],
])('given %s that says the port, when it is planned, then there is no warning', (_, start, options) => {
  expect(warned(start, options)).toEqual([]);
});
