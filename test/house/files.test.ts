import { readdirSync, readFileSync } from 'fs';
import { join, resolve } from 'path';
import * as ts from 'typescript';

const LIB = resolve(__dirname, '..', '..', 'lib');

test('lib/index.ts holds named exports only, behind a look at what they need', () => {
  const index = ts.createSourceFile('index.ts', readFileSync(join(LIB, 'index.ts'), 'utf-8'), ts.ScriptTarget.Latest);
  const others = index.statements.filter((statement) => !isNamedReExport(statement));
  expect(others.map((statement) => statement.getText(index))).toEqual(['import \'./require-peers\';']);
});

test('tests take random values from a seed', () => {
  const tests = resolve(__dirname, '..');
  const files = readdirSync(tests, { recursive: true, encoding: 'utf-8' })
    .filter((file) => file.endsWith('.ts') && !/node_modules|^property\.ts$|^compat.apps/.test(file));
  const calls = files.flatMap((file) => [...readFileSync(join(tests, file), 'utf-8').matchAll(/fc\.(?:assert|check|sample)\([^;]*/g)].map(([call]) => ({ file, call })));
  expect(files.length).toBeGreaterThan(100);
  expect(calls.length).toBeGreaterThan(0);
  expect(calls.filter(({ call }) => !/\bseed\b/.test(call))).toEqual([]);
});

/** Whether it reads `export { A, B } from './file'`. */
function isNamedReExport(statement: ts.Statement): boolean {
  return ts.isExportDeclaration(statement)
    && statement.exportClause !== undefined
    && ts.isNamedExports(statement.exportClause)
    && statement.moduleSpecifier !== undefined;
}
