import { withoutColours } from '../shared/xml';

/** A line with which test runners end. */
interface Closing {
  readonly line: RegExp;
  /** Pattern for numbers of test cases that ran: its groups, unless this says otherwise. */
  readonly counted?: RegExp;
  /** Pattern for numbers of those of them that failed; none where the line does not say. */
  readonly failed?: RegExp;
  /** True if a later line takes the place of an earlier one. */
  readonly rewritten?: boolean;
}

const CLOSINGS: readonly Closing[] = [
  // jest: Tests:       1 failed, 2 skipped, 3 passed, 6 total
  { line: /^Tests:\s+.*\b\d+ total$/, counted: /(\d+) (?:failed|passed)\b/g, failed: /(\d+) failed\b/g },
  // vitest: Tests  1 failed | 3 passed | 2 skipped (6)
  { line: /^Tests\s+\d.* \(\d+\)$/, counted: /(\d+) (?:failed|passed)\b/g, failed: /(\d+) failed\b/g },
  // jest and vitest, where they find nothing and take that for a success; vitest: Tests  no tests
  { line: /^(?:No tests? (?:files )?found, exiting with code 0|Tests\s+no tests)$/ },
  // mocha and cypress: 5 passing (12ms)
  { line: /^(\d+) passing(?: \([\d.]+\s?m?[smh]\))?$/ },
  { line: /^(\d+) failing$/, failed: /(\d+)/g },
  // ava: 3 tests passed
  { line: /^(?:[^\w\s] )?(\d+) tests? (?:passed|failed)$/, failed: /(\d+) tests? failed/g },
  // node --test and the Test Anything Protocol
  { line: /^(?:#|ℹ) (?:pass|fail|cancelled) +(\d+)$/, failed: /(?:fail|cancelled) +(\d+)/g },
  // tap: Asserts:  1 failed, 4 passed, of 5; # { total: 5, pass: 5 }
  { line: /^Asserts:\s+(?:(\d+) failed, )?(\d+) passed/, failed: /(\d+) failed/g },
  { line: /^# \{ total: (\d+)\b/ },
  // playwright: 5 passed (2.3s)
  { line: /^(\d+) passed \([\d.]+m?[smh]\)$/ },
  // jasmine: 5 specs, 0 failures
  { line: /^(\d+) specs?, \d+ failures?\b/, failed: /(\d+) failures?\b/g },
  // karma writes its line anew all the time
  { line: /Executed (\d+) of \d+\b/, failed: /\((\d+) FAILED\)/g, rewritten: true },
  // bun: Ran 5 tests across 1 files.
  { line: /^Ran (\d+) tests? across \d+ files?\b/ },
  { line: /^\d+ fail$/, counted: /\b\B/g, failed: /(\d+) fail/g },
  // deno: ok | 5 passed | 1 failed
  { line: /^(?:ok|FAILED) \| (\d+) passed.*? \| (\d+) failed\b/, failed: /(\d+) failed\b/g },
  // cucumber: 5 scenarios (5 passed)
  { line: /^(\d+) scenarios?(?: \(|$)/, failed: /(\d+) failed\b/g },
  // uvu:   Total:     5
  { line: /^Total:\s+(\d+)$/ },
];

/** Numbers of test cases, by the closing lines of test runners. */
export interface CaseCount {
  readonly ran: number;
  readonly failed: number;
}

/**
 * Numbers of test cases that ran and failed, by the closing lines of test runners; undefined where none is known.
 */
export function countCases(log: string): CaseCount | undefined {
  const lines = withoutColours(log).split(/[\r\n]+/).map(line => line.trim());
  const counts = CLOSINGS.flatMap(({ line, counted, failed, rewritten }): CaseCount[] => {
    const found = lines.flatMap(text => {
      const match = line.exec(text);
      if (match === null) return [];
      const groups = counted === undefined ? match.slice(1) : [...text.matchAll(counted)].map(([, number]) => number);
      return [{ ran: sum(groups), failed: failed === undefined ? 0 : sum([...text.matchAll(failed)].map(([, number]) => number)) }];
    });
    return rewritten ? found.slice(-1) : found;
  });
  return counts.length === 0 ? undefined : { ran: sum(counts.map(({ ran }) => ran)), failed: sum(counts.map(({ failed }) => failed)) };
}

function sum(numbers: ReadonlyArray<number | string | undefined>): number {
  return numbers.reduce<number>((total, number) => total + Number(number ?? 0), 0);
}
