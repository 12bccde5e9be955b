import { managerCalled } from '../package-managers/command-lines';
import { argumentsOf, Invocation, programOf } from '../scripts/invocation';

/** A call of a test runner. */
export interface RunnerCall {
  readonly runner: TestRunner;
  readonly args: readonly string[];
}

/** A program that runs tests. */
export interface TestRunner {
  readonly programs: readonly string[];
  /** Words of which one has to follow; undefined if the program does nothing but test. */
  readonly commands?: readonly string[];
  /** Options and words with which it watches files and does not end, beside the common ones. */
  readonly watch?: readonly string[];
  /** First words with which it tests nothing, beside the common options. */
  readonly listing?: readonly string[];
}

const RUNNERS: readonly TestRunner[] = [
  { programs: ['jest', 'jest-cli', 'tap', 'tape', 'jasmine', 'qunit', 'lab', 'borp', 'zora', 'nightwatch', 'testcafe', 'cucumber-js', 'wdio'] },
  { programs: ['vitest'], watch: ['-w', 'watch', 'dev'], listing: ['list', 'init'] },
  { programs: ['mocha', '_mocha', 'ts-mocha', 'ava', 'uvu'], watch: ['-w'] },
  { programs: ['web-test-runner', 'wtr'] },
  { programs: ['karma'], commands: ['start', 'run'] },
  { programs: ['playwright'], commands: ['test'], watch: ['--ui', '--debug'] },
  { programs: ['cypress'], commands: ['run', 'open'], watch: ['open'] },
  { programs: ['react-scripts', 'craco', 'ng', 'bun', 'deno', 'vue-cli-service'], commands: ['test', 'test:unit'] },
  { programs: ['node', 'tsx'], commands: ['--test'] },
];

/** Programs that run another one, given as words of theirs. */
const CARRIERS = new Set(['c8', 'nyc', 'node', 'tsx', 'ts-node', 'bun', 'bunx', 'xvfb-run', 'env-cmd', 'dotenv', 'dotenvx', 'start-server-and-test', 'timeout']);

/** The test runner that a command calls, directly or by a program that does nothing but run it; undefined if it is none that is known. */
export function runnerCall(invocation: Invocation): RunnerCall | undefined {
  const program = programOf(invocation);
  if (program === undefined) return undefined;
  const args = argumentsOf(invocation);
  const direct = runnerNamed(program, args);
  const carries = CARRIERS.has(nameOf(program)) || managerCalled(nameOf(program))?.commandLine.bins.bare === true;
  if (direct !== undefined || !carries) return direct;
  for (const [index, word] of args.entries()) {
    const carried = word.startsWith('-') ? undefined : runnerNamed(word, args.slice(index + 1));
    if (carried !== undefined) return carried;
  }
  return undefined;
}

function runnerNamed(program: string, args: readonly string[]): RunnerCall | undefined {
  const runner = RUNNERS.find(({ programs, commands }) =>
    programs.includes(nameOf(program)) && (commands === undefined || args.some(word => commands.includes(word))));
  return runner && { runner, args };
}

/** `node_modules/jest/bin/jest.js` and `node_modules/.bin/jest` are jest. */
function nameOf(program: string): string {
  return program.includes('node_modules/') || !program.includes('/') ? program.slice(program.lastIndexOf('/') + 1).replace(/\.[cm]?js$/, '') : program;
}
