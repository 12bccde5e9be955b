import { mkdirSync, writeFileSync } from 'fs';
import { dirname, join, resolve } from 'path';
import { PROJECT_FLOORS } from '../../projenrc/import-direction';
import { measure, upward } from '../../projenrc/rooms';
import { temporaryDirectory } from '../temporary';

const LIB = resolve(__dirname, '..', '..', 'lib');

describe('the measure', () => {
  const directory = temporaryDirectory();
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), text);
  };
  write('low/a.ts', 'import { b } from \'./b\';\nimport { parse } from \'yaml\';\nexport const a = [b, parse];\n');
  write('low/b.ts', `export const b = "import { c } from '../middle/c'";\n${'\n// more\n'.repeat(20)}`);
  write('middle/c.ts', 'export { a } from \'../low/a\';\nimport { top } from \'..\';\nexport const c = top;\n');
  write('middle/d.ts', 'import type { E } from \'../high/e\';\nexport type D = E;\n');
  write('high/e.ts', 'import { D } from \'../middle/d\';\nexport type E = import(\'../middle/c\').c | D;\n');
  write('index.ts', 'export const top = 1;\n');
  const measured = measure(directory);

  test('finds the rooms and what they import from one another', () => {
    expect(measured.rooms).toEqual(['.', 'high', 'low', 'middle']);
    expect(measured.arrows.map(({ from, to }) => `${from} -> ${to}`).sort()).toEqual(['high -> middle', 'middle -> .', 'middle -> high', 'middle -> low']);
  });

  test('finds circles of rooms and of files', () => {
    expect(measured.circles).toEqual([['high', 'middle']]);
    expect(measured.fileCircles).toEqual([['high/e.ts', 'middle/d.ts']]);
  });

  test('finds imports that lead upwards', () => {
    expect(upward(measured, ['low', 'middle', 'high'])).toEqual([{ from: 'middle/c.ts', to: 'index.ts' }, { from: 'middle/d.ts', to: 'high/e.ts' }]);
  });

  test('counts small files, and those that one file imports', () => {
    expect(measured.small).toEqual(['high/e.ts', 'index.ts', 'low/a.ts', 'middle/c.ts', 'middle/d.ts']);
    expect(measured.crumbs).toEqual(['high/e.ts', 'index.ts', 'low/a.ts', 'middle/c.ts', 'middle/d.ts']);
  });
});

describe('lib/project/', () => {
  const measured = measure(join(LIB, 'project'));

  test('has no import that leads upwards', () => {
    expect(measured.files.length).toBeGreaterThan(200);
    expect(upward(measured, PROJECT_FLOORS)).toEqual([]);
  });

  test('has no rooms and no files that import from one another', () => {
    expect(measured.circles).toEqual([]);
    expect(measured.fileCircles).toEqual([]);
  });
});

test('lib/ has no files that import from one another', () => {
  const { files, fileCircles } = measure(LIB);
  expect(files.length).toBeGreaterThan(700);
  expect(fileCircles).toEqual([]);
});
