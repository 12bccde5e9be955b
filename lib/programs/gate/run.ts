import { mkdirSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { performance } from 'perf_hooks';
import { GATES, lastLines, prove } from '../shared/gate-files';
import { junit, TestCase } from '../shared/junit';
import { Output } from '../shared/output';
import { endAll } from '../shared/processes';
import { variablesOf } from '../shared/services/read-services';
import { Services } from '../shared/services/services';
import { userOf } from '../shared/user';
import { countCases } from './count-cases';
import { networkHint } from './network-hint';
import { atHome, ownFiles } from './own-files';
import { parse } from './parse';
import { copyReports } from './reports';
import { Ended, runStep, show } from './step';
import { takeBundle } from './take-bundle';
import { failedTestCases, reportedCases } from './test-cases';

const SECOND = 1000;
const LOG_LINES = 100;
/** As sysexits.h has it: a service is unavailable. */
const NO_SERVICE = 69;

/** A gate that ran no test has tested nothing: it may be one of another kind, so it is no failure. */
function verdict(cases: number | undefined): string {
  if (cases === undefined) return 'passed';
  return cases === 0 ? 'warning: passed, but no test case ran' : `passed, ${cases} test ${cases === 1 ? 'case' : 'cases'} ran`;
}

/** A step that ends with 0 has failed nevertheless where its log tells of test cases that did: a shell is what gave the exit code. */
function judged(ended: Ended, failed: number): Ended {
  if (ended.code !== 0 || failed === 0) return ended;
  return {
    code: 1,
    reason: `${failed} test ${failed === 1 ? 'case' : 'cases'} failed by its log, though it ended with 0`,
    hint: 'let the exit code of the tests be that of the script (set -e, no command behind it); if what is printed is that of tests which are to fail, set the gate\'s option "exitCodeAlone"',
  };
}

/** How to get at what a gate wrote whose failure ends the build. */
const REPORTS = 'its reports: node cdk.out/gate-reports.mjs, where the CDK builds; else docker build --target test-report --build-arg GATE_ON_FAILURE=record --output type=local,dest=reports CONTEXT';

/** Runs a gate, records how it ended and gives the exit code of the program. */
export async function run(words: readonly string[]): Promise<number> {
  const gate = parse(words);
  const account = gate.user === undefined ? undefined : atHome(userOf(gate.user));
  if (gate.bundles) takeBundle(gate.bundles);
  if (account && gate.own !== undefined) ownFiles(gate.own, account);
  const output = new Output(gate.name, account);
  const services = new Services(gate.services, line => output.say(line));
  const ready = await services.start();
  const limit = { timeout: gate.timeout, deadline: gate.timeout && performance.now() + gate.timeout * SECOND };
  // Clocks of file systems are coarse: a second of grace.
  const began = Date.now() - SECOND;
  const groups = services.groups;
  const results: TestCase[] = [...services.testCases];
  const counts: number[] = [];
  const hints: string[] = [];
  let failure: { readonly name: string; readonly code: number; readonly reason: string } | undefined;
  if (!ready) failure = { name: 'services', code: NO_SERVICE, reason: services.failure! };
  for (const step of gate.steps) {
    const name = show(step);
    if (failure) {
      results.push({ name, seconds: 0, skipped: ready ? 'an earlier step failed' : 'a service is not there', text: '' });
      continue;
    }
    output.say(name);
    const start = output.size;
    const started = performance.now();
    const ended = await runStep(step, output, limit, groups, variablesOf(gate.services), account);
    output.drain();
    const counted = countCases(output.since(start));
    const { hint, code, reason } = gate.exitCodeAlone ? ended : judged(ended, counted?.failed ?? 0);
    if (hint !== undefined) hints.push(hint);
    const lack = code === 0 ? undefined : networkHint(output.since(start));
    if (lack !== undefined) hints.push(lack);
    if (counted !== undefined) counts.push(counted.ran);
    if (code !== 0) failure = { name, code, reason };
    results.push({
      name,
      seconds: (performance.now() - started) / SECOND,
      ...code === 0 ? {} : { failure: `${reason}, exit code ${code}` },
      text: lastLines(output.since(start), LOG_LINES).join('\n'),
    });
  }
  if (failure && ready) services.explain();
  endAll(groups);

  const directory = join(GATES, gate.name);
  // Whatever lies there now, the commands put there: a link, an exit code of their own.
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(GATES, { recursive: true });
  mkdirSync(directory);
  const copies = copyReports(gate.reports, join(directory, 'reports'), output, began);
  const cases = reportedCases(copies) ?? (counts.length === 0 ? undefined : counts.reduce((sum, count) => sum + count, 0));
  if (failure) {
    const steps = results.slice(services.testCases.length);
    const at = ready ? `step ${steps.findIndex(result => result.failure !== undefined) + 1} of ${steps.length}, ${failure.name}: ` : '';
    output.say(`${at}${failure.reason}, exit code ${failure.code}`);
    for (const line of [...hints, ...failedTestCases(copies)]) output.say(`  ${line}`);
  } else {
    output.say(verdict(cases));
  }
  output.save(join(directory, 'log'));
  services.save(directory);
  writeFileSync(join(directory, 'junit.xml'), junit(gate.name, results, cases === undefined ? {} : { 'test-cases': String(cases) }), { flag: 'wx' });
  const code = failure ? failure.code : 0;
  // Last of all: what breaks before leaves no exit code behind, and so a gate that did not pass.
  writeFileSync(join(directory, 'exit-code'), `${code}\n`, { flag: 'wx' });
  prove(gate.name, code === 0);
  if (process.env.GATE_ON_FAILURE === 'record') return 0;
  if (failure) output.say(REPORTS);
  return code;
}
