// Adds up what the steps of a run came to and prints it; its last line is "N passed, N failed".
//
//   node .ci/count.mjs STEPS
//
// STEPS has a line for each step, with tabs between: `check`, its name and its exit code; or `tests`, its name, its exit
// code and the file that jest was told to write its results into. A check counts as one, a run of tests as its tests.
// What did not run has not passed: a test that is skipped or to do, a suite that does not load and a run that leaves no
// results count as failed.
import { readFileSync } from 'node:fs';

const SHOWN_TESTS = 50;
const SHOWN_LINES = 30;

/** What one step comes to; each failure is a text. */
function outcome(line) {
  const [kind, name, exitCode, file] = line.split('\t');
  if (kind === 'check') {
    return exitCode === '0' ? { passed: 1, failures: [] } : { passed: 0, failures: [`${name} ended with ${exitCode}`] };
  }
  if (kind !== 'tests') {
    throw new Error(`a step is either "check" or "tests", received ${JSON.stringify(line)}`);
  }
  const results = resultsIn(file);
  if (results === undefined) {
    return { passed: 0, failures: [`${name} ended with ${exitCode} and left no results`] };
  }
  const failures = results.testResults.flatMap(suite => [
    ...suite.assertionResults.length === 0 && suite.status === 'failed' ? [`${name}: ${suite.name} did not run\n${suite.message}`] : [],
    ...suite.assertionResults.filter(test => test.status !== 'passed').map(test =>
      `${name}: ${test.fullName} ${test.status === 'failed' ? 'failed' : `did not run (${test.status})`}\n${test.failureMessages.join('\n')}`),
  ]);
  // jest's own numbers have the word, also for what it does not list
  const counted = results.numFailedTests + results.numPendingTests + results.numTodoTests + results.numRuntimeErrorTestSuites;
  for (let missing = counted - failures.length; missing > 0; missing--) {
    failures.push(`${name}: jest counts a failure that it does not list`);
  }
  if (failures.length === 0 && results.numPassedTests === 0) {
    failures.push(`${name} ran no test`);
  }
  if (failures.length === 0 && (exitCode !== '0' || !results.success || results.wasInterrupted)) {
    failures.push(`${name} ended with ${exitCode} although no test failed`);
  }
  return { passed: results.numPassedTests, failures };
}

/** What jest wrote, if it did. */
function resultsIn(file) {
  try {
    const results = JSON.parse(readFileSync(file, 'utf8'));
    return Array.isArray(results.testResults) ? results : undefined;
  } catch {
    return undefined;
  }
}

const outcomes = readFileSync(process.argv[2], 'utf8').split('\n').filter(line => line !== '').map(line => outcome(line));
const passed = outcomes.reduce((sum, step) => sum + step.passed, 0);
const failures = outcomes.flatMap(step => step.failures);

for (const failure of failures.slice(0, SHOWN_TESTS)) {
  const lines = failure.replace(/\u001b\[[0-9;]*m/g, '').trimEnd().split('\n');
  console.log(`FAILED ${lines.slice(0, SHOWN_LINES).join('\n    ')}`);
}
if (failures.length > SHOWN_TESTS) {
  console.log(`and ${failures.length - SHOWN_TESTS} more`);
}
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length > 0 || passed === 0 ? 1 : 0;
