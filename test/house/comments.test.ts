import { readdirSync, readFileSync } from 'fs';
import { join, resolve } from 'path';

const LIB = resolve(__dirname, '..', '..', 'lib');
const SOURCES = readdirSync(LIB, { recursive: true, encoding: 'utf-8' }).filter(file => file.endsWith('.ts') && !file.endsWith('.d.ts')).sort();
const linesOf = (pattern: RegExp): string[] => SOURCES.flatMap(file => {
  const text = readFileSync(join(LIB, file), 'utf-8');
  return [...text.matchAll(pattern)].map(match => `${file}:${text.slice(0, match.index).split('\n').length}: ${match[0].split('\n').at(-1)!.trim()}`);
});

test('lib/ has comments', () => {
  expect(linesOf(/\/\*\*/g).length).toBeGreaterThan(1_000);
});

test('a comment begins with the noun: "Build context of ...", "True if ..."', () => {
  expect(linesOf(/\/\*\*\s*(?:\n\s*\* )?(?:What|Whether)\b.*/g)).toEqual([]);
});

test('an error shows the value "received"', () => {
  expect(linesOf(/, got (?:\$\{|none|nothing).*/g)).toEqual([]);
});
