import { cp, rm } from 'node:fs/promises';
import { build } from 'esbuild';

await rm('dist', { recursive: true, force: true });
await cp('public', 'dist', { recursive: true });
await build({
  entryPoints: ['src/app.jsx'],
  outdir: 'dist',
  bundle: true,
  minify: true,
  jsx: 'automatic',
  jsxImportSource: 'preact',
  logLevel: 'info',
});
