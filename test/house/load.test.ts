import { execFileSync, spawnSync } from 'child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'fs';
import { dirname, join, resolve } from 'path';
import { transpileModule } from 'typescript';
import { temporaryDirectory } from '../temporary';

const ROOT = resolve(__dirname, '..', '..');
const { compilerOptions } = JSON.parse(readFileSync(join(ROOT, 'tsconfig.json'), 'utf-8'));
const { 'bundledDependencies': BUNDLED } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf-8'));

/** The library as it is packed: compiled file by file, which is enough for what runs. */
function compiled(): string {
  const copy = temporaryDirectory();
  cpSync(join(ROOT, 'projenrc', 'load-lazily.mjs'), join(copy, 'projenrc', 'load-lazily.mjs'));
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  cpSync(join(ROOT, 'package.json'), join(copy, 'package.json'));
  for (const name of readdirSync(join(ROOT, 'lib'), { recursive: true, encoding: 'utf-8' })) {
    const [from, to] = [join(ROOT, 'lib', name), join(copy, 'lib', name)];
    if (name.endsWith('.ts') && !name.endsWith('.d.ts')) {
      const options = { ...compilerOptions, module: 'commonjs', declaration: false, lib: undefined };
      mkdirSync(dirname(to), { recursive: true });
      writeFileSync(to.replace(/ts$/, 'js'), transpileModule(readFileSync(from, 'utf-8'), { compilerOptions: options }).outputText);
    } else if (name.includes('bundle/')) {
      cpSync(from, to, { recursive: true });
    }
  }
  execFileSync(process.execPath, ['projenrc/load-lazily.mjs'], { cwd: copy });
  return copy;
}

/** How many modules a line of code loads, beyond what it takes to have an app; how many of those are of each dependency that is bundled, and which are bundles of ours. */
function modulesLoaded(directory: string, line: string): { all: number; of: Record<string, number>; bundles: string[] } {
  const program = `
    const { App, Stack } = require('aws-cdk-lib');
    const stack = new Stack(new App({ outdir: ${JSON.stringify(temporaryDirectory())} }), 'Stack');
    const before = new Set(Object.keys(require.cache));
    const library = require('./lib/index.js');
    ${line};
    process.stdout.write(JSON.stringify(Object.keys(require.cache).filter(file => !before.has(file))));`;
  const files: string[] = JSON.parse(execFileSync(process.execPath, ['-e', program], { cwd: directory, encoding: 'utf-8' }));
  const bundles = files.flatMap(file => /\/lib\/(.*)bundle\/([\w-]+)\.js$/.exec(file)?.[2] ?? []);
  return { all: files.length, bundles, of: Object.fromEntries(BUNDLED.map((name: string) => [name, files.filter(file => file.includes(`/node_modules/${name}/`)).length])) };
}

describe('what is loaded', () => {
  let directory: string;
  beforeAll(() => { directory = compiled(); });

  test('to require the library is to load the peers and nothing else', () => {
    const { all, of, bundles } = modulesLoaded(directory, '');
    expect(bundles).toEqual([]);
    expect(of).toEqual(Object.fromEntries(BUNDLED.map((name: string) => [name, 0])));
    expect(all).toBeLessThanOrEqual(15);
  });

  test('a construct loads what it uses: no pipeline, no parser of what is not there, nothing that packs', () => {
    const { all, of, bundles } = modulesLoaded(directory, 'library.NodejsImageAsset');
    expect(of).toMatchObject({ yaml: 0 });
    expect(bundles).toEqual([]);
    expect(all).toBeLessThanOrEqual(400);
    expect(modulesLoaded(directory, 'library.NodejsImagePipeline').all).toBeLessThanOrEqual(560);
  });

  test('an image of a project without YAML is synthesized without its parser', () => {
    const demo = JSON.stringify(join(ROOT, 'examples', 'two-stage-demo'));
    expect(modulesLoaded(directory, `new library.NodejsImageAsset(stack, 'Image', { directory: ${demo} })`).of).toMatchObject({ yaml: 0 });
  });

  test('names are those of the source, for CommonJS and for an ES import', () => {
    const { outputText } = transpileModule(readFileSync(join(ROOT, 'lib', 'index.ts'), 'utf-8'), { compilerOptions: { module: 6 } });
    const names = [...outputText.matchAll(/^export \{([^}]*)\}/gm)].flatMap(([, list]) => list.split(',').map(name => name.trim())).filter(name => name !== '').sort();
    const keys = execFileSync(process.execPath, ['-p', "Object.keys(require('./lib/index.js')).sort().join()"], { cwd: directory, encoding: 'utf-8' });
    expect(keys.trim().split(',')).toEqual(names);
    const imported = 'import * as library from \'./lib/index.js\'; console.log(Object.keys(library).filter(name => ![\'default\', \'module.exports\', \'__esModule\'].includes(name)).sort().join());';
    expect(execFileSync(process.execPath, ['--input-type=module', '-e', imported], { cwd: directory, encoding: 'utf-8' }).trim().split(',')).toEqual(names);
  });

  test('to do it again changes nothing', () => {
    const text = () => readdirSync(join(directory, 'lib'), { recursive: true, encoding: 'utf-8' }).filter(name => name.endsWith('.js')).map(name => readFileSync(join(directory, 'lib', name), 'utf-8')).join('');
    const before = text();
    execFileSync(process.execPath, ['projenrc/load-lazily.mjs'], { cwd: directory });
    expect(text()).toBe(before);
    expect(before).not.toContain('sourceMappingURL=data:');
  });

  test('an index that does more than to hand names on is refused', () => {
    const broken = temporaryDirectory();
    cpSync(join(directory, 'projenrc'), join(broken, 'projenrc'), { recursive: true });
    mkdirSync(join(broken, 'lib'));
    writeFileSync(join(broken, 'lib', 'index.js'), '"use strict";\n__exportStar(require("./all"), exports);\n');
    const { status, stderr } = spawnSync(process.execPath, ['projenrc/load-lazily.mjs'], { cwd: broken, encoding: 'utf-8' });
    expect(status).toBe(1);
    expect(stderr).toContain('lib/index.js: an index only hands on names that it lists, received: __exportStar(require("./all"), exports);');
  });
});
