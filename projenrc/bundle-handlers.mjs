// Bundles what runs inside Lambda. Same sources, same bytes: the hash of the asset depends on them.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const { outputFiles: [bundle] } = buildSync({
  absWorkingDir: root,
  entryPoints: ['lib/handlers/image-builds/index.ts'],
  outfile: 'lib/handlers/image-builds/bundle/index.js',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  charset: 'utf8',
  external: ['@aws-sdk/*'], // the runtime has it
  logLevel: 'warning',
  write: false,
});

// Runs that go on beside this one read it: they find the one of before or all of this one.
if (!existsSync(bundle.path) || !readFileSync(bundle.path).equals(bundle.contents)) {
  const complete = `${bundle.path}.${process.pid}`;
  mkdirSync(dirname(bundle.path), { recursive: true });
  writeFileSync(complete, bundle.contents);
  renameSync(complete, bundle.path);
}
