/**
 * The program that prepares and follows an install in a monorepo, as it stands in the build context. It needs nothing
 * but Node.js.
 *
 * `node workspace.mjs remove FILE FIELD NAME [FILE FIELD NAME]...` takes entries out of manifests, `*` all of a field.
 *
 * `node workspace.mjs gather DIRECTORY PATH...` moves the dependencies that were installed in packages to the same paths
 * below DIRECTORY, from which one COPY takes them all.
 */
export const WORKSPACE_RUNNER = String.raw`import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [mode, ...words] = process.argv.slice(2);
if (mode === 'remove') {
  for (let i = 0; i < words.length; i += 3) {
    const [file, field, name] = words.slice(i, i + 3);
    const manifest = JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
    if (name === '*') delete manifest[field];
    else delete (manifest[field] || {})[name];
    writeFileSync(file, JSON.stringify(manifest, null, 2) + '\n');
  }
} else {
  const [directory, ...paths] = words;
  mkdirSync(directory, { recursive: true });
  for (const path of paths.filter(path => existsSync(join(path, 'node_modules')))) {
    mkdirSync(join(directory, path), { recursive: true });
    renameSync(join(path, 'node_modules'), join(directory, path, 'node_modules'));
  }
}
`;
