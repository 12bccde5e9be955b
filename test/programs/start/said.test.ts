import * as fs from 'fs';
import * as path from 'path';
import { Place } from '../../../lib/programs/start/place';
import { crashed, lastWord, said } from '../../../lib/programs/start/said';

const PLACE: Place = { directory: '/app', cwd: '/app', user: '1000:1000', exists: () => false };

/** What real runtimes printed, each where it differs from the ones before it. */
const RECORDED: Record<string, Record<string, { code: number; output: string }>> = JSON.parse(fs.readFileSync(path.join(__dirname, 'recorded.json'), 'utf8'));

function recorded(name: string): [string, string][] {
  return Object.entries(RECORDED[name]).filter(([, { code }]) => code !== 0).map(([runtime, { output }]) => [runtime, output]);
}

test('a file that is named without its ending is told to be there', () => {
  const output = "Error [ERR_MODULE_NOT_FOUND]: Cannot find module '/app/dist/lib/hi' imported from /app/dist/index.js";
  const place = { ...PLACE, exists: (file: string) => file === '/app/dist/lib/hi.js' };
  expect(said(output, place)).toMatchObject({ what: expect.stringContaining('but dist/lib/hi.js is one, and ES modules name files whole'), remedy: expect.stringContaining('nodenext') });
  expect(said(output, PLACE)).toMatchObject({ what: expect.stringContaining('"dist/lib/hi" is not in the image') });
});

test('a directory without a page is a fault of what is served', () => {
  expect(said('there is no index.html in /app/dist: set the prop buildOutput to the directory of the site, or the prop command if this is none', PLACE))
    .toMatchObject({ kind: 'fault', what: 'there is no index.html in dist, which the image is to serve', remedy: expect.stringContaining('"buildOutput"') });
});

