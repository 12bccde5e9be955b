import { readdirSync, readFileSync } from 'fs';
import { basename, join, resolve } from 'path';
import * as ts from 'typescript';

const LIB = resolve(__dirname, '..', '..', 'lib');
const MAX_LINES = 300;

/** The sources below lib/: neither what was compiled nor what was generated. */
const SOURCES = readdirSync(LIB, { recursive: true, encoding: 'utf-8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts') && !file.endsWith('.generated.ts'))
  .sort();

test('lib/ has sources', () => {
  expect(SOURCES).toContain('index.ts');
});

describe.each(SOURCES)('lib/%s', (file) => {
  const text = readFileSync(join(LIB, file), 'utf-8');

  test(`has at most ${MAX_LINES} lines`, () => {
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(MAX_LINES);
  });

  test('is named in kebab-case, and so are its folders', () => {
    for (const name of file.split('/')) {
      expect(basename(name, '.ts')).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*(\.[a-z]+)?$/);
    }
  });
});

test('lib/index.ts holds named exports only', () => {
  const index = ts.createSourceFile('index.ts', readFileSync(join(LIB, 'index.ts'), 'utf-8'), ts.ScriptTarget.Latest);
  const others = index.statements.filter((statement) => !isNamedReExport(statement));
  expect(others.map((statement) => statement.getText(index))).toEqual([]);
});

test('tests take random values from a seed', () => {
  const tests = resolve(__dirname, '..');
  const files = readdirSync(tests, { recursive: true, encoding: 'utf-8' })
    .filter((file) => file.endsWith('.ts') && !/node_modules|^property\.ts$|^compat.apps/.test(file));
  const calls = files.flatMap((file) => [...readFileSync(join(tests, file), 'utf-8').matchAll(/fc\.(?:assert|check|sample)\([^;]*/g)].map(([call]) => ({ file, call })));
  expect(files.length).toBeGreaterThan(100);
  expect(calls.length).toBeGreaterThan(0);
  expect(calls.filter(({ call }) => !call.includes('seed:'))).toEqual([]);
});

/** Whether it reads `export { A, B } from './file'`. */
function isNamedReExport(statement: ts.Statement): boolean {
  return ts.isExportDeclaration(statement)
    && statement.exportClause !== undefined
    && ts.isNamedExports(statement.exportClause)
    && statement.moduleSpecifier !== undefined;
}
