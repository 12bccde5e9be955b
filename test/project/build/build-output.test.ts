import { fact, project, refusal, warnings } from '../project-directory';

const built = (build: string, content: Record<string, unknown> = {}, rest: object = {}) =>
  project({ 'package.json': { scripts: { build }, ...rest }, ...content });
const output = (build: string, content: Record<string, unknown> = {}, rest: object = {}) => built(build, content, rest).buildOutput;
const outDir = (directory: string) => ({ compilerOptions: { outDir: directory } });

describe('TypeScript', () => {
  test.each<[string, string, Record<string, unknown>, string[]]>([
    ['outDir', 'tsc', { 'tsconfig.json': outDir('./out/js') }, ['out/js']],
    ['comments and trailing commas', 'tsc', { 'tsconfig.json': '{ // x\n "compilerOptions": { "outDir": "lib2", /* y */ }, }' }, ['lib2']],
    ['a project', 'tsc -p tsconfig.build.json', { 'tsconfig.json': outDir('a'), 'tsconfig.build.json': outDir('b') }, ['b']],
    ['a project that is a directory', 'tsc --project server', { 'server/tsconfig.json': outDir('../x') }, ['x']],
    ['a flag', 'tsc --outDir flag', { 'tsconfig.json': outDir('a') }, ['flag']],
    ['extends', 'tsc', { 'tsconfig.json': { extends: './config/base' }, 'config/base.json': outDir('../built') }, ['built']],
    ['extends that is overridden', 'tsc', { 'tsconfig.json': { extends: './base.json', ...outDir('b') }, 'base.json': outDir('a') }, ['b']],
    ['several extends', 'tsc', { 'tsconfig.json': { extends: ['./a.json', './b.json', '@tsconfig/node24/tsconfig.json'] }, 'a.json': outDir('a'), 'b.json': outDir('b') }, ['b']],
    ['extends that go round', 'tsc', { 'tsconfig.json': { extends: './a.json', ...outDir('x') }, 'a.json': { extends: './tsconfig.json' } }, ['x']],
    ['the configuration directory', 'tsc', { 'tsconfig.json': { extends: './config/base.json' }, 'config/base.json': outDir('${configDir}/x') }, ['x']],
    ['references', 'tsc -b', { 'tsconfig.json': { files: [], references: [{ path: './a' }, { path: './b/tsconfig.json' }] }, 'a/tsconfig.json': outDir('dist'), 'b/tsconfig.json': outDir('dist') }, ['a/dist', 'b/dist']],
    ['projects to build', 'tsc --build a b', { 'a/tsconfig.json': outDir('dist'), 'b/tsconfig.json': outDir('dist') }, ['a/dist', 'b/dist']],
    ['a server that a plugin of vite writes elsewhere', 'vite build', { 'package.json': { scripts: { build: 'vite build', start: 'node .output/server/index.mjs' }, dependencies: { vite: '6' } } }, ['.output', 'dist']],
    ['no emit alone', 'tsc --noEmit', { '.gitignore': 'dist\nout\n' }, []],
    ['no emit by its configuration', 'tsc', { 'tsconfig.json': { compilerOptions: { noEmit: true } }, '.gitignore': 'dist\n' }, []],
    ['no emit beside vite', 'tsc && vite build', { 'tsconfig.json': { compilerOptions: { noEmit: true, outDir: 'x' } } }, ['dist']],
    ['one file', 'tsc', { 'tsconfig.json': { compilerOptions: { outFile: 'bundle/a.js' } } }, ['bundle']],
    ['no outDir', 'tsc', { 'tsconfig.json': {} }, []],
    ['NestJS', 'nest build', { 'tsconfig.json': outDir('./dist'), 'tsconfig.build.json': { extends: './tsconfig.json' } }, ['dist']],
    ['a nested directory', 'cd server && tsc', { 'server/tsconfig.json': outDir('dist') }, ['server/dist']],
  ])('given %s, when the project is read, then it is where the compiler writes', (_, build, content, expected) => {
    expect(output(build, content)).toEqual(expected);
  });

  test('given a configuration that is no JSON, when the project is read, then the error says where', () => {
    expect(refusal({ 'package.json': { scripts: { build: 'tsc' } }, 'tsconfig.json': '{"a" 1}' })).toMatch(/^tsconfig\.json is not valid JSON at line 1, column 6/);
    expect(refusal({ 'package.json': { scripts: { build: 'tsc' } }, 'tsconfig.json': '[]' })).toBe('tsconfig.json must hold an object, received an array []');
  });

  test('given an output outside of the project, when it is read, then there is a warning', () => {
    expect(warnings(built('tsc --outDir ../x'))).toContain('build-output-outside');
  });
});

