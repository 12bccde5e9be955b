import { spawnSync } from 'child_process';
import { NodejsProject } from '../../../lib/project';
import { EMPTY_LOCK, fact, project, projectDirectory, warnings } from '../project-directory';

const FILES = { 'server.js': '', 'app.js': '' };
const scripts = (all: Record<string, string>, rest: object = {}) => ({ ...FILES, 'package.json': { scripts: all, ...rest } });
const start = (all: Record<string, string>, rest: object = {}) => project(scripts(all, rest)).startCommand;
const NODE = (argv: string[], environment = {}) => ({ argv, environment, shell: false, script: 'start' });
const SHELL = (text: string) => ({ argv: ['/bin/sh', '-c', text], environment: {}, shell: true, script: 'start' });

describe('what runs without a shell', () => {
  test.each<[string, object]>([
    ['node server.js', { ...NODE(['node', 'server.js']), entry: 'server.js' }],
    ['node .', NODE(['node', '.'])],
    ['node ./server', { ...NODE(['node', './server']), entry: 'server.js' }],
    ['  node   "server.js"  --name \'a b\'  ', { ...NODE(['node', 'server.js', '--name', 'a b']), entry: 'server.js' }],
    ['node --max-old-space-size=512 -r ./app.js --enable-source-maps server.js -p 80', NODE(['node', '--max-old-space-size=512', '-r', './app.js', '--enable-source-maps', 'server.js', '-p', '80'])],
    ['node --import ./app.js -- server.js', { ...NODE(['node', '--import', './app.js', 'server.js']), entry: 'server.js' }],
    ['NODE_ENV=production PORT="3000" node server.js', NODE(['node', 'server.js'], { NODE_ENV: 'production', PORT: '3000' })],
    ['cross-env NODE_ENV=production node server.js', NODE(['node', 'server.js'], { NODE_ENV: 'production' })],
    ['env A=1 cross-env-shell B=2 exec node server.js', NODE(['node', 'server.js'], { A: '1', B: '2' })],
    ['export NODE_ENV=production && node server.js', NODE(['node', 'server.js'], { NODE_ENV: 'production' })],
    ['set NODE_ENV=production&& node server.js', NODE(['node', 'server.js'])],
    ['dotenv -e .env -- node server.js', NODE(['node', 'server.js'])],
    ['nodemon server.js --port 80', NODE(['node', 'server.js', '--port', '80'])],
    ['A=1 nodemon -L --watch src -e js,json --delay=2 ./server', NODE(['node', './server'], { A: '1' })],
    ['npx nodemon --exec "node -r ./app.js" server.js', NODE(['node', '-r', './app.js', 'server.js'])],
    ['node server.js;', NODE(['node', 'server.js'])],
    ['node -e "1"', NODE(['node', '-e', '1'])],
  ])('given %j, when it is resolved, then node runs', (text, expected) => {
    expect(start({ start: text })).toMatchObject(expected);
  });

  test.each<[string, Record<string, string>, object]>([
    ['npm run', { start: 'npm run serve', serve: 'node server.js' }, NODE(['node', 'server.js'])],
    ['npm start', { start: 'npm run -s serve -- --port 3000', serve: 'A=1 node server.js' }, NODE(['node', 'server.js', '--port', '3000'], { A: '1' })],
    ['yarn', { start: 'NODE_ENV=production yarn serve --flag', serve: 'node server.js' }, NODE(['node', 'server.js', '--flag'], { NODE_ENV: 'production' })],
    ['run-s', { 'start': 'run-s m:* serve', 'm:a': 'true', 'serve': 'node server.js' }, NODE(['node', 'server.js'])],
    ['node --run', { start: 'node --run serve', serve: 'node server.js' }, NODE(['node', 'server.js'])],
    ['several levels', { start: 'npm run a', a: 'yarn run b', b: 'npm run-script c', c: 'node server.js' }, NODE(['node', 'server.js'])],
    ['a prestart that builds', { start: 'node server.js', prestart: 'npm run build', build: 'tsc' }, NODE(['node', 'server.js'])],
    ['a prestart that builds in other words', { start: 'node server.js', prestart: 'tsc -p .', build: 'tsc' }, NODE(['node', 'server.js'])],
    ['a build in front', { start: 'npm run build && node server.js', build: 'node build.js && tsc' }, NODE(['node', 'server.js'])],
  ])('given %s, when it is resolved, then it is followed', (_, all, expected) => {
    expect(start(all)).toMatchObject(expected);
  });

  test('given a build that is left out, when the project is read, then the fact says so', () => {
    expect(fact(project(scripts({ start: 'node server.js', prestart: 'npm run build', build: 'tsc' })), 'startCommand')).toEqual({
      name: 'startCommand',
      value: 'node server.js',
      source: 'package.json: scripts.start',
      reason: 'runs without a shell, so that it gets SIGTERM; what builds is left out, for the image is built',
    });
  });
});