describe('what runtimes print', () => {
  const faults: Record<string, [string | RegExp, string | RegExp]> = {
    'module-cjs': ['the module "express" is not in the image', 'move "express" to "dependencies"'],
    'module-cjs-relative': ['the file "./config/settings" is not in the image, which /app/server.js asks for', 'includeFiles'],
    'module-esm': ['the module "zod" is not in the image, which /app/server.mjs asks for', 'move "zod" to "dependencies"'],
    'module-esm-relative': [/the file "(\.\/)?lib\/a\.js" is not in the image/, 'includeFiles'],
    'module-dynamic': [/the module "@scope\/late(\/sub)?" is not in the image/, 'move "@scope/late" to'],
    // Bun prints no cause of an error
    'module-wrapped': ['the module "pg" is not in the image', 'dependencies'],
    'module-caught': ['the module "pg" is not in the image', 'dependencies'],
    'entry': [/the file "(\.\/)?dist\/main(\.js)?" is not in the image|the module "dist\/main\.js"/, /includeFiles|dependencies/],
    'preload': [/"\.\/instrument\.js" is not in the image/, 'includeFiles'],
    'file': ['views/index.html is not in the image', 'includeFiles'],
    'file-relative': ['config/app.yml is not in the image', 'includeFiles'],
    'file-async': ['schema.graphql is not in the image', 'includeFiles'],
    'file-rejection': ['locale/en.json is not in the image', 'includeFiles'],
    'syntax-cjs': [/no program that can run: /, 'buildScript'],
    'syntax-esm': [/no program that can run: /, 'buildScript'],
    'syntax-import-in-cjs': ['Cannot use import statement outside a module', 'buildScript'],
    'syntax-require-in-esm': ['require is not defined in ES module scope', 'buildScript'],
    'no-export': [/does not provide an export named|No matching export|export named 'b' not found/i, 'buildScript'],
    'json-file': [/config\.json/, /./],
    'extension': ['Unknown file extension ".xyz"', 'command'],
    'require-esm': [/require/, 'buildScript'],
    'require-async': [/require\(\)/, 'buildScript'],
    'elf': ['invalid ELF header', 'platform'],
    'option': ['no option --no-such-option', 'nodeVersion'],
    'exports': [/a\/inner|"\.\/inner"|\.\/inner/, /./],
    'built-in': ['node:nothing', 'nodeVersion'],
  };
  const cases = Object.entries(faults)
    .flatMap(([name, [what, remedy]]) => recorded(name).map(([runtime, output]) => ({ name, runtime, output, what, remedy })))
    .filter(({ name, runtime }) => runtime !== 'bun' || !['module-wrapped', 'json-file'].includes(name));

  test.each(cases)('$name, $runtime: a fault of the image', ({ output, what, remedy }) => {
    const cause = said(output, PLACE);

    expect(cause?.kind).toBe('fault');
    expect(cause?.what).toMatch(what instanceof RegExp ? what : new RegExp(what.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
    expect(cause?.remedy).toMatch(remedy instanceof RegExp ? remedy : new RegExp(remedy));
    expect(cause?.what).not.toContain('\n');
  });

  test.each(recorded('program'))('program, %s: a fault of the image', (_, output) => {
    expect(said(output, PLACE)).toMatchObject({ kind: 'fault', what: expect.stringContaining('"ffmpeg" is not in the image') });
  });

  const all = (...names: string[]) => names.flatMap(name => recorded(name).map(([runtime, output]) => ({ name, runtime, output })));

  test.each(all('refused', 'not-found', 'fetch', 'variable', 'token', 'optional-then-database'))('$name, $runtime: nothing that a build can have', ({ output }) => {
    expect(said(output, PLACE)?.kind).toBe('outside');
    expect(said(output, PLACE)?.what).not.toMatch(/^code/);
  });

  test.each(all('variable-json', 'file-outside', 'bug'))('$name, $runtime: no certain fault', ({ output }) => {
    expect(said(output, PLACE)?.kind).not.toBe('fault');
    expect(lastWord(output)).not.toBeUndefined();
  });

  test.each(recorded('in-token-directory'))('a path is no word of what is said, %s', (_, output) => {
    expect(said(output, PLACE)).toMatchObject({ kind: 'fault', what: expect.stringContaining('../missing') });
  });

  test.each(recorded('bug'))('%s says that it crashed', (_, output) => expect(crashed(output)).toBe(true));
});

describe('what systems and libraries print', () => {
  test.each<[string, string, string]>([
    ['init: next: not found, or the interpreter it names is missing (error 2)', 'the program "next"', 'command'],
    ['sh: 1: cross-env: not found', 'the program "cross-env"', 'dependencies'],
    ['/app/start.sh: line 3: jq: command not found', 'the program "jq"', 'baseImage'],
    ['./start.sh: 3: exec: pnpm: not found', 'the program "pnpm"', 'command'],
    ['sh: prisma: not found', 'the program "prisma"', 'dependencies'],
    ['bash: ./start.sh: cannot execute: required file not found', 'the program "./start.sh"', 'interpreter|command'],
    ['sh: 0: cannot open ./scripts/start.sh: No such file', 'scripts/start.sh is not in the image', 'includeFiles'],
    ['/usr/bin/env: ‘bash’: No such file or directory', 'the program "bash"', 'command'],
    ['sh: 1: ./server: Exec format error', 'of another architecture', 'platform'],
    ['./server: error while loading shared libraries: libvips.so.42: cannot open shared object file: No such file or directory', 'libvips.so.42', 'baseImage'],
    ['Error: libssl.so.1.1: cannot open shared object file: No such file or directory', 'libssl.so.1.1', 'baseImage'],
    ['Error loading shared library libstdc++.so.6: No such file or directory (needed by /app/a.node)', 'libstdc\\+\\+.so.6', 'baseImage'],
    ['Error relocating /app/a.node: __memcpy_chk: symbol not found', 'another C library', 'runtime image'],
    ["Error: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.38' not found (required by /app/a.node)", 'GLIBC_2.38', 'build image'],
    ['Prisma cannot find the required `libssl` system library in your system.', 'libssl', 'baseImage'],
    ['Prisma Client could not locate the Query Engine for runtime "debian-openssl-3.0.x".', 'debian-openssl-3.0.x', 'binaryTargets'],
    ['Error: @prisma/client did not initialize yet. Please run "prisma generate" and try to import it again.', 'generated client', 'prisma generate'],
    ["Error: The module '/app/node_modules/b/b.node'\nwas compiled against a different Node.js version using\nNODE_MODULE_VERSION 115. This version of Node.js requires\nNODE_MODULE_VERSION 137.", 'another line of Node.js.*b\\.node', 'Node.js'],
    ['Error: Could not load the "sharp" module using the linux-x64 runtime', 'sharp', 'platform'],
    ['start.sh: 2: set: Illegal option -\r', 'line ends of Windows', 'eol=lf'],
    ["run.sh: line 2: $'\\r': command not found", 'line ends of Windows', 'eol=lf'],
    ['/usr/bin/env: ‘node\\r’: No such file or directory', 'line ends of Windows', 'eol=lf'],
    ['/bin/sh: 1: exec: ./start.sh: Permission denied', '"./start.sh" may not be executed', 'chmod=\\+x'],
    ['Error: EACCES: permission denied, mkdir \'/app/logs\'', 'may not make logs', 'writableDirectories" to \\["logs"\\]'],
    ['Error: EACCES: permission denied, open \'/app/var/log/app.log\'', 'may not make var/log/app.log', 'writableDirectories" to \\["var"\\]'],
    ['Error: EACCES: permission denied, open \'app.log\'', 'app.log', '^write it below /tmp, or in a directory that "writableDirectories" names'],
    ['Error: EROFS: read-only file system, open \'/app/cache/a\'', 'read-only', 'writableDirectories" to \\["cache"\\]'],
    ['Error: Failed to lookup view "index" in views directory "/app/views"', 'the view "index"', 'includeFiles'],
    ['Error: ENOENT: no such file or directory, open \'/app/certs/server.key\'', 'server.key \\(a key\\) is not in the image', 'allow: \\{ "certs/server.key"'],
    ['node: conf.env: not found', 'conf.env \\(environment variables\\) is not in the image', 'allow: \\{ "conf.env"'],
    ['node: .env: not found', 'never has files of variables', 'environment'],
    ['/bin/sh: 1: .: cannot open ./.env: No such file', '^.env is not in the image, which never has files of variables', '"environment"'],
    ['/bin/sh: 1: .: .env: not found', 'never has files of variables', '"environment"'],
    ["/bin/sh: .: line 0: can't open './.env': No such file or directory", 'never has files of variables', '"environment"'],
    ['/bin/bash: line 1: ./.env: No such file or directory', 'never has files of variables', '"environment"'],
    ['./start.sh: line 2: .env.production: No such file or directory', 'never has files of variables', '"environment"'],
    ['/app/start.sh: 3: .: cannot open .env: No such file', 'never has files of variables', '"environment"'],
    ['/bin/sh: 1: cannot open .env: No such file', 'never has files of variables', '"environment"'],
    ['cat: ./.env: No such file or directory', 'never has files of variables', '"environment"'],
    ["sed: can't read .env: No such file or directory", 'never has files of variables', '"environment"'],
    ['/bin/bash: line 1: ./server: No such file or directory', 'the program "./server"', 'command'],
    ['/bin/sh: 1: .: cannot open ./lib.sh: No such file', '^lib.sh is not in the image', 'includeFiles'],
    ['/bin/sh: 1: [[: not found', 'does not know what bash does: \\[\\[', '"/bin/bash"'],
    ['/bin/sh: 1: source: not found', 'does not know what bash does: source', '"/bin/bash"'],
    ['/bin/sh: 1: Syntax error: "(" unexpected', 'does not know what bash does: Syntax error', '"/bin/bash"'],
    ['/app/start.sh: 2: Bad substitution', 'does not know what bash does: Bad substitution', '"/bin/bash"'],
    ['/bin/sh: 1: set: Illegal option -o pipefail', 'does not know what bash does: set', '"/bin/bash"'],
    ['2026-01-01T00:00:00: PM2 error: Error: Could not create folder,Error: Could not create folder', 'pm2 may not make a directory', '"writableDirectories" to the directories'],
    ['[PM2][ERROR] Could not create folder: ./logs', 'pid_file\\): logs$', '"writableDirectories" to \\["logs"\\]'],
    ['npm error Missing script: "serve"', '"serve"', 'startScript'],
    ['ReferenceError: fetch is not defined', 'no fetch', 'nodeVersion'],
  ])('%j', (output, what, remedy) => {
    const cause = said(output, PLACE);

    expect(cause).toMatchObject({ kind: 'fault', what: expect.stringMatching(what), remedy: expect.stringMatching(remedy) });
  });

  test.each([
    ['connect ECONNREFUSED 127.0.0.1:5432'],
    ['PrismaClientInitializationError: Can\'t reach database server at `db:5432`'],
    ['error: Environment variable not found: DATABASE_URL.'],
    ['Error: Config validation error: "JWT_SECRET" is required'],
    ['TypeError: JwtStrategy requires a secret or key'],
    ['Error: secret option required for sessions'],
    ['CredentialsProviderError: Could not load credentials from any providers'],
    ['Error: Missing required environment variable PORT'],
    ['MongooseServerSelectionError: connect ECONNREFUSED ::1:27017'],
    ['Error: listen EACCES: permission denied 0.0.0.0:80'],
    ['❌ Invalid environment variables: { DATABASE_URL: [ \'Required\' ] }'],
  ])('%j is nothing that a build can have', output => expect(said(output, PLACE)?.kind).toBe('outside'));

  test.each([
    ['Error: EACCES: permission denied, mkdir \'/data/uploads\''],
    ['Error: ENOENT: no such file or directory, open \'/etc/ssl/own.pem\''],
    ['cat: VERSION: No such file or directory'],
    ['Listening on port 3000'],
    ['hello'],
    [''],
  ])('%j is neither', output => expect(said(output, PLACE)).toBeUndefined());

  test('what is said last decides', () => {
    const [module, database] = ["Error: Cannot find module 'pg-native'", 'Error: connect ECONNREFUSED 127.0.0.1:5432'];
    expect(said(`${module}\n${database}`, PLACE)?.kind).toBe('outside');
    expect(said(`${database}\n${module}`, PLACE)?.kind).toBe('fault');
  });

  test('colours hide nothing', () => {
    expect(said('\u001b[31mError: Cannot find module \'a\'\u001b[0m', PLACE)?.what).toBe('the module "a" is not in the image');
  });

  test('a package of a monorepo is told apart from what is beside it', () => {
    const place = { ...PLACE, cwd: '/app/packages/api' };
    expect(said('Error: ENOENT: no such file or directory, open \'/app/packages/api/views/a.html\'', place)?.what).toBe('views/a.html is not in the image');
    expect(said('Error: ENOENT: no such file or directory, open \'/app/packages/web/dist/a.html\'', place)).toMatchObject({
      what: 'packages/web/dist/a.html is not in the image', remedy: expect.stringContaining('rootFiles'),
    });
  });
});
