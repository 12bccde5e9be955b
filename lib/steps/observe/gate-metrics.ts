import * as fs from 'fs';
import * as path from 'path';
import { World } from '../world/world';
import { Metric } from './metrics';

/** Report of a gate. */
export interface GateReport {
  readonly name: string;
  /** Its exit code; undefined where it left none. */
  readonly code: string | undefined;
  /** Its report of JUnit; undefined where it left none. */
  readonly junit: string | undefined;
}

/** Reports of the gates of a build in its directory of reports. */
export function gateReports({ work }: World, gates: readonly string[]): GateReport[] {
  return gates.map(name => ({ name, code: textOf(path.join(work, 'reports', name, 'exit-code'))?.trim(), junit: textOf(path.join(work, 'reports', name, 'junit.xml')) }));
}

/** Of each gate whether it passed, and how long it took, where it says so. */
export function gateMetrics(reports: readonly GateReport[]): Metric[] {
  return reports.flatMap(({ name, code, junit }) => {
    const Dimensions = [{ Name: 'Gate', Value: name }];
    const seconds = secondsIn(junit ?? '');
    return [
      { MetricName: 'GatePassed', Dimensions, Unit: 'None', Value: code === '0' ? 1 : 0 },
      ...seconds === undefined ? [] : [{ MetricName: 'GateDuration', Dimensions, Unit: 'Seconds', Value: seconds }],
    ];
  });
}

/** How long a gate took, as its own report has it. */
export function secondsIn(junit: string): number | undefined {
  const [, time] = /<testsuite(?:\s[^>]*)?\stime="([0-9.]+)"/.exec(junit) ?? [];
  const seconds = Number(time);
  return time === undefined || Number.isNaN(seconds) ? undefined : seconds;
}

function textOf(file: string): string | undefined {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
}
