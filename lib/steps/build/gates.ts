import * as fs from 'fs';
import * as path from 'path';
import { TestResult } from '../../attestations/test-result';
import { metadataFile } from '../evidence/build-evidence';
import { gateResults } from '../evidence/gate-results';
import { StepFailure } from '../step';
import { textsOf } from '../world/variables';
import { World } from '../world/world';
import { BuildObserver } from './build-observer';
import { Builder } from './builder';

/** As many lines as are shown of the logs of gates that did not pass, together. */
const SHOWN = 20;

/**
 * The gates first, so that their reports come out whether they pass or not. What a builder that lives longer than this build
 * remembers of a gate is of no use: it may remember a failure. The release then takes the results from here.
 *
 * @returns what came of each gate, none of which failed by its exit code
 */
export async function runGates(world: World, builder: Builder, gates: readonly string[], observer: BuildObserver): Promise<TestResult[]> {
  const fresh = gates.flatMap(gate => ['--no-cache-filter', `gate-${gate}`]);
  builder.recordGates();
  await builder.build([...fresh, '--target', 'test-report', '--output', `type=local,dest=${reportsOf(world)}`, '--metadata-file', metadataFile(world)]);
  await observer.gates(gates);
  const failed = gates.map(gate => ({ gate, code: read(world, gate, 'exit-code')?.trim() ?? 'none' })).filter(({ code }) => code !== '0');
  if (failed.length === 0) return gateResults(reportsOf(world), gates, textsOf(world, 'UNPROVEN_GATES'));
  const share = Math.max(1, Math.floor(SHOWN / failed.length));
  const logs = failed.flatMap(({ gate }) => (read(world, gate, 'log') ?? '').replace(/\n$/, '').split('\n').slice(-share));
  throw new StepFailure(`gates that did not pass: ${failed.map(({ gate, code }) => `${gate} (exit code ${code})`).join(', ')}`, logs.join('\n'));
}

/** A report group that finds no file has an incomplete report: of gates that need not run again, it says so. */
export function reportSkipped(world: World, gates: readonly string[], image: string, build: string): void {
  for (const gate of gates) {
    const directory = path.join(reportsOf(world), gate);
    fs.mkdirSync(directory, { recursive: true });
    fs.writeFileSync(path.join(directory, 'junit.xml'), [
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<testsuite name="${escaped(gate)}" tests="1" failures="0" errors="0" skipped="1" time="0">`,
      `  <testcase classname="gate.${escaped(gate)}" name="${escaped(gate)}" time="0">`,
      `    <skipped message="${escaped(image)} is there: it passed this gate in the build ${escaped(build)}"/>`,
      '  </testcase>',
      '</testsuite>',
      '',
    ].join('\n'));
  }
}

/** The directory of what the gates leave. */
export function reportsOf(world: World): string {
  return path.join(world.work, 'reports');
}

function read(world: World, gate: string, file: string): string | undefined {
  try {
    return fs.readFileSync(path.join(reportsOf(world), gate, file), 'utf8');
  } catch {
    return undefined;
  }
}

const ENTITIES: { readonly [character: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, character => ENTITIES[character]);
}
