import { fact, project, warnings } from '../project-directory';

const read = (procfile: string, scripts: Record<string, string> = {}, rest: Record<string, string> = {}) => project({
  'app/main.js': '', 'server.js': '', 'Procfile': procfile, 'package.json': { scripts, devDependencies: { 'ts-node-dev': '^2.0.0' } }, ...rest,
});

test.each<[string, string, Record<string, string>]>([
  ['there is no start script', 'web: node app/main.js\nworker: node app/worker.js\n', {}],
  ['its lines end as on Windows', 'release: npx prisma migrate deploy\r\nweb:  node app/main.js\r\n', {}],
  ['start is for development', 'web: node app/main.js', { start: 'ts-node-dev app/main.js' }],
])('given a Procfile, when %s, then its line "web" starts the application', (_, procfile, scripts) => {
  const found = read(procfile, scripts);
  expect(found.startCommand).toMatchObject({ argv: ['node', 'app/main.js'], shell: false, entry: 'app/main.js' });
  expect(fact(found, 'startCommand').source).toBe('Procfile: web');
});

test('given a Procfile that calls a script, when it is read, then the script is followed', () => {
  expect(read('web: npm run serve -- --port $PORT', { serve: 'node app/main.js' }).startCommand).toMatchObject({
    argv: ['/bin/sh', '-c', expect.stringMatching(/^exec node app\/main\.js --port "?\$PORT"?$/)], shell: true,
  });
});

test.each<[string, string]>([
  ['only has workers', 'worker: node app/main.js'],
  ['has no command', 'web:\nworker: node app/main.js'],
])('given a Procfile that %s, when the project is read, then a file is looked for as without', (_, procfile) => {
  expect(read(procfile).startCommand).toMatchObject({ argv: ['node', 'server.js'] });
});

test('given a start script and a Procfile that start different things, when they are read, then a warning names both', () => {
  expect(read('web: node app/main.js', { start: 'node server.js' }).warnings).toContainEqual({
    id: 'start-differs-from-procfile',
    message: 'package.json: scripts.start starts node server.js, and Procfile: web node app/main.js: the script is taken; if that is not what serves, set "command" or "startScript"',
  });
  for (const same of ['web: npm start', 'web: node server.js']) {
    expect(warnings(read(same, { start: 'node server.js' }))).not.toContain('start-differs-from-procfile');
  }
});

test.each([
  ['heroku-postbuild', 'Heroku'], ['gcp-build', 'Google Cloud'], ['vercel-build', 'Vercel'],
])('given the script %s and no script build, when the project is read, then it builds, whatever it runs', (name, platform) => {
  const found = project({ 'src/main.js': '', 'package.json': { scripts: { start: 'node dist/main.js', [name]: 'mkdir -p dist && cp src/main.js dist' } } });
  expect(found.buildScript).toBe(name);
  expect(fact(found, 'buildScript').reason).toBe(`there is no script build, and ${platform} builds with this one`);
  expect(warnings(found)).not.toContain('start-entry-missing');
});

describe('a Dockerfile by hand', () => {
  const dockerfile = (text: string, rest: Record<string, unknown> = {}) =>
    project({ 'bin/serve.js': 'require("http").createServer().listen(4000)', 'Dockerfile': text, 'package.json': {}, ...rest });

  test.each<[string, string, string[]]>([
    ['has a command', 'FROM node:20 AS build\nCMD ["node", "x.js"]\n\nFROM node:20\nCOPY . .\n# CMD ["node", "y.js"]\nCMD ["node", \\\n  "bin/serve.js"]\n', ['node', 'bin/serve.js']],
    ['has one for a shell', 'from node:20\ncmd node bin/serve.js\n', ['node', 'bin/serve.js']],
    ['has an entry point', 'FROM node:20\nENTRYPOINT ["dumb-init", "node"]\nCMD ["bin/serve.js", "a b"]', ['node', 'bin/serve.js', 'a b']],
  ])('given one that %s, when nothing else says what starts, then its command does', (_, text, argv) => {
    const found = dockerfile(text);
    expect(found.startCommand).toMatchObject({ argv, shell: false, entry: 'bin/serve.js' });
    expect(fact(found, 'startCommand')).toMatchObject({ source: 'Dockerfile: CMD', reason: expect.stringMatching(/^there is no script start; /) });
  });

  test('given a main that only exports, when the project is read, then the Dockerfile says more', () => {
    const found = dockerfile('FROM node:20\nCMD ["node", "bin/serve.js"]', { 'lib/index.js': 'exports.x = 1;', 'package.json': { main: 'lib/index.js' } });
    expect(found.startCommand).toMatchObject({ argv: ['node', 'bin/serve.js'] });
    expect(warnings(found)).not.toContain('start-only-exports');
  });

  test.each<[string, string, Record<string, unknown>]>([
    ['a file that is not there', 'FROM node:20\nWORKDIR /srv/bin\nCMD ["node", "serve.js"]', {}],
    ['a script that is not there', 'FROM node:20\nCMD ["npm", "start"]', {}],
    ['what a shell is to put together', 'FROM node:20\nENTRYPOINT exec node\nCMD ["bin/serve.js"]', {}],
    ['what this library wrote', '# the image of a, made by cdk-nodejs-image\nFROM node:20\nCMD ["node", "bin/serve.js"]', {}],
    ['nothing', 'FROM node:20\nRUN true', {}],
  ])('given one that starts %s, when nothing else says what starts, then nothing is guessed', (_, text, rest) => {
    expect(dockerfile(text, rest).startCommand).toBeUndefined();
  });

  test('given a start script, when there is a Dockerfile, too, then the script starts', () => {
    expect(dockerfile('FROM node:20\nCMD ["node", "bin/serve.js"]', { 'server.js': '', 'package.json': { scripts: { start: 'node server.js' } } }).startCommand).toMatchObject({ argv: ['node', 'server.js'] });
  });
});