describe('commands of dependencies', () => {
  const LOCK = {
    lockfileVersion: 3,
    packages: { '': {}, 'node_modules/next': { bin: { next: 'dist/bin/next' } }, 'node_modules/esbuild': { bin: { esbuild: 'bin/esbuild' } } },
  };

  test('given a lockfile that knows the command, when it is resolved, then node runs its file', () => {
    const read = project({ ...scripts({ start: 'next start -p 3000' }), 'package-lock.json': LOCK });
    expect(read.startCommand).toMatchObject(NODE(['node', 'node_modules/next/dist/bin/next', 'start', '-p', '3000']));
    expect(read.port).toBe(3000);
    expect(fact(read, 'startCommand').reason).toMatch(/next is node_modules\/next\/dist\/bin\/next of the dependency next/);
  });

  test('given no lockfile that knows it, when it is resolved, then node follows the link of the command', () => {
    expect(start({ start: 'npx pm2-runtime server.js' }, { dependencies: { pm2: '1' } })).toMatchObject(NODE(['node', 'node_modules/.bin/pm2-runtime', 'server.js']));
    expect(start({ start: 'node_modules/.bin/serve' }, { dependencies: { serve: '1' } })).toMatchObject(NODE(['node', 'node_modules/.bin/serve']));
  });

  test.each([['node server.js | pino-pretty', true], ['node worker.js & node server.js', true], ['node server.js & wait', true], ['node a.js && node server.js', false], ['node server.js $ARGS', false], ['node server.js || exit 1', false]])(
    'given %j, when it is resolved, then a warning that signals are kept is %s', (text, kept) => {
      expect(warnings(project(scripts({ start: text }))).includes('start-keeps-signals')).toBe(kept);
    });

  test.each<[string, object, string[], string | undefined]>([
    ['tsx src/index.ts --port 80', { dependencies: { tsx: '^4.20.0' } }, ['node', '--import', 'tsx', 'src/index.ts', '--port', '80'], 'src/index.ts'],
    ['npx tsx src/index.ts', { optionalDependencies: { tsx: '*' } }, ['node', '--import', 'tsx', 'src/index.ts'], 'src/index.ts'],
    ['A=1 tsx src/index', { dependencies: { tsx: 'latest' } }, ['node', '--import', 'tsx', 'src/index'], undefined],
    ['tsx src', { dependencies: { tsx: '4' } }, ['node', '--import', 'tsx', 'src'], undefined],
    ['tsx app', { dependencies: { tsx: '4' } }, ['node', '--import', 'tsx', 'app'], 'app.js'],
    ['tsx --env-file=.env src/index.ts', { dependencies: { tsx: 'catalog:' }, workspaces: { catalog: { tsx: '4' } } }, ['node', '--import', 'tsx', '--env-file-if-exists=.env', 'src/index.ts'], 'src/index.ts'],
  ])('given %j, when it is resolved, then node loads it by itself', (text, dependencies, argv, entry) => {
    const read = project({ ...scripts({ start: text }, dependencies), 'src/index.ts': '' });
    const { startCommand, facts } = read;
    expect(startCommand).toMatchObject({ argv, shell: false });
    expect(startCommand!.entry).toBe(entry);
    expect(warnings(read)).not.toContain('start-entry-missing');
    expect(facts.find(({ name }) => name === 'startCommand')!.reason).toContain('node loads tsx by itself, without a process in between');
  });

  test.each<[string, object]>([
    ['a version that node cannot load', { start: 'tsx src/index.ts', dependencies: { tsx: '^3.12.0' } }],
    ['an option of its own', { start: 'tsx --tsconfig tsconfig.run.json src/index.ts', dependencies: { tsx: '4' } }],
    ['no file', { start: 'tsx', dependencies: { tsx: '4' } }],
    ['a line of Node.js that cannot load it', { start: 'tsx src/index.ts', dependencies: { tsx: '4' }, engines: { node: '18' } }],
  ])('given %s, when it is resolved, then the program itself runs', (_, { start: text, ...rest }: any) => {
    expect(start({ start: text }, rest)!.argv.slice(0, 2)).toEqual(['node', 'node_modules/.bin/tsx']);
  });

  test('given a program with a loader that is no dependency, when it is resolved, then a warning says that it is not there', () => {
    const read = project(scripts({ start: 'npx tsx src/index.ts' }));
    expect(read.startCommand).toMatchObject(SHELL('export PATH="$PWD/node_modules/.bin:$PATH"; exec tsx src/index.ts'));
    expect(read.warnings.map(({ message }) => message)).toContainEqual(expect.stringMatching(/runs tsx, which no dependency brings, so that the image does not have it: make it a dependency/));
  });

  test('given a program with a loader that is a development dependency, when it is resolved, then there is one warning', () => {
    const read = project(scripts({ start: 'tsx server.js' }, { devDependencies: { tsx: '4' } }));
    expect(read.startCommand).toMatchObject({ argv: ['node', '--import', 'tsx', 'server.js'], developmentDependencies: true });
    expect(warnings(read).filter(id => id.startsWith('start-'))).toEqual(['start-needs-dev-dependency']);
  });

  test('given machine code, when it is resolved, then node does not run it', () => {
    const read = project({ ...scripts({ start: 'esbuild --serve' }), 'package-lock.json': LOCK });
    expect(read.startCommand).toMatchObject(SHELL('export PATH="$PWD/node_modules/.bin:$PATH"; exec esbuild --serve'));
  });

  test('given a development dependency, when it is resolved, then there is a warning', () => {
    const read = project(scripts({ start: 'nodemon' }, { devDependencies: { nodemon: '1' } }));
    expect(read.startCommand).toMatchObject({ argv: ['node', 'node_modules/.bin/nodemon'], shell: false, developmentDependencies: true });
    expect(warnings(read)).toContain('start-needs-dev-dependency');
    expect(warnings(project(scripts({ start: 'nodemon --exec babel-node server.js' }, { devDependencies: { '@babel/node': '7' } })))).toContain('start-needs-dev-dependency');
    expect(warnings(project(scripts({ start: 'nodemon server.ts' }, { devDependencies: { nodemon: '1' } })))).toContain('start-needs-dev-dependency');
    expect(warnings(project(scripts({ start: 'node -r ts-node/register server.js' }, { devDependencies: { 'ts-node': '1' } })))).toContain('start-needs-dev-dependency');
  });

  test('given a start script for development and one for production, when the project is read, then the latter is taken', () => {
    const read = project(scripts({ 'start': 'nest start', 'start:prod': 'node dist/main', 'build': 'nest build' }, { devDependencies: { '@nestjs/cli': '1' } }));
    expect(read.startCommand).toEqual({ argv: ['node', 'dist/main'], environment: {}, shell: false, script: 'start:prod', entry: 'dist/main' });
    expect(warnings(read)).toEqual(['no-lockfile']);
    expect(fact(read, 'startCommand').reason).toMatch(/^start is for development; /);
  });

  test('given a program that is downloaded, when it is resolved, then there is a warning', () => {
    expect(warnings(project(scripts({ start: 'npx -y serve build' })))).toContain('start-downloads-program');
  });
});

