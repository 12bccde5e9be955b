import { execFileSync } from 'child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'fs';
import { dirname, join, resolve } from 'path';
import { pathToFileURL } from 'url';
import { temporaryDirectory } from '../temporary';

const MODULE = pathToFileURL(resolve(__dirname, '..', '..', 'projenrc', 'bundle-inputs.mjs')).href;
const OUTFILE = 'lib/programs/bundle/gate.mjs';

/** Runs an expression with what the module exports, as `bundle.mjs` does. */
function evaluate(root: string, expression: string): unknown {
  const program = `import { isUpToDate, recordInputs } from ${JSON.stringify(MODULE)};
const root = ${JSON.stringify(root)}, options = ${JSON.stringify({ outfile: OUTFILE })};
console.log(JSON.stringify(${expression} ?? null));`;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf-8' }));
}

describe('a bundle is made again', () => {
  let root: string;
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  const isUpToDate = () => evaluate(root, 'isUpToDate(root, options)');

  beforeEach(() => {
    // GIVEN a bundle of two files, and of one that a plugin has made up
    root = temporaryDirectory();
    ['package-lock.json', 'projenrc/bundle.mjs', 'projenrc/bundle-inputs.mjs', 'lib/programs/gate/index.ts', 'node_modules/yaml/index.js', OUTFILE].forEach(file => write(file, 'as it was'));
    evaluate(root, 'recordInputs(root, options, ["lib/programs/gate/index.ts", "node_modules/yaml/index.js", "replaced:fs"])');
  });

  test('not where nothing has changed', () => {
    expect(isUpToDate()).toBe(true);
  });

  test.each([
    'lib/programs/gate/index.ts', 'node_modules/yaml/index.js', 'package-lock.json', 'projenrc/bundle.mjs', OUTFILE,
  ])('after a change of %s', file => {
    write(file, 'as it is now');

    expect(isUpToDate()).toBe(false);
  });

  test('after a change that leaves the size as it was', () => {
    const file = join(root, 'lib/programs/gate/index.ts');
    writeFileSync(file, readFileSync(file, 'utf-8').replace('was', 'is.'));
    utimesSync(file, 1, 1);

    expect(isUpToDate()).toBe(false);
  });

  test.each(['lib/programs/gate/index.ts', OUTFILE])('without %s', file => {
    rmSync(join(root, file));

    expect(isUpToDate()).toBe(false);
  });

  test('where there was none before', () => {
    renameSync(join(root, '.cache'), join(root, 'elsewhere'));

    expect(isUpToDate()).toBe(false);
  });
});
