import * as fc from 'fast-check';
import { countCases } from '../../../lib/programs/gate/count-cases';
import { holds } from '../../property';

test.each<[string, string, number, number?]>([
  ['jest', 'Test Suites: 1 failed, 2 passed, 3 total\nTests:       1 failed, 2 skipped, 3 passed, 6 total\nSnapshots:   0 total\nTime:        1.2 s\n', 4, 1],
  ['jest, all skipped', 'Tests:       2 skipped, 2 total\n', 0],
  ['jest without tests', 'No tests found, exiting with code 0\n', 0],
  ['vitest', ' Test Files  1 failed | 1 passed (2)\n      Tests  2 failed | 3 passed | 1 skipped (6)\n   Start at  10:00:00\n', 5, 2],
  ['vitest, all skipped', '      Tests  2 skipped (2)\n', 0],
  ['vitest without tests', 'No test files found, exiting with code 0\n', 0],
  ['mocha', '\n  12 passing (34ms)\n  2 pending\n  1 failing\n\n  1) it fails\n', 13, 1],
  ['mocha without tests', '\n\n  0 passing (1ms)\n\n', 0],
  ['ava', '  ✔ one\n  ─\n\n  3 tests passed\n  1 test failed\n', 4, 1],
  ['node --test', 'ℹ tests 5\nℹ suites 0\nℹ pass 3\nℹ fail 1\nℹ cancelled 0\nℹ skipped 1\nℹ todo 0\n', 4, 1],
  ['node --test without tests', '# tests 0\n# suites 0\n# pass 0\n# fail 0\n', 0],
  ['tape', '1..8\n# tests 8\n# pass  8\n\n# ok\n', 8],
  ['tap', 'Asserts:  1 failed, 4 passed, of 5\n', 5, 1],
  ['playwright', '  5 passed (2.3s)\n', 5],
  ['jasmine', '5 specs, 0 failures, 1 pending spec\nFinished in 0.01 seconds\n', 5],
  ['karma', 'Chrome Headless: Executed 0 of 3 SUCCESS\rChrome Headless: Executed 3 of 3 SUCCESS (0.01 secs / 0.002 secs)\n', 3],
  ['bun', ' 5 pass\n 0 fail\n 9 expect() calls\nRan 5 tests across 1 files. [10.00ms]\n', 5],
  ['deno', 'ok | 5 passed | 0 failed (3ms)\n', 5],
  ['cucumber', '3 scenarios (3 passed)\n9 steps (9 passed)\n', 3],
  ['uvu', '  Total:     5\n  Passed:    5\n  Skipped:   0\n', 5],
  ['several packages', 'a: Tests:  2 passed\nTests:       2 passed, 2 total\n> next\nTests:       3 passed, 3 total\n', 5],
  ['colours', '\x1b[1mTests:       \x1b[22m\x1b[1m\x1b[32m3 passed\x1b[39m\x1b[22m, 3 total\n', 3],
  ['several runs', 'ℹ pass 0\nℹ fail 1\nℹ pass 1\nℹ fail 0\n', 2, 1],
  ['jasmine that fails', '5 specs, 2 failures\n', 5, 2],
  ['karma that fails', 'Executed 1 of 3 (1 FAILED)\rExecuted 3 of 3 (1 FAILED) (0.1 secs)\n', 3, 1],
  ['bun that fails', ' 4 pass\n 1 fail\nRan 5 tests across 1 files. [10.00ms]\n', 5, 1],
  ['deno that fails', 'FAILED | 4 passed | 1 failed (3ms)\n', 5, 1],
  ['cucumber that fails', '3 scenarios (1 failed, 2 passed)\n', 3, 1],
])('%s', (_, log, ran, failed = 0) => {
  expect(countCases(log)).toEqual({ ran, failed });
});

test.each(['', 'all is well\n', 'it says "5 passing" somewhere\n', 'Server: 5 passed\n', 'test('])('%j says nothing', log => {
  expect(countCases(log)).toBeUndefined();
});

test('no log breaks it', () => {
  holds(fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom('Tests:', '5', 'passed,', 'total', '\n', '# pass', 'passing', '(1ms)')), { maxLength: 20 }), parts => {
    countCases(parts.join(' '));
  }));
});
