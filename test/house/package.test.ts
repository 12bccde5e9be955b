import { execFileSync, spawnSync } from 'child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { dirname, join, posix, resolve } from 'path';
import * as ts from 'typescript';
import { temporaryDirectory } from '../temporary';

const ROOT = resolve(__dirname, '..', '..');

interface PackedFile { readonly path: string }

/** Files that `npm pack` would put into the tarball, of those that are on the disk now, compiled or not. */
function packedFiles(cwd = ROOT): string[] {
  const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd,
    encoding: 'utf-8',
    stdio: ['ignore', 'pipe', 'ignore'],
    shell: process.platform === 'win32',
  });
  const parsed = JSON.parse(output);
  // npm 12 answers with an object by package name, earlier ones with an array.
  const [tarball] = Array.isArray(parsed) ? parsed : Object.values<any>(parsed);
  return tarball.files.map((file: PackedFile) => file.path);
}

/** Adds a source and all those that it loads once it is compiled: what it imports for types alone is gone then. */
function follow(file: string, reached: Set<string>): void {
  if (reached.has(file)) return;
  reached.add(file);
  const { outputText } = ts.transpileModule(readFileSync(join(ROOT, file), 'utf-8'), {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, experimentalDecorators: true },
  });
  for (const [, name] of outputText.matchAll(/\brequire\("(\.[^"]+)"\)/g)) {
    const path = posix.join(posix.dirname(file), name);
    const source = [`${path}.ts`, `${path}/index.ts`].find(other => existsSync(join(ROOT, other)));
    if (source !== undefined) follow(source, reached);
  }
}

describe('the npm package', () => {
  const files = packedFiles();
  const own = files.filter((file) => !file.startsWith('node_modules/'));

  test('carries what npm and jsii ask for', () => {
    expect(own).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json']));
  });

  test('carries the bundles of the handlers, and nothing else of them', () => {
    expect(own.filter(file => file.startsWith('lib/handlers/'))).toEqual(['build-context', 'image-admission', 'image-builds'].map(name => `lib/handlers/${name}/bundle/index.js`));
  });

  test('carries the bundles of the programs, and nothing else of them but what reads them', () => {
    const programs = readdirSync(join(ROOT, 'lib', 'programs'), { withFileTypes: true }).filter(entry => entry.isDirectory() && existsSync(join(ROOT, 'lib', 'programs', entry.name, 'index.ts')));
    const bundles = programs.map(({ name }) => `lib/programs/bundle/${name}.mjs`).sort();
    expect(own.filter(file => file.startsWith('lib/programs/') && !/^lib\/programs\/(privileged-port|program-text|service-call)\.(js|d\.ts)$/.test(file))).toEqual(bundles);
  });

  test('carries the bundle of the steps, and nothing else of them but what names it', () => {
    expect(own.filter(file => file.startsWith('lib/steps/') && !/^lib\/steps\/step-program\.(js|d\.ts)$/.test(file))).toEqual(['lib/steps/bundle/step.mjs']);
  });

  test('carries all that its own code loads', () => {
    const reached = new Set<string>();
    ['lib/index.ts', 'lib/cli/main.ts'].forEach(file => follow(file, reached));
    const copy = temporaryDirectory();
    const { name, version, files: patterns } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf-8'));
    writeFileSync(join(copy, 'package.json'), JSON.stringify({ name, version, files: patterns }));
    const compiled = [...reached].map(file => file.replace(/\.ts$/, '.js'));
    for (const file of compiled) {
      mkdirSync(join(copy, dirname(file)), { recursive: true });
      writeFileSync(join(copy, file), '');
    }
    const packed = new Set(packedFiles(copy));

    expect(compiled.length).toBeGreaterThan(400);
    expect(compiled.filter(file => !packed.has(file))).toEqual([]);
  });

  test('is not packed without a bundle', () => {
    const copy = temporaryDirectory();
    ['projenrc', 'lib'].forEach(folder => cpSync(join(ROOT, folder), join(copy, folder), { recursive: true }));
    const check = (): string => spawnSync(process.execPath, [join(copy, 'projenrc/require-bundles.mjs')], { encoding: 'utf-8' }).stderr;

    expect(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf-8')).scripts.prepack).toBe('node projenrc/require-bundles.mjs');
    expect(check()).toBe('');
    ['lib/steps/bundle/step.mjs', 'lib/programs/bundle/gate.mjs'].forEach(file => rmSync(join(copy, file)));
    expect(check()).toBe('cannot pack without lib/steps/bundle/step.mjs, lib/programs/bundle/gate.mjs: run "npx projen bundle" first\n');
  });

  test('holds nothing but compiled code, declarations, assets, the assembly and documents', () => {
    const allowed = [
      /^(LICENSE|NOTICE|README\.md|API\.md|package\.json|\.jsii|\.jsii\.tabl\.json)$/,
      /^lib\/.*\.(js|d\.ts)$/,
      /^lib\/.*\.(json|txt|yaml|yml)$/,
      /^lib\/(programs|steps|cli)\/bundle\/[a-z-]+\.mjs$/,
      /^lib\/image\/(init\/(init\.c|kernel\.h)|service\/enter\.c)$/, // the sources of the binaries that we ship beside it
      /^bin\/[a-z-]+(\.js)?$/,
    ];
    expect(own.filter((file) => !allowed.some((pattern) => pattern.test(file)))).toEqual([]);
  });

  test.each([
    ['sources', /^(?!.*\.d\.ts$).*\.tsx?$/],
    ['tests', /(^|\/)test\//],
    ['examples, benchmarks and guides', /^(examples|bench|docs)\//],
    ['the tool chain\'s files', /(^|\/)(cdk\.json|cdk\.out|tsconfig.*\.json|\.eslintrc\.json|\.projen.*|\.npmrc|\.ci)(\/|$)/],
    ['lockfiles and build information', /(package-lock\.json|\.tsbuildinfo)$/],
  ])('holds no %s', (_what, pattern) => {
    expect(own.filter((file) => pattern.test(file))).toEqual([]);
  });

  test('bundles exactly the dependencies that are not jsii modules', () => {
    const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf-8'));
    expect(Object.keys(manifest.dependencies)).toEqual(manifest.bundledDependencies);
    const bundled = new Set(files.flatMap((file) => /^(?:.*\/)?node_modules\/((@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []));
    const needed = new Set<string>(manifest.bundledDependencies);
    for (const name of needed) { // a set also gives what is added on the way
      const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf-8'));
      Object.keys(dependencies ?? {}).forEach((dependency) => needed.add(dependency));
    }
    expect([...bundled].sort()).toEqual([...needed].sort());
  });

  test('the lockfile names no registry', () => {
    const lockfile = readFileSync(join(ROOT, 'package-lock.json'), 'utf-8');
    expect(lockfile).not.toContain('"resolved": "http');
  });
});
