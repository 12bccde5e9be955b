// Bundles what runs elsewhere: inside Lambda and in CodeBuild. Same sources, same bytes: the hash of the asset depends on them.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const options = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  charset: 'utf8',
  logLevel: 'warning',
};

buildSync({
  ...options,
  entryPoints: ['lib/handlers/image-builds/index.ts'],
  outfile: 'lib/handlers/image-builds/bundle/index.js',
  external: ['@aws-sdk/*'], // the runtime has it
});

// Runs in CodeBuild, with nothing beside it; it is part of an asset of every pipeline, so it is to be small.
buildSync({
  ...options,
  entryPoints: ['lib/handlers/build-context/index.ts'],
  outfile: 'lib/handlers/build-context/bundle/index.js',
  minify: true,
  legalComments: 'inline',
});
