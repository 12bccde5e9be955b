import { NodejsDockerfile, BaseImage } from '../../../lib';
import { EMPTY_LOCK, fact, project, projectDirectory, warnings } from '../project-directory';

const SERVER = 'require("http").createServer().listen(3000)';
const content = (scripts: Record<string, string>, rest: object = {}, files: object = {}) =>
  ({ 'package.json': { name: 'app', version: '1.2.3', scripts, ...rest }, 'server.js': SERVER, 'package-lock.json': EMPTY_LOCK, ...files });
const argv = (start: string, rest: object = {}, files: object = {}) => project(content({ start, serve: 'node server.js' }, rest, files)).startCommand?.argv;
const NODE = ['node', 'server.js'];

describe('programs that run another one', () => {
  test.each<[string, object]>([
    ['cross-env-shell A=1 "node server.js"', {}],
    ['sh -c "exec node server.js"', {}],
    ['bash -c "node server.js"', {}],
    ['npx -c "node server.js"', {}],
    ['pnpm exec node server.js', {}],
    ['yarn node server.js', {}],
    ['yarn exec node server.js', {}],
    ['npm exec -- node server.js', {}],
    ['pnpm node server.js', {}],
    ['env-cmd node server.js', {}],
    ['env-cmd .env node server.js', {}],
    ['env-cmd -f .env --use-shell "node server.js"', {}],
    ['env-cmd -r .env-cmdrc -e production node server.js', {}],
    ['dotenv -e .env -v B=2 -- node server.js', {}],
    ['dotenvx run -f .env.production -- node server.js', {}],
    ['dotenv-flow -p . -- node server.js', {}],
    ['set -a && . ./.env && set +a && node server.js', {}],
    ['set -a; source .env; set +a; node server.js', {}],
    ['set -o allexport && source .env.production && set +o allexport && node server.js', {}],
    ['. ./.env\nnode server.js', {}],
    ['[ -f .env ] && . ./.env && node server.js', {}],
    ['[ -f .env ] && . ./.env; node server.js', {}],
    ['test -f .env && source .env 2>/dev/null && node server.js', {}],
    ['export $(cat .env | xargs) && node server.js', {}],
    ['export $(grep -v \'^#\' .env | xargs) && node server.js', {}],
    ['export $(grep -v "^#" .env | xargs -d "\\n"); node server.js', {}],
    ['export `cat .env`; node server.js', {}],
    ['export $(xargs < .env) && exec node server.js', {}],
    ['eval "$(sed s/^/export\\ / .env)" && node server.js', {}],
    ['env $(cat .env) node server.js', {}],
    ['env $(cat .env | xargs) node server.js', {}],
    ['cross-env $(grep -v ^# ./.env) node server.js', {}],
    ['bash -c "source .env && node server.js"', {}],
    ['bash -c "set -a && source ./.env && set +a && exec node server.js"', {}],
    ['nohup node server.js &', {}],
    ['dumb-init node server.js', {}],
    ['/usr/bin/tini -g -- node server.js', {}],
    ['gosu node node server.js', {}],
    ['sudo -E -u node node server.js', {}],
    ['nice -n 10 node server.js', {}],
    ['node --watch server.js', {}],
    ['node --watch-path=./src --watch-preserve-output server.js', {}],
    ['supervisor -w src server.js', {}],
    ['node-dev --respawn server.js', {}],
    ['forever start -a -l log.txt server.js', {}],
    ['pm2 start npm --name api -- run serve', {}],
    ['pm2 start server.js --name api -i max', {}],
    ['pm2 delete all && pm2 start server.js && pm2 logs', {}],
    ['npm install && node server.js', {}],
    ['npm ci --omit=dev && node server.js', {}],
    ['pnpm i && rm -rf tmp && node server.js', {}],
    ['yarn && node server.js', {}],
    ['npm prune --production && node server.js', {}],
  ])('given %j, when it is resolved, then node runs', (text, rest) => {
    expect(argv(text, rest)).toEqual(NODE);
  });

  test.each<[string, string]>([
    ['env-cmd node server.js', 'start-env-file'],
    ['env-cmd -f ./config/none.env node server.js', 'start-env-file'],
    ['dotenv -- node server.js', 'start-env-file'],
    ['dotenvx run -- node server.js', 'start-env-file'],
    ['pm2 start server.js', 'start-process-manager'],
    ['npm install -g x && node server.js', 'start-installs'],
    ['tsx watch --env-file=.env src/a.ts', 'start-env-file'],
    ['tsx --env-file=.env src/a.ts', 'start-env-file'],
    ['nodemon', 'start-watches'],
    ['node server.js > out.log', 'start-redirects'],
    ['node server.js 2>&1 | tee -a logs/app.log', 'start-redirects'],
  ])('given %j, when it is resolved, then there is the warning %s', (text, id) => {
    expect(warnings(project(content({ start: text }, { dependencies: { nodemon: '3', tsx: '4' } })))).toContain(id);
  });

  test.each(['. ./.env && node server.js', 'export $(cat .env | xargs) && node server.js', 'env $(cat .env) node server.js', 'bash -c "source .env && node server.js"'])(
    'given %j, when it is resolved, then one warning names the file', text => {
      const read = project(content({ start: text }, {}, { '.env': 'PASSWORD=x' }));
      expect(read.warnings.map(({ message }) => message)).toEqual([expect.stringMatching(/^the script start reads (\.\/)?\.env, which never enters an image: pass/)]);
    });

  test.each(['[ -f .env ] && . ./.env; node server.js', 'if [ -f .env ]; then . ./.env; fi; node server.js', '. ./.env || true; node server.js', 'export $(cat .env 2>/dev/null | xargs); node server.js'])(
    'given %j, which goes on without the file, when it is resolved, then nothing is warned of', text => {
      const read = project(content({ start: text }));
      expect(warnings(read).filter(id => id.startsWith('start-'))).toEqual([]);
      expect(fact(read, 'startCommand')?.reason).toContain('.env is not read, for it never enters an image');
    });

  test('given a script of a shell that reads a file of variables, when it is resolved, then a warning names both', () => {
    const said = (text: string) => project(content({ start: 'bash ./bin/start.sh' }, {}, { 'bin/start.sh': text })).warnings.filter(({ id }) => id === 'start-env-file').map(({ message }) => message);
    expect(said('#!/bin/bash\nset -a\nsource .env\nset +a\nexec node server.js\n')).toEqual([expect.stringMatching(/^the script start runs \.\/bin\/start\.sh, which reads \.env, which never enters an image/)]);
    expect(said('#!/bin/sh\nif [ -f .env ]; then\n  . ./.env\nfi\nexec node server.js\n')).toEqual([]);
    expect(said('exec node server.js\n')).toEqual([]);
  });

  test('given a script before start that does nothing else, when it is resolved, then it is left out', () => {
    expect(project(content({ prestart: '. ./.env', start: 'node server.js' })).startCommand?.argv).toEqual(NODE);
  });

  test.each<[string, string]>([
    // what hangs on it stays as it was
    ['mkdir -p /tmp/a && [ -f .env ] && . ./.env; node server.js', 'mkdir -p /tmp/a && :; node server.js'],
    ['if [ -f .env ]; then . ./.env; fi; node server.js', 'if [ -f .env ]; then :; fi; node server.js'],
    ['. ./.env || true; node server.js', ': || true; node server.js'],
    ['(. ./.env && node a.js) && node server.js', '(: && node a.js) && node server.js'],
    ['export A=1 $(cat .env) B=2; node server.js $A', 'export A=1 B=2; node server.js $A'],
    // files that enter, or are mounted
    ['. ./lib.sh; node server.js', '. ./lib.sh; node server.js'],
    ['. /run/secrets/.env; node server.js', '. /run/secrets/.env; node server.js'],
    ['. "$SECRETS/.env"; node server.js', '. "$SECRETS/.env"; node server.js'],
    ['export A=$(cat VERSION); node server.js', 'export A=$(cat VERSION); node server.js'],
    ['echo $(cat .env) > a; node server.js', 'echo $(cat .env) > a; node server.js'],
  ])('given %j, when it is resolved, then the shell runs %j', (text, expected) => {
    expect(argv(text)).toEqual(['/bin/sh', '-c', expected]);
  });

  test('given a file of variables that is allowed, when it is resolved, then the shell reads it', () => {
    const read = project(content({ start: '. ./defaults.env; node server.js' }, {}, { 'defaults.env': 'A=1' }), { allow: { 'defaults.env': 'no secret is in it' } } as object);
    expect(read.startCommand?.argv).toEqual(['/bin/sh', '-c', '. ./defaults.env; node server.js']);
    expect(warnings(read)).not.toContain('start-env-file');
  });

  test.each([
    'vite --host', 'vite preview', 'webpack serve', 'webpack-dev-server --open', 'ng serve', 'live-server public', 'rollup -c -w', 'esbuild a.js --servedir=www', 'gulp serve', 'expo start',
    'ember s', 'quasar dev', 'umi dev', 'storybook dev -p 6006', 'hexo server', 'slidev', 'next dev', 'astro preview',
  ])('given %j, a server for the one who develops, when it is resolved, then the warning says what else to do', text => {
    const [program] = text.split(' ');
    const read = project(content({ start: text }, { devDependencies: { [program]: '1' } }));
    expect(warnings(read).filter(id => id.startsWith('start-'))).toEqual(['start-develops']);
    expect(read.warnings.find(({ id }) => id === 'start-develops')?.message).toMatch(/script build write the site.*\(serve, sirv-cli\)/);
  });

  test.each(['vite build', 'webpack --mode production', 'rollup -c', 'gulp build', 'hexo generate', 'storybook build', 'next start', 'astro build', 'esbuild a.js --outfile=b.js'])(
    'given %j, which serves no developer, when it is resolved, then there is no such warning', text => {
      expect(warnings(project(content({ start: text }, { dependencies: { [text.split(' ')[0]]: '1' } })))).not.toContain('start-develops');
    });

  test('given variables that the words read, when it is resolved, then they are set before', () => {
    expect(argv('cross-env-shell P=1 \'node server.js $P\'')).toEqual(['/bin/sh', '-c', 'export P=1; exec node server.js $P']);
    expect(argv('export P=1 && node server.js $P')).toEqual(['/bin/sh', '-c', 'export P=1 && node server.js $P']);
  });

  test('given a program that chooses between scripts, when it is resolved, then it is the one for production', () => {
    const scripts = { 'start:prod': 'node server.js', 'start:dev': 'nodemon server.js' };
    const started = (start: string, more: Record<string, string> = scripts) => {
      const read = project(content({ start, ...more }, { dependencies: { 'if-env': '1', 'per-env': '1' } }));
      expect(warnings(read).filter(id => id.startsWith('start-'))).toEqual([]);
      return read.startCommand?.argv;
    };
    expect(started('if-env NODE_ENV=production && npm run start:prod || npm run start:dev')).toEqual(['node', 'server.js']);
    expect(started('if-env NODE_ENV=production ?? npm run start:prod || npm run start:dev')).toEqual(['node', 'server.js']);
    expect(started('if-env NODE_ENV=development && npm run start:dev || npm run start:prod')).toEqual(['node', 'server.js']);
    expect(started('per-env', { 'start:production': 'node server.js --a' })).toEqual(['node', 'server.js', '--a']);
    expect(started('per-env')).toEqual(['node', 'node_modules/.bin/per-env']);
  });

  test('given a script of Wireit, when it is resolved, then it is what Wireit runs', () => {
    const wireit = { start: { command: 'node server.js', service: true, dependencies: ['build', { script: 'prepare-data' }, '../lib:build'] }, build: { command: 'tsc' } };
    const read = project(content({ 'start': 'wireit', 'build': 'wireit', 'prepare-data': 'node data.js' }, { wireit, devDependencies: { wireit: '0.14', typescript: '5' } }));
    expect(read.startCommand?.argv).toEqual(['/bin/sh', '-c', 'node data.js && exec node server.js']);
    expect(project(content({ start: 'wireit' }, { wireit: { start: 1 }, dependencies: { wireit: '1' } })).startCommand?.argv).toEqual(['node', 'node_modules/.bin/wireit']);
  });

  test('given a file with variables that enters the image, when it is resolved, then the program that reads it stays', () => {
    const read = argv('env-cmd -f config/prod.json node server.js', { dependencies: { 'env-cmd': '10' } }, { 'config/prod.json': '{}' });
    expect(read).toEqual(['node', 'node_modules/.bin/env-cmd', '-f', 'config/prod.json', 'node', 'server.js']);
  });

  test('given pm2 among the dependencies, when it starts a file, then it does not go to the background', () => {
    const pm2 = { dependencies: { pm2: '6' } };
    const runtime = ['node', 'node_modules/.bin/pm2-runtime', 'start'];
    expect(argv('pm2 start server.js -i 2', pm2)).toEqual([...runtime, 'server.js', '-i', '2']);
    expect(argv('pm2 start ecosystem.config.js --env production --watch', pm2)).toEqual([...runtime, 'ecosystem.config.js', '--env', 'production']);
    expect(argv('pm2 start --no-daemon server.js', pm2)).toEqual(['node', 'node_modules/.bin/pm2', 'start', '--no-daemon', 'server.js']);
  });

  test.each(['pnpm tsx src/a.ts', 'yarn tsx src/a.ts', 'yarn run tsx src/a.ts', 'npx tsx src/a.ts', 'pnpm exec tsx src/a.ts', 'tsx watch src/a.ts', 'tsx watch --clear-screen=false src/a.ts'])(
    'given %j with tsx among the dependencies, when it is resolved, then node loads it and nothing is warned of', text => {
      const read = project(content({ start: text }, { dependencies: { tsx: '4' } }, { 'src/a.ts': '', 'package-lock.json': undefined }));
      expect(read.startCommand?.argv).toEqual(['node', '--import', 'tsx', 'src/a.ts']);
      expect(warnings(read).filter(id => id.startsWith('start-'))).toEqual([]);
    });
});

