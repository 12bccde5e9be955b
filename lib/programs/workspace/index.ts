import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, renameSync, rmdirSync, unlinkSync, writeFileSync } from 'fs';
import { dirname, join, resolve, sep } from 'path';
import { REMEMBERED } from '../shared/package-managers';
import { writeFile } from '../shared/write-file';
import { renewCopies } from './copies';
import { move } from './move';
import { share } from './share';

// Prepares and follows an install in a monorepo.
//
// `workspace.mjs remove FILE FIELD NAME [FILE FIELD NAME]...` takes entries out of manifests, `*` all of a field.
//
// `workspace.mjs gather DIRECTORY PATH...` moves the dependencies that were installed in packages to the same paths
// below DIRECTORY, from which one COPY takes them all. It moves what differs from one package of the monorepo to the
// next there, too, links to packages, and takes away what the package manager remembers of the install: what is left
// is the same for all packages with the same dependencies, so that their images share it as one layer.
//
// `workspace.mjs share DIRECTORY GATHERED PATH...` moves what the packages at these paths load to the same paths below DIRECTORY: a layer
// for all images that need these packages. GATHERED is where what was installed in packages lies by now.
//
// `workspace.mjs keep LIST FILE` keeps what pnpm has written about copies of packages; an install of nothing writes nothing.
//
// `workspace.mjs copies LIST FROM TO PATH...` makes the copies of the packages at these paths below FROM, which the install
// made below TO, what the packages are now. LIST is what pnpm has written.

const MODULES = 'node_modules';

function remove(words: readonly string[]): void {
  for (let i = 0; i < words.length; i += 3) {
    const [file, field, name] = words.slice(i, i + 3);
    const manifest = JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
    if (name === '*') delete manifest[field];
    else delete (manifest[field] || {})[name];
    writeFileSync(file, JSON.stringify(manifest, null, 2) + '\n');
  }
}

function gather(directory: string, paths: readonly string[]): void {
  mkdirSync(directory, { recursive: true });
  for (const path of paths.filter(item => existsSync(join(item, MODULES)))) {
    mkdirSync(join(directory, path), { recursive: true });
    move(join(path, MODULES), join(directory, path, MODULES));
  }
  // An install of nothing makes no directory, and COPY wants it.
  if (!existsSync(MODULES)) {
    mkdirSync(MODULES);
  } else {
    REMEMBERED.map(name => join(MODULES, name)).filter(file => existsSync(file)).forEach(file => unlinkSync(file));
    moveLinks(MODULES, directory);
    for (const scope of readdirSync(MODULES).filter(name => name.startsWith('@'))) moveLinks(join(MODULES, scope), directory);
  }
}

function moveLinks(from: string, directory: string): void {
  if (!lstatSync(from).isDirectory()) return;
  for (const path of readdirSync(from).map(name => join(from, name))) {
    if (!lstatSync(path).isSymbolicLink() || resolve(dirname(path), readlinkSync(path)).startsWith(resolve(MODULES) + sep)) continue;
    mkdirSync(join(directory, from), { recursive: true });
    renameSync(path, join(directory, path));
  }
  if (from !== MODULES && readdirSync(from).length === 0) rmdirSync(from);
}

const [mode, ...words] = process.argv.slice(2);
if (mode === 'remove') remove(words);
else if (mode === 'keep') writeFile(words[1], existsSync(words[0]) ? readFileSync(words[0]) : '');
else if (mode === 'share') share(words[0], words[1], words.slice(2));
else if (mode === 'copies') renewCopies(words[0], words[1], words[2], words.slice(3));
else gather(words[0], words.slice(1));