describe('what needs a shell', () => {
  test.each([
    ['python3 app.py', 'exec python3 app.py'],
    ['node migrate.js && node server.js', 'node migrate.js && exec node server.js'],
    ['node migrate.js && NODE_ENV=production node server.js', 'node migrate.js && NODE_ENV=production exec node server.js'],
    ['cross-env A=1 node a.js && cross-env B=$C node server.js', 'A=1 node a.js && B=$C exec node server.js'],
    ['cd server && node index.js', 'cd server && exec node index.js'],
    ['cd a && node a.js && cd ../b && node b.js', '(cd a && node a.js) && cd b && exec node b.js'],
    ['node server.js --port $PORT', 'exec node server.js --port $PORT'],
    ['node server.js "*.js" *.ts', 'exec node server.js "*.js" *.ts'],
    ['node server.js | tee log', 'node server.js | tee log'],
    ['node server.js > log 2>&1', 'node server.js > log 2>&1'],
    ['node a.js || node server.js', 'node a.js || node server.js'],
    ['node a.js; node server.js', 'node a.js; node server.js'],
    ['node $(pwd)/server.js', 'exec node $(pwd)/server.js'],
    ['node a.js & node server.js', 'node a.js & node server.js'],
    ['node "server.js', 'node "server.js'],
    ['. ./env.sh && node server.js', '. ./env.sh && exec node server.js'],
    ['node a.js && exit 1', 'node a.js && exit 1'],
    ['(node a.js) && node b.js', '(node a.js) && node b.js'],
  ])('given %j, when it is resolved, then the last program takes the place of the shell if it can', (text, expected) => {
    expect(start({ start: text })).toMatchObject(SHELL(expected));
  });

  test('given other scripts, when it is resolved, then they are part of the text', () => {
    expect(start({ start: 'npm run migrate && npm run serve', migrate: 'node m.js --to "a b"', serve: 'cross-env A=1 node server.js', preserve: 'node p.js' }))
      .toMatchObject(SHELL('node m.js --to "a b" && node p.js && A=1 exec node server.js'));
    expect(start({ start: 'A=1 npm run a && node b.js', a: 'node a.js | cat # end' })).toMatchObject(SHELL('(export A=1; node a.js | cat # end\n) && exec node b.js'));
    expect(start({ start: 'npm --prefix server start' }, {})).toMatchObject(SHELL('exec npm --prefix server start'));
  });

  test('given a prestart that does more than build, when it is resolved, then it runs in front', () => {
    expect(start({ start: 'node server.js', prestart: 'npm run build && node migrate.js', build: 'tsc' })).toMatchObject(SHELL('node migrate.js && exec node server.js'));
  });

  test('given scripts that run at the same time, when they are resolved, then the tool runs them', () => {
    const read = project(scripts({ start: 'run-p a b', a: 'node a.js', b: 'nodemon b.js' }, { dependencies: { 'npm-run-all2': '1' } }));
    expect(read.startCommand).toMatchObject(NODE(['node', 'node_modules/.bin/run-p', 'a', 'b']));
    expect(project(scripts({ start: 'concurrently "node a.js" "node b.js" | cat' }, { devDependencies: { concurrently: '1' } })).warnings.map(({ id }) => id)).toContain('start-needs-dev-dependency');
  });

  test('given a script of a nested package, when it is resolved, then it runs in there', () => {
    const read = project({ ...scripts({ start: 'npm start --prefix server' }), 'server/package.json': { scripts: { start: 'node index.js' } }, 'server/index.js': '' });
    expect(read.startCommand).toMatchObject({ ...SHELL('cd server && exec node index.js'), entry: 'server/index.js' });
  });

  test('given what is resolved, when sh parses it, then it is no syntax error', () => {
    for (const text of ['(node a.js) && node b.js', 'if true; then node a.js; fi', 'node a.js && A=1 node b.js', '{ node a.js; } && node b.js', 'node a.js # x']) {
      const command = start({ start: `npm run x && ${text}`, x: 'node x | cat # y' })!;
      expect(spawnSync('/bin/sh', ['-n', '-c', command.argv[2]], { encoding: 'utf8' }).stderr).toBe('');
    }
  });

  test('given a poststart, when the project is read, then there is a warning', () => {
    expect(warnings(project(scripts({ start: 'node server.js', poststart: 'node bye.js' })))).toContain('start-post-script');
  });
});

