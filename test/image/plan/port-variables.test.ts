import { NodejsDockerfile, NodejsDockerfileOptions } from '../../../lib';
import { EMPTY_LOCK, projectDirectory } from '../../project/project-directory';

/** The port that the health check of an image asks, as it computes it. */
const asked = (server: string, options: NodejsDockerfileOptions = {}, start = 'node server.js') => {
  const directory = projectDirectory({ 'package.json': { name: 'a', scripts: { start } }, 'package-lock.json': EMPTY_LOCK, 'server.js': server });
  return /connect\((.*?),\\?"127/.exec(NodejsDockerfile.fromDirectory({ directory, ...options }).render())?.[1];
};

test.each<[string, string, NodejsDockerfileOptions, string]>([
  ['PORT', 'require("http").createServer().listen(process.env.PORT || 8080)', {}, 'process.env.PORT||8080'],
  ['another variable', 'require("http").createServer().listen(Number(process.env.APP_PORT || 8089))', {}, 'process.env.APP_PORT||8089'],
  ['two variables', 'require("http").createServer().listen(process.env.PORT ?? process.env.APP_PORT ?? 8089)', {}, 'process.env.PORT||process.env.APP_PORT||8089'],
  ['none', 'require("http").createServer().listen(8089)', {}, '8089'],
  ['none that can be told', 'require("./app").listen(process.env.ANY)', { port: 3000 }, 'process.env.PORT||3000'],
])('given a server whose port is told by %s, when the image is planned, then the health check asks by the same', (_, server, options, expected) => {
  expect(asked(server, options)).toBe(expected);
});

test('given a port, when the image is planned, then it is told by the variables that the source reads', () => {
  const directory = projectDirectory({
    'package.json': { name: 'a', scripts: { start: 'node server.js' } }, 'package-lock.json': EMPTY_LOCK, 'server.js': 'require("http").createServer().listen(process.env.APP_PORT || 8089)',
  });
  const text = NodejsDockerfile.fromDirectory({ directory, port: 9000 }).render();
  expect(text).toMatch(/^ENV (?:.*\\\n\s*)*APP_PORT=9000/m);
  expect(text).toContain('connect(process.env.APP_PORT||process.env.PORT||9000');
});
