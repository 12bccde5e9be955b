// Bundles what runs inside Lambda. Same sources, same bytes: the hash of the asset depends on them.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

buildSync({
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
});