describe('files with variables', () => {
  test.each([
    ['node --env-file=.env server.js', '24', ['node', '--env-file-if-exists=.env', 'server.js']],
    ['node --env-file .env.production server.js', '22', ['node', '--env-file-if-exists', '.env.production', 'server.js']],
    ['node --env-file=.env server.js', '20', ['node', 'server.js']],
    ['node --env-file=config/defaults server.js', '24', ['node', '--env-file=config/defaults', 'server.js']],
  ])('given %j on Node.js %s, when it is resolved, then node does not end because of it', (text, line, argv) => {
    const read = project({ ...scripts({ start: text }), '.nvmrc': line });
    expect(read.startCommand?.argv).toEqual(argv);
    expect(warnings(read).includes('start-env-file')).toBe(text.includes('.env'));
  });
});

describe('no start script', () => {
  const built = { 'package.json': { main: 'dist/index.js', scripts: { build: 'tsc' } } };
  test.each<[string, Record<string, unknown>, string | undefined, string]>([
    ['main', { 'package.json': { main: './lib/a.js' }, 'lib/a.js': '' }, 'lib/a.js', 'package.json: main'],
    ['main that is a directory', { 'package.json': { main: 'lib' }, 'lib/index.js': '' }, 'lib/index.js', 'package.json: main'],
    ['main that will be built', built, 'dist/index.js', 'package.json: main'],
    ['main that is not there', { 'package.json': { main: 'a.js' }, 'app.js': '' }, 'app.js', 'app.js'],
    ['server.js', { 'server.js': '', 'index.js': '' }, 'server.js', 'server.js'],
    ['index.js', { 'index.js': '', 'app.js': '' }, 'index.js', 'index.js'],
    ['src/index.js', { 'package.json': { main: 'index.js' }, 'src/index.js': '' }, 'src/index.js', 'src/index.js'],
    ['sources that are built', { 'package.json': { scripts: { build: 'vite build' } }, 'src/index.js': '' }, undefined, 'package.json: scripts'],
    ['nothing', {}, undefined, 'package.json: scripts'],
  ])('given %s, when the project is read, then it is started or not known', (_, content, entry, source) => {
    const read = project(content);
    expect(read.startCommand?.entry).toBe(entry);
    expect(read.startCommand?.argv).toEqual(entry === undefined ? undefined : ['node', entry]);
    expect(fact(read, 'startCommand').source).toBe(source);
  });

  test('given nothing to start, when the project is read, then the fact names the prop', () => {
    expect(fact(project(), 'startCommand').reason).toBe('there is no script start, no main and none of server.js, index.js, app.js, server.ts, index.ts, app.ts, also in src: add a start script, or set the prop command');
  });

  test('given scripts that call one another, when the project is read, then there is no command and a warning', () => {
    const read = project(scripts({ start: 'npm run a', a: 'npm start' }));
    expect(read.startCommand).toBeUndefined();
    expect(read.warnings.find(({ id }) => id === 'start-script-cycle')?.message).toBe('the script calls itself: start -> a -> start');
  });

  test('given an entry that nothing makes, when the project is read, then there is a warning', () => {
    expect(warnings(project({ 'package.json': { scripts: { start: 'node dist/x.js' } } }))).toContain('start-entry-missing');
    expect(warnings(project({ 'package.json': { scripts: { start: 'node dist/x.js', build: 'tsc' } } }))).not.toContain('start-entry-missing');
  });
});

