/**
 * The program that collects the files of the release, as it stands in the build context. It needs nothing but Node.js.
 *
 * `node collect.mjs DIRECTORY PATH... [--built PATH...]... [--if-present PATH...] [--whole PATH TARGET]... [--without PATH]...`
 * copies the paths below the working directory to the same paths below DIRECTORY, without dependencies and without the
 * tests that lie among them; those behind `--whole` with everything that is in them, to TARGET. One of those behind each
 * `--built` has to be there. Modules in what was built are part of it: some frameworks write those there that the server
 * loads.
 */
export const RELEASE_COLLECTOR = String.raw`import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const LEFT_OUT = [
  /^(node_modules|__tests__|__mocks__)$/,
  /\.(test|spec)\.(d\.)?[cm]?[jt]sx?(\.map)?$/,
];

const [directory, ...given] = process.argv.slice(2);
const lists = { '': [], '--if-present': [] };
const groups = [];
const whole = [];
const without = [];
let list = lists[''];
while (given.length > 0) {
  const word = given.shift();
  if (word === '--whole') whole.push({ path: given.shift(), target: given.shift() });
  else if (word === '--without') without.push(given.shift());
  else if (word === '--built') groups.push(list = []);
  else if (Object.hasOwn(lists, word)) list = lists[word];
  else list.push(word);
}
const built = groups.flat();
const paths = [...lists[''], ...[...built, ...lists['--if-present']].filter(path => existsSync(path))];
const missing = [...lists[''], ...whole.map(({ path }) => path)].filter(path => !existsSync(path));
missing.push(...groups.filter(group => !group.some(path => existsSync(path))).flat());
if (missing.length > 0) {
  console.error('the release is to have ' + missing.join(', ') + ', which the project does not have and the build did not write; set the prop "releaseFiles"');
  process.exit(1);
}
mkdirSync(directory, { recursive: true });
const isLeftOut = source => LEFT_OUT.some(pattern => pattern.test(basename(source)));
const isBuiltModule = source => /(^|\/)node_modules(\/|$)/.test(source);
const copy = (path, target, wanted) => {
  mkdirSync(dirname(join(directory, target)), { recursive: true });
  cpSync(path, join(directory, target), {
    recursive: true,
    verbatimSymlinks: true,
    preserveTimestamps: true,
    filter: source => !without.includes(source) && (source === path || wanted(source)),
  });
};
for (const path of paths) {
  copy(path, path, source => (built.includes(path) && isBuiltModule(source)) || !isLeftOut(source));
}
for (const { path, target } of whole) {
  copy(path, target, () => true);
}
`;
