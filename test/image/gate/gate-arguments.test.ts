import { readFileSync } from 'fs';
import { join } from 'path';
import * as fc from 'fast-check';
import { gateArguments } from '../../../lib/image/stages/gate-arguments';
import { holds } from '../../property';
import { Workplace } from './run-gate';

test('steps are divided as in a shell', () => {
  expect(gateArguments([['npm', 'run', 'lint'], ['npm', 'test']])).toEqual(['npm', 'run', 'lint', '&&', 'npm', 'test']);
});

test('an argument of ampersands gets another one, and one alone does not', () => {
  expect(gateArguments([['echo', '&', '&&', '&&&', 'a&&b', '&& ']])).toEqual(['echo', '&', '&&&', '&&&&', 'a&&b', '&& ']);
});

test.each([
  [[], 'a gate needs at least one step, received none'],
  [[['a'], []], 'a step of a gate needs a command, received []'],
  [[['', 'a']], 'a step of a gate needs a command, received ["","a"]'],
  [[['a', 'b\0']], 'an argument of a command cannot hold a NUL character, received ["a","b\\u0000"]'],
])('%j is refused', (steps, message) => {
  expect(() => gateArguments(steps)).toThrow(message);
});

describe('the gate runner', () => {
  const work = new Workplace();
  afterAll(() => work.remove());

  const argument = fc.oneof(
    fc.nat(5).map(count => '&'.repeat(count)),
    fc.constantFrom('--', '-', '', '&& ', '\n&&', '$HOME', '*', '"', '\'', '\\', '--timeout=1'),
    fc.string({ unit: 'grapheme' }).map(text => text.replaceAll('\0', '')),
  );

  test('runs the very steps that were given', () => {
    const record = 'require("fs").appendFileSync("steps", JSON.stringify(process.argv.slice(2)) + "\\n")\n';
    work.write('record.js', record);
    holds(fc.property(fc.array(fc.array(argument, { maxLength: 6 }), { minLength: 1, maxLength: 3 }), steps => {
      work.write('steps', '');
      const { status, output } = work.run([], gateArguments(steps.map(step => [process.execPath, 'record.js', ...step])));
      expect({ status, output }).toMatchObject({ status: 0 });
      const seen = readFileSync(join(work.directory, 'steps'), 'utf-8').trimEnd().split('\n').map(line => JSON.parse(line));
      expect(seen).toEqual(steps);
    }), 30);
  }, 60_000);
});