describe('port', () => {
  test.each([
    ['PORT=3000 node server.js', 3000],
    ['node server.js --port 3000', 3000],
    ['node server.js --port=3000', 3000],
    ['node server.js -p 3000', 3000],
    ['node server.js -p3000', 3000],
    ['node server.js -p ${PORT:-8080}', 8080],
    ['node -p 3000', undefined],
    ['node server.js', undefined],
    ['node server.js --port 99999', undefined],
    ['node server.js --port', undefined],
    ['PORT=x node server.js', undefined],
    ['PORT=1 node a.js && node server.js -p 2', 2],
  ])('given %j, when the project is read, then the port is %s', (text, expected) => {
    expect(project(scripts({ start: text })).port).toBe(expected);
  });
});

test('given any other script, when it is resolved by name, then it is followed as well', () => {
  const read = NodejsProject.fromDirectory(projectDirectory({ ...scripts({ 'serve:a': 'npm run b', 'b': 'node app.js' }), 'package-lock.json': EMPTY_LOCK }));
  expect(read.resolveScript('serve:a')).toEqual({ argv: ['node', 'app.js'], environment: {}, shell: false, script: 'serve:a', entry: 'app.js' });
  expect(read.resolveScript('nothing')).toBeUndefined();
  expect(read.resolveScript('__proto__')).toBeUndefined();
});

test('given the prop, when the project is read, then it goes before every script', () => {
  const startCommand = { argv: ['node', 'x.js'], entry: 'x.js' };
  const read = project(scripts({ start: 'node server.js' }), { startCommand });
  expect(read.startCommand).toEqual(startCommand);
  expect(fact(read, 'startCommand').source).toBe('props: startCommand');
});