describe('programs that the base image brings, or not', () => {
  const said = (start: string, baseImage?: BaseImage) => {
    const directory = projectDirectory(content({ start }));
    return NodejsDockerfile.fromDirectory({ directory, baseImage }).warnings.filter(({ id }) => id === 'start-program-missing').map(({ message }) => message);
  };

  test.each(['doppler run -- node server.js', 'op run -- node server.js', 'python3 app.py', 'curl x && node server.js', 'git pull && node server.js', 'until nc -z db 1; do sleep 1; done; node server.js'])(
    'given %j, when it is planned, then there is a warning', text => {
      expect(said(text)).toHaveLength(1);
      expect(said(text, BaseImage.custom({ buildImage: 'a', runtimeImage: 'b' }))).toEqual([]);
    });

  test.each(['timeout 9 node server.js', 'sleep 1 && node server.js', 'git pull || true; node server.js', 'npm run nothing'])(
    'given %j, when it is planned, then there is none', text => expect(said(text)).toEqual([]));

  test('given what runs another program, when it is planned, then the message says the command without it', () => {
    expect(said('doppler run -- node server.js')[0]).toContain('start without it by "command": ["node","server.js"]');
    expect(said('until nc -z db 1; do sleep 1; done; node server.js', BaseImage.alpine())).toEqual([]);
  });
});