describe('other tools', () => {
  test.each([
    ['esbuild src/a.ts --bundle --outdir=out', ['out']],
    ['esbuild src/a.ts --outfile=out/a.js', ['out']],
    ['swc src -d target', ['target']],
    ['babel src --out-dir target', ['target']],
    ['tsup src/a.ts', ['dist']],
    ['tsup --out-dir=target', ['target']],
    ['vite build client --outDir target', ['client/target']],
    ['webpack --mode production', ['dist']],
    ['webpack -o target', ['target']],
    ['rollup -c -o target/a.js', ['target']],
    ['npx @vercel/ncc build a.js', []],
    ['ncc build a.js -o target', ['target']],
    ['react-scripts build', ['build']],
    ['BUILD_PATH=./target react-scripts build', ['target']],
    ['next build', ['.next']],
    ['next lint', []],
    ['my-own-tool --out-dir target', ['target']],
    ['npm run compile && npm run bundle', ['a', 'b']],
    ['run-p compile bundle', ['a', 'b']],
    ['npm-run-all "step:*"', ['c']],
    ['concurrently "npm:compile" "swc src -d d"', ['a', 'd']],
    ['tsup && tsup -d dist/esm', ['dist']],
  ])('given %j, when the project is read, then it writes %j', (build, expected) => {
    const scripts = { build, 'compile': 'swc src -d a', 'bundle': 'swc src -d b', 'step:1': 'swc src -d c', 'step:1:2': 'swc src -d e' };
    expect(project({ 'package.json': { scripts } }).buildOutput).toEqual(expected);
  });

  test('given a configuration of webpack, when the project is read, then its output is not guessed', () => {
    expect(output('webpack', { 'webpack.config.js': '' })).toEqual([]);
  });
});

describe('what is not in the script', () => {
  test('given an entry that is not there or that git ignores, when the project is read, then it is from where it starts', () => {
    const start = { scripts: { build: 'node build.js', start: 'node packages/server/built/index.js' } };
    expect(project({ 'package.json': start }).buildOutput).toEqual(['packages']);
    expect(project({ 'package.json': start, 'packages/server/package.json': {} }).buildOutput).toEqual(['packages/server/built']);
    expect(project({ 'package.json': start, 'packages/server/built/index.js': '', '.gitignore': 'built\n' }).buildOutput).toEqual(['packages/server/built']);
    expect(project({ 'package.json': start, 'packages/server/built/index.js': '' }).buildOutput).toEqual([]);
  });

  test('given common directories that git ignores, when the project is read, then they are taken', () => {
    const read = built('node build.js', { '.gitignore': 'node_modules\n/dist\nlib/\n' });
    expect(read.buildOutput).toEqual(['dist', 'lib']);
    expect(fact(read, 'buildOutput').source).toBe('.gitignore');
  });

  test('given a tsconfig and a script that says nothing, when the project is read, then its outDir is taken', () => {
    expect(output('gulp', { 'tsconfig.json': outDir('target') })).toEqual(['target']);
  });

  test('given a directory that holds sources, when the build writes to it, then it is not taken', () => {
    expect(output('esbuild a.js --outdir=public', { 'public/index.html': '' })).toEqual([]);
    expect(output('esbuild a.js --outdir=public', { 'public/index.html': '', '.gitignore': 'public' })).toEqual(['public']);
    expect(output('esbuild a.js --outdir=dist', { 'dist/a.js': '' })).toEqual(['dist']);
    expect(fact(built('tsc', { 'tsconfig.json': '{}' }), 'buildOutput').reason).toBe('what the build writes to the project itself lies among the sources');
  });

  test('given nothing that tells, when the project is read, then the reason says so', () => {
    expect(fact(built('make'), 'buildOutput').reason).toBe('it cannot be told where the build writes: everything that is there after it is taken');
  });

  test('given the prop, when the project is read, then it goes before everything', () => {
    const content = { 'package.json': { scripts: { build: 'tsup' } } };
    expect(project(content, { buildOutput: ['./b/', 'a'] }).buildOutput).toEqual(['a', 'b']);
    expect(refusal(content, { buildOutput: ['../x'] })).toBe('a directory that the build writes must be inside of the project, received "../x": change the prop buildOutput');
  });
});

describe('build script', () => {
  test('given scripts of other names, when the project is read, then one that builds is taken', () => {
    expect(project({ 'package.json': { scripts: { compile: 'tsc' } } }).buildScript).toBe('compile');
    expect(project({ 'package.json': { scripts: { compile: 'echo' } } }).buildScript).toBeUndefined();
    expect(project({ 'package.json': { scripts: { prestart: 'tsc', start: 'node a.js' } } }).buildScript).toBe('prestart');
  });

  test('given the prop, when the project is read, then it goes before everything', () => {
    const content = { 'package.json': { scripts: { build: 'tsc', other: 'tsup' } } };
    expect(project(content, { buildScript: 'other' })).toMatchObject({ buildScript: 'other', buildOutput: ['dist'] });
    expect(project(content, { buildScript: '' })).toMatchObject({ buildScript: undefined, buildOutput: [] });
    expect(refusal(content, { buildScript: 'bild' })).toBe('there is no script "bild" in package.json, which has build, other: change the prop buildScript');
  });
});
