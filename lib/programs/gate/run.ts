import { mkdirSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { GATES, lastLines } from '../shared/gate-files';
import { junit, StepResult } from '../shared/junit';
import { Output } from '../shared/output';
import { endAll } from '../shared/processes';
import { parse } from './parse';
import { copyReports } from './reports';
import { runStep, show } from './step';
import { failedTestCases } from './test-cases';

const SECOND = 1000;
const LOG_LINES = 100;
const UNKNOWN: Omit<StepResult, 'name'> = { seconds: 0, skipped: true, code: 0, reason: '', log: '' };

/** Runs a gate, records how it ended and gives the exit code of the program. */
export async function run(words: readonly string[]): Promise<number> {
  const gate = parse(words);
  const output = new Output(gate.name);
  const limit = { timeout: gate.timeout, deadline: gate.timeout && performance.now() + gate.timeout * SECOND };
  // Clocks of file systems are coarse: a second of grace.
  const began = Date.now() - SECOND;
  const groups: number[] = [];
  const results: StepResult[] = [];
  let failure: StepResult | undefined;
  for (const step of gate.steps) {
    const name = show(step);
    if (failure) {
      results.push({ ...UNKNOWN, name });
      continue;
    }
    output.say(name);
    const start = output.size;
    const started = performance.now();
    const ended = await runStep(step, output, limit, groups);
    output.drain();
    const result = { name, skipped: false, seconds: (performance.now() - started) / SECOND, log: lastLines(output.since(start), LOG_LINES).join('\n'), ...ended };
    results.push(result);
    if (result.code !== 0) failure = result;
  }
  endAll(groups);

  const directory = join(GATES, gate.name);
  // Whatever lies there now, the commands put there: a link, an exit code of their own.
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(GATES, { recursive: true });
  mkdirSync(directory);
  const copies = copyReports(gate.reports, join(directory, 'reports'), output, began);
  if (failure) {
    output.say(`step ${results.indexOf(failure) + 1} of ${results.length}, ${failure.name}: ${failure.reason}, exit code ${failure.code}`);
    for (const line of failedTestCases(copies)) output.say(`  ${line}`);
  } else {
    output.say('passed');
  }
  output.save(join(directory, 'log'));
  writeFileSync(join(directory, 'junit.xml'), junit(gate.name, results), { flag: 'wx' });
  const code = failure ? failure.code : 0;
  // Last of all: what breaks before leaves no exit code behind, and so a gate that did not pass.
  writeFileSync(join(directory, 'exit-code'), `${code}\n`, { flag: 'wx' });
  return process.env.GATE_ON_FAILURE === 'record' ? 0 : code;
}
