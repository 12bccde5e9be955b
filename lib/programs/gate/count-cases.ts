import { withoutColours } from '../shared/xml';

/** A line with which test runners end. */
interface Closing {
  readonly line: RegExp;
  /** Pattern for numbers of test cases that ran: its groups, unless this says otherwise. */
  readonly counted?: RegExp;
  /** True if a later line takes the place of an earlier one. */
  readonly rewritten?: boolean;
}

const CLOSINGS: readonly Closing[] = [
  // jest: Tests:       1 failed, 2 skipped, 3 passed, 6 total
  { line: /^Tests:\s+.*\b\d+ total$/, counted: /(\d+) (?:failed|passed)\b/g },
  // vitest: Tests  1 failed | 3 passed | 2 skipped (6)
  { line: /^Tests\s+\d.* \(\d+\)$/, counted: /(\d+) (?:failed|passed)\b/g },
  // jest and vitest, where they find nothing and take that for a success; vitest: Tests  no tests
  { line: /^(?:No tests? (?:files )?found, exiting with code 0|Tests\s+no tests)$/ },
  // mocha and cypress: 5 passing (12ms)
  { line: /^(\d+) passing(?: \([\d.]+\s?m?[smh]\))?$/ },
  { line: /^(\d+) failing$/ },
  // ava: 3 tests passed
  { line: /^(?:[^\w\s] )?(\d+) tests? (?:passed|failed)$/ },
  // node --test and the Test Anything Protocol
  { line: /^(?:#|ℹ) (?:pass|fail|cancelled) +(\d+)$/ },
  // tap: Asserts:  1 failed, 4 passed, of 5; # { total: 5, pass: 5 }
  { line: /^Asserts:\s+(?:(\d+) failed, )?(\d+) passed/ },
  { line: /^# \{ total: (\d+)\b/ },
  // playwright: 5 passed (2.3s)
  { line: /^(\d+) passed \([\d.]+m?[smh]\)$/ },
  // jasmine: 5 specs, 0 failures
  { line: /^(\d+) specs?, \d+ failures?\b/ },
  // karma writes its line anew all the time
  { line: /Executed (\d+) of \d+\b/, rewritten: true },
  // bun: Ran 5 tests across 1 files.
  { line: /^Ran (\d+) tests? across \d+ files?\b/ },
  // deno: ok | 5 passed | 1 failed
  { line: /^(?:ok|FAILED) \| (\d+) passed.*? \| (\d+) failed\b/ },
  // cucumber: 5 scenarios (5 passed)
  { line: /^(\d+) scenarios?(?: \(|$)/ },
  // uvu:   Total:     5
  { line: /^Total:\s+(\d+)$/ },
];

/**
 * How many test cases ran, by the closing lines of test runners; undefined where none is known.
 */
export function countCases(log: string): number | undefined {
  const lines = withoutColours(log).split(/[\r\n]+/).map(line => line.trim());
  const counts = CLOSINGS.flatMap(({ line, counted, rewritten }) => {
    const found = lines.flatMap(text => {
      const match = line.exec(text);
      if (match === null) return [];
      const groups = counted === undefined ? match.slice(1) : [...text.matchAll(counted)].map(([, number]) => number);
      return [groups.reduce((sum, group) => sum + Number(group ?? 0), 0)];
    });
    return rewritten ? found.slice(-1) : found;
  });
  return counts.length === 0 ? undefined : counts.reduce((sum, count) => sum + count, 0);
}
