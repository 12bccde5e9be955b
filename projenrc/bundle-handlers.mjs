// Bundles what runs elsewhere: inside Lambda and in CodeBuild. Same sources, same bytes: the hash of the asset depends on them.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Runs that go on beside this one read the bundle: they find the one of before, or all of this one. */
function bundle(options) {
  const { outputFiles: [{ path, contents }] } = buildSync({
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    charset: 'utf8',
    logLevel: 'warning',
    write: false,
    ...options,
  });
  if (!existsSync(path) || !readFileSync(path).equals(contents)) {
    const complete = `${path}.${process.pid}`;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(complete, contents);
    renameSync(complete, path);
  }
}

bundle({
  entryPoints: ['lib/handlers/image-builds/index.ts'],
  outfile: 'lib/handlers/image-builds/bundle/index.js',
  external: ['@aws-sdk/*'], // the runtime has it
});

// Runs in CodeBuild, with nothing beside it; it is part of an asset of every pipeline, so it is to be small.
bundle({
  entryPoints: ['lib/handlers/build-context/index.ts'],
  outfile: 'lib/handlers/build-context/bundle/index.js',
  minify: true,
  legalComments: 'inline',
});