describe('what a start script builds', () => {
  const built = (scripts: Record<string, string>) => {
    const read = project(content(scripts, {}, { 'build.js': '', 'tsconfig.json': {} }));
    return { script: read.buildScript, commands: read.buildCommands, start: read.startCommand?.argv.join(' ') };
  };

  test.each<[Record<string, string>, object]>([
    [{ start: 'tsc && node dist/a.js' }, { script: 'build', commands: ['tsc'], start: 'node dist/a.js' }],
    [{ prestart: 'npm run compile', compile: 'node build.js', start: 'node dist/a.js' }, { script: 'prestart', commands: [], start: 'node dist/a.js' }],
    [{ 'prestart:prod': 'npm run compile', 'compile': 'node build.js', 'start:prod': 'node dist/a.js' }, { script: 'build', commands: ['node build.js'], start: 'node dist/a.js' }],
    [{ prestart: 'npm run compile && node migrate.js', compile: 'node build.js', start: 'node dist/a.js' }, { script: 'build', commands: ['node build.js'], start: '/bin/sh -c node migrate.js && exec node dist/a.js' }],
    [{ prestart: 'npm run build && webpack', build: 'tsc', start: 'node dist/a.js' }, { script: 'build', commands: ['webpack'], start: 'node dist/a.js' }],
    [{ start: 'cp a.json b.json && node a.js' }, { script: 'build', commands: ['cp a.json b.json'], start: 'node a.js' }],
    [{ start: 'cp $A b.json && node a.js' }, { script: undefined, commands: [], start: '/bin/sh -c cp $A b.json && exec node a.js' }],
    [{ start: 'rm -rf dist && npm run build && node dist/a.js', build: 'tsc' }, { script: 'build', commands: [], start: 'node dist/a.js' }],
  ])('given %j, when the project is read, then it is part of the build', (scripts, expected) => {
    expect(built(scripts)).toEqual(expected);
  });

  test('given commands without a script, when the image is planned, then the build runs them alone', () => {
    const directory = projectDirectory(content({ start: 'tsc && node dist/a.js' }));
    const text = NodejsDockerfile.fromDirectory({ directory }).render();
    expect(text).toContain('RUN /bin/sh -c "export PATH=\\"\\$PWD/node_modules/.bin:\\$PATH\\"; tsc"');
    expect(text).not.toContain('npm run build');
  });

  test('given nothing but copies, when the project is read, then no directory is taken for what is built', () => {
    expect(project(content({ start: 'cp a.json b.json && node server.js' }, {}, { '.gitignore': 'dist\n' })).buildOutput).toEqual([]);
  });

  test('given a directory that the script makes, when the project is read, then there is a warning', () => {
    expect(warnings(project(content({ start: 'mkdir -p logs && node server.js' })))).toContain('start-makes-directory');
  });

  test('given a postinstall that compiles, when the project is read, then no entry is missing', () => {
    expect(warnings(project(content({ postinstall: 'node build.js', start: 'node dist/a.js' })))).not.toContain('start-entry-missing');
    expect(warnings(project(content({ prepare: 'husky', start: 'node dist/a.js' })))).toContain('start-entry-missing');
  });
});

