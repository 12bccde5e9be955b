// What each bundle was made of the last time, so that a loop of tests bundles again only what has changed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What decides about every bundle, beside its own inputs. */
const SHARED_INPUTS = ['package-lock.json', 'projenrc/bundle.mjs', 'projenrc/bundle-inputs.mjs'];

/** Where it is written down, a file for each bundle. */
const RECORDS = '.cache/bundles';

/**
 * True if a bundle is there, is the one that was written, and nothing that it was made of has changed since.
 *
 * @param root directory of the repository
 * @param options what esbuild is asked for; `outfile` is relative to `root`
 */
export function isUpToDate(root, { outfile }) {
  const record = recordOf(root, outfile);
  if (!existsSync(record)) {
    return false;
  }
  const { files, state } = JSON.parse(readFileSync(record, 'utf8'));
  return stateOf(root, files) === state;
}

/** Writes down what a bundle was made of: `inputs` are paths as esbuild reports them, relative to `root`. */
export function recordInputs(root, { outfile }, inputs) {
  // what a plugin or a string gives has no file
  const files = [outfile, ...SHARED_INPUTS, ...inputs.filter(input => existsSync(join(root, input)))];
  const record = recordOf(root, outfile);
  const complete = `${record}.${process.pid}`;
  mkdirSync(dirname(record), { recursive: true });
  writeFileSync(complete, JSON.stringify({ files, state: stateOf(root, files) }));
  renameSync(complete, record);
}

function recordOf(root, outfile) {
  return join(root, RECORDS, `${outfile.replaceAll('/', '+')}.json`);
}

/** Sizes and times say whether a file is another one, as for make: contents of two thousand files would take their time. */
function stateOf(root, files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const { size, mtimeMs } = statSync(join(root, file), { throwIfNoEntry: false }) ?? {};
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** Inputs of all bundles that are published: paths relative to `root`, or to where a link of it leads. */
export function inputsOf(root) {
  const folder = join(root, RECORDS);
  const records = existsSync(folder) ? readdirSync(folder).filter(file => file.startsWith('lib+') && file.endsWith('.json')) : [];
  return [...new Set(records.flatMap(file => JSON.parse(readFileSync(join(folder, file), 'utf8')).files))].sort();
}
