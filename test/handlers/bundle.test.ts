import { execFileSync } from 'child_process';
import { cpSync, readFileSync, symlinkSync } from 'fs';
import { builtinModules } from 'module';
import { join, resolve } from 'path';
import { temporaryDirectory } from '../temporary';

const ROOT = resolve(__dirname, '..', '..');
const BUNDLE = join('lib', 'handlers', 'image-builds', 'bundle', 'index.js');
const bundle = readFileSync(join(ROOT, BUNDLE), 'utf8');

describe('the bundle of the handlers', () => {
  test('is the same wherever it is made', () => {
    const copy = join(temporaryDirectory(), 'elsewhere');
    ['lib', 'projenrc', 'tsconfig.json'].forEach(name => cpSync(join(ROOT, name), join(copy, name), {
      recursive: true, filter: file => !file.includes('bundle/'),
    }));
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    execFileSync(process.execPath, [join(copy, 'projenrc', 'bundle.mjs')], { cwd: temporaryDirectory() });
    expect(readFileSync(join(copy, BUNDLE), 'utf8')).toBe(bundle);
    const program = BUNDLE.replace('image-builds', 'build-context');
    expect(readFileSync(join(copy, program), 'utf8')).toBe(readFileSync(join(ROOT, program), 'utf8'));
  });

  test('holds no path of this machine', () => {
    expect(bundle).not.toContain(ROOT);
    expect(bundle).not.toContain(process.env.HOME ?? '/root/');
  });

  test('needs nothing but what the runtime of Lambda brings', () => {
    const needed = [...bundle.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name);
    expect(needed).toContain('@aws-sdk/client-codebuild');
    expect(needed.filter(name => !name.startsWith('@aws-sdk/') && !builtinModules.includes(name))).toEqual([]);
  });

  test('exports the two handlers', () => {
    const script = `console.log(Object.keys(require(${JSON.stringify(join(ROOT, BUNDLE))})).sort().join())`;
    expect(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8', env: { ...process.env, NODE_NO_WARNINGS: '1' } }).trim()).toBe('isComplete,onEvent');
  });
});