describe('variables of the package manager', () => {
  test('given sources that read them, when the project is read, then they are set, and no others', () => {
    const read = project(content({ start: 'node server.js' }, { config: { port: 4001 } }, {
      'server.js': 'x(process.env.npm_package_version, process.env["npm_package_config_port"], process.env.npm_lifecycle_event)',
      'package-lock.json': EMPTY_LOCK,
    }));
    expect(read.startCommand?.environment).toEqual({ npm_package_version: '1.2.3', npm_package_config_port: '4001', npm_lifecycle_event: 'start' });
    expect(fact(read, 'npmVariables')).toMatchObject({ source: 'server.js', value: 'npm_lifecycle_event, npm_package_config_port, npm_package_version' });
  });

  test('given a script that reads one, when it is resolved, then it is set', () => {
    expect(project(content({ start: 'node server.js $npm_package_name' })).startCommand?.environment).toEqual({ npm_package_name: 'app' });
  });

  test('given none, or one that nothing tells, when the project is read, then none is set', () => {
    const read = project(content({ start: 'node server.js' }, {}, { 'a.js': 'process.env.npm_config_user_agent', 'vite.config.js': 'process.env.npm_package_version' }));
    expect(read.startCommand?.environment).toEqual({});
    expect(warnings(read)).toContain('start-npm-variable');
  });

  /** A project with the lockfile that is among these files, and with that of npm where there is none. */
  function lockedBy(files: Record<string, string>, scripts: Record<string, string>) {
    const { 'package-lock.json': lock, ...others } = content(scripts, {}, { 'server.js': '', ...files }) as Record<string, unknown>;
    return Object.keys(files).some(name => /lock/.test(name)) ? others : { ...others, 'package-lock.json': lock };
  }

  test.each<[string, Record<string, string>, string]>([
    ['npm', { '.npmrc': 'node-options=--max-old-space-size=4096 --require ./instrument.js\n' }, '.npmrc'],
    ['npm, with what is there already', { '.npmrc': 'node-options=${NODE_OPTIONS} --max-old-space-size=4096   --require ./instrument.js\n' }, '.npmrc'],
    ['pnpm', { '.npmrc': 'node-options=--max-old-space-size=4096 --require ./instrument.js\n', 'pnpm-lock.yaml': 'lockfileVersion: \'9.0\'\nimporters:\n  .: {}\n' }, '.npmrc'],
    ['pnpm, in its own file', {
      'pnpm-workspace.yaml': 'nodeOptions: "${NODE_OPTIONS:- } --max-old-space-size=4096 --require ./instrument.js"\n', 'pnpm-lock.yaml': 'lockfileVersion: \'9.0\'\nimporters:\n  .: {}\n',
    }, 'pnpm-workspace.yaml'],
  ])('given options of Node.js in the settings of %s, when it is started by itself, then it gets them', (_, files, source) => {
    const read = project(lockedBy(files, { start: 'node server.js' }));
    expect(read.startCommand?.environment).toEqual({ NODE_OPTIONS: '--max-old-space-size=4096 --require ./instrument.js' });
    expect(fact(read, 'npmVariables')).toMatchObject({ source, value: 'NODE_OPTIONS' });
  });

  test('given such options, and a script that sets its own, then those of the script count', () => {
    const read = project(content({ start: 'NODE_OPTIONS=--no-warnings node server.js' }, {}, { 'server.js': '', '.npmrc': 'node-options=--require ./x.js\n' }));
    expect(read.startCommand?.environment).toEqual({ NODE_OPTIONS: '--no-warnings' });
    expect(fact(read, 'npmVariables')?.value).toBe('');
  });

  test('given such options with a variable that is not known, then a warning names it', () => {
    const read = project(content({ start: 'node server.js' }, {}, { 'server.js': '', '.npmrc': 'node-options=--require ${HOOK}\n' }));
    expect(read.warnings.find(({ id }) => id === 'start-npm-variable')?.message).toContain('.npmrc has Node.js options for scripts with a variable in them ("--require ${HOOK}")');
  });

  test('given Yarn, which sets no such options for its scripts, then there are none', () => {
    const read = project(lockedBy({ '.npmrc': 'node-options=--require ./x.js\n', 'yarn.lock': '# yarn lockfile v1\n' }, { start: 'node server.js' }));
    expect(read.startCommand?.environment?.NODE_OPTIONS).toBeUndefined();
  });

  test.each(['npm_execpath', 'npm_node_execpath', 'npm_command', 'INIT_CWD', 'PROJECT_CWD'])('given %s, when the project is read, then a warning names it', name => {
    const read = project(content({ start: 'node server.js' }, {}, { 'server.js': `const { ${name} } = process.env;` }));
    expect(read.warnings.find(({ id }) => id === 'start-npm-variable')?.message).toContain(`server.js reads ${name}`);
  });
});

