import { execFileSync } from 'child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import { dirname, join, resolve } from 'path';
import { temporaryDirectory } from '../temporary';

const ROOT = resolve(__dirname, '..', '..');

/** What `projenrc/notice.mjs` writes for bundles of the given inputs, in a repository with the given packages. */
function notice(packages: Record<string, { license: string; text?: string }>): string {
  const root = temporaryDirectory();
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  cpSync(join(ROOT, 'projenrc'), join(root, 'projenrc'), { recursive: true });
  write('LICENSE', 'the licence of this package');
  write('package.json', JSON.stringify({ name: 'cdk-nodejs-image', bundledDependencies: ['yaml'] }));
  for (const [name, { license, text }] of Object.entries(packages)) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', license }));
    if (text) write(`node_modules/${name}/LICENSE.md`, text);
  }
  const files = Object.keys(packages).map(name => `node_modules/${name}/lib/index.js`);
  write('.cache/bundles/lib+steps+bundle+step.mjs.json', JSON.stringify({ files: ['lib/steps/index.ts', ...files] }));
  write('.cache/bundles/test+steps+bundle+scripted.mjs.json', JSON.stringify({ files: ['node_modules/not-published/index.js'] }));
  execFileSync(process.execPath, [join(root, 'projenrc/notice.mjs')], { stdio: 'pipe' });
  return readFileSync(join(root, 'NOTICE'), 'utf8');
}

describe('NOTICE', () => {
  test('has each text once, with the packages that it is of, and ours where there is none', () => {
    const text = notice({ 'one': { license: 'MIT', text: 'Copyright One' }, '@scope/two': { license: 'MIT', text: 'Copyright One' }, 'three': { license: 'Apache-2.0' } });

    expect(text).toContain('@scope/two 1.0.0 (MIT)\none 1.0.0 (MIT)\n\nCopyright One\n');
    expect(text).toContain('three 1.0.0 (Apache-2.0)\n\nthe licence of this package\n');
    expect(text.split('Copyright One')).toHaveLength(2);
    expect(text).not.toContain('not-published');
  });

  test('is not written where somebody has to read a licence first', () => {
    expect(() => notice({ one: { license: 'GPL-3.0', text: 'x' } })).toThrow('no licence that is known to be compatible: one (GPL-3.0)');
  });

  test('is not written where nothing has been bundled', () => {
    expect(() => notice({})).toThrow('nothing is bundled');
  });

  test('takes every package that is bundled now, each with a text of its own or of the licence that this package has', () => {
    const program = `import { bundledPackages, TAKEN } from ${JSON.stringify(join(ROOT, 'projenrc/bundled-packages.mjs'))};
console.log(JSON.stringify(bundledPackages(${JSON.stringify(ROOT)}).map(({ name, license, texts }) => ({ name, taken: TAKEN.includes(license), text: texts.length > 0 || license === 'Apache-2.0' }))));`;
    const packages = JSON.parse(execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' }));

    expect(packages.map(({ name }: { name: string }) => name)).toEqual(expect.arrayContaining(['@aws-sdk/client-ecr', '@babel/parser', '@vercel/nft', 'send', 'smol-toml']));
    expect(packages.filter(({ taken, text }: { taken: boolean; text: boolean }) => !taken || !text)).toEqual([]);
  });
});

test('licences of dependencies that are packed beside the code are known, too', () => {
  const licenceOf = (name: string) => JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8'));
  const packed = new Set<string>(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).bundledDependencies);
  packed.forEach(name => Object.keys(licenceOf(name).dependencies ?? {}).forEach(dependency => packed.add(dependency)));

  expect([...packed].sort()).toEqual(['@balena/dockerignore', 'ignore', 'picomatch', 'semver', 'yaml']);
  expect([...packed].map(licenceOf).filter(({ license }) => !['Apache-2.0', 'BlueOak-1.0.0', 'ISC', 'MIT'].includes(license))).toEqual([]);
});
