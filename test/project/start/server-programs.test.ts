import { EMPTY_LOCK, project, warnings } from '../project-directory';

const started = (start: string, dependency: string) =>
  project({ 'package.json': { scripts: { start }, dependencies: { [dependency]: '1' } }, 'package-lock.json': EMPTY_LOCK, 'db.json': '{}' });

describe('programs of dependencies that are servers', () => {
  test.each<[string, string, number, string[]]>([
    ['json-server db.json', 'json-server', 3000, ['--host', '0.0.0.0']],
    ['json-server --host localhost db.json', 'json-server', 3000, []],
    ['json-server -H 0.0.0.0 db.json --port 4000', 'json-server', 4000, []],
    ['vite preview --port 5000', 'vite', 5000, ['--host', '0.0.0.0']],
    ['verdaccio', 'verdaccio', 4873, ['--listen', '0.0.0.0:4873']],
    ['verdaccio --listen 5000', 'verdaccio', 5000, []],
    ['wrangler dev src/worker.js', 'wrangler', 8787, ['--ip', '0.0.0.0']],
    ['prism mock openapi.yaml', '@stoplight/prism-cli', 4010, ['--host', '0.0.0.0']],
    ['prism mock -h 0.0.0.0 openapi.yaml', '@stoplight/prism-cli', 4010, []],
    ['node-red', 'node-red', 1880, []],
    ['directus start', 'directus', 8055, []],
  ])('given %j, when it is resolved, then it listens where the container is reached', (text, dependency, port, words) => {
    const { port: found, startCommand } = started(text, dependency);
    expect(found).toBe(port);
    expect(startCommand!.argv.slice(1 + text.split(' ').length)).toEqual(words);
  });

  test.each([
    ['sirv public', 'sirv-cli', 8080, 'HOST'],
    ['json-graphql-server db.js', 'json-graphql-server', 3000, 'NODE_HOST'],
  ])('given %j, when it is resolved, then a variable says so', (text, dependency, port, variable) => {
    const { port: found, startCommand } = started(text, dependency);
    expect(found).toBe(port);
    expect(startCommand!.environment).toMatchObject({ [variable]: '0.0.0.0' });
  });

  test.each([
    ['json-server --host localhost db.json', 'json-server', true],
    ['vite preview --host=127.0.0.1', 'vite', true],
    ['node server.js --hostname ::1', 'express', true],
    ['node server.js --host 0.0.0.0', 'express', false],
    ['node server.js --db-host localhost', 'express', false],
  ])('given %j, when it is resolved, then a warning says whether nothing reaches it', (text, dependency, warned) => {
    expect(warnings(started(text, dependency)).includes('listens-on-loopback')).toBe(warned);
  });
});