describe('git', () => {
  test.each([
    [{ build: 'git rev-parse HEAD > v && tsc' }, 'build-calls-git'],
    [{ build: 'V=$(git describe) tsc' }, 'build-calls-git'],
    [{ build: 'npm run v', v: 'node tools/version' }, 'build-calls-git'],
    [{ build: 'sh build.sh' }, 'build-calls-git'],
    [{ start: 'V=$(git describe) node server.js' }, 'start-calls-git'],
  ])('given %j, when the project is read, then there is the warning %s', (scripts, id) => {
    const files = { 'tools/version.js': 'require("child_process").execSync("git log -1")', 'build.sh': 'set -e\nV=`git rev-parse HEAD`\n' };
    expect(warnings(project(content({ start: 'node server.js', ...scripts }, {}, files)))).toContain(id);
  });

  test('given a script that goes on without it, or speaks of it, when the project is read, then there is none', () => {
    const read = project(content({ start: 'node server.js', build: 'git rev-parse HEAD || true; node build.js' }, {}, { 'build.js': '// digit log\nconsole.log("git")' }));
    expect(warnings(read)).not.toContain('build-calls-git');
  });
});

describe('a start that no script names', () => {
  const started = (manifest: object, files: object) => {
    const read = project({ 'package.json': manifest, 'package-lock.json': EMPTY_LOCK, ...files });
    return [read.startCommand?.entry, ...warnings(read).filter(id => id.startsWith('start-'))];
  };

  test.each<[string, object, object, unknown[]]>([
    ['a library and a program', { main: 'a.js', bin: 'b.js' }, { 'a.js': 'exports.f = 1', 'b.js': SERVER }, ['b.js', 'start-guessed']],
    ['a module and a program', { main: 'a.js', bin: { p: './b.js' } }, { 'a.js': 'import x from "x";\nexport function a() { x(); }', 'b.js': SERVER }, ['b.js', 'start-guessed']],
    ['two programs', { main: 'a.js', bin: 'b.js' }, { 'a.js': SERVER, 'b.js': SERVER }, ['a.js', 'start-guessed']],
    ['a library alone', { main: 'a.js' }, { 'a.js': 'module.exports = { f() { g(); } }' }, ['a.js', 'start-only-exports']],
    ['a library with a template literal', { main: 'a.js' }, { 'a.js': 'const u = `https://${h}/${f(1)}`.length; const v = () => run(); module.exports = { u: `//`, v }' }, ['a.js']],
    ['a library behind a template literal', { main: 'a.js' }, { 'a.js': 'const u = `https://${h}`; module.exports = { u }' }, ['a.js', 'start-only-exports']],
    ['a module that runs where it is started', { main: 'a.js' }, { 'a.js': 'module.exports = main; if (require.main === module) { main(); }' }, ['a.js']],
    ['a module that loads one that may run', { main: 'a.js' }, { 'a.js': 'require("./b"); module.exports = 1', 'b.js': 'exports.f = 1' }, ['a.js']],
    ['a server that exports itself', { main: 'a.js' }, { 'a.js': 'module.exports = require("http").createServer().listen(1)' }, ['a.js']],
    ['a program that is called', { main: 'a.js' }, { 'a.js': 'async function main() {}\nmodule.exports = main; main()' }, ['a.js']],
    ['what npm starts', {}, { 'server.js': SERVER }, ['server.js']],
    ['a common name', {}, { 'src/app.js': SERVER }, ['src/app.js', 'start-guessed']],
  ])('given %s, when the project is read, then what is started is told', (_, manifest, files, expected) => {
    expect(started(manifest, files)).toEqual(expected);
  });
});
