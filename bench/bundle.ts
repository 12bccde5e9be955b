import * as fs from 'fs';
import * as path from 'path';
import { buildSync } from 'esbuild';

const ROOT = path.join(__dirname, '..');

/**
 * Bundles a program of this directory with the sources of the library, and gives its path. What a compiler left beside
 * the sources may be older than they are, and compiling in the measured process would be measured.
 */
export function bundle(name: string): string {
  const outfile = path.join(ROOT, 'node_modules', '.cache', 'cdk-nodejs-image-bench', `${name}.js`);
  buildSync({
    entryPoints: [path.join(__dirname, `${name}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    external: ['aws-cdk-lib', 'constructs', 'semver'],
    tsconfig: path.join(ROOT, 'examples', 'tsconfig.json'),
    logLevel: 'warning',
  });
  // Texts of programs are read from beside the module that asks for them.
  const programs = path.join(path.dirname(outfile), 'bundle');
  fs.rmSync(programs, { recursive: true, force: true });
  fs.symlinkSync(path.join(ROOT, 'lib', 'programs', 'bundle'), programs);
  return outfile;
}
