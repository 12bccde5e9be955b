import { createHash } from 'crypto';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { docker } from '../test/container/engine';
import type { Layers } from './layers';

/** Measures that are numbers of each run: seconds, bytes for `memory`, and for `gates` a ratio. */
export const TIMES = ['cold', 'source', 'test', 'dependency', 'gates', 'answer', 'memory', 'stop'] as const;
export type Time = typeof TIMES[number];

/** What was measured of one way to build an application. */
export interface Measured {
  /** Hash of what is built and of the machine that builds: results of another one are no results of this one. */
  readonly of: string;
  /** Image that the image stands on. */
  readonly base: string;
  readonly layers?: Layers;
  readonly times: { readonly [time in Time]?: readonly number[] };
  /** Why there is nothing, where it cannot be built or started. */
  readonly failed?: string;
}

/** What was measured of an application. */
export interface Results {
  readonly app: string;
  /** Day of the newest of them. */
  readonly date: string;
  readonly engine: string;
  readonly node: string;
  readonly processors: number;
  readonly contenders: { readonly [name: string]: Measured };
}

export const RESULTS = path.join(__dirname, 'results');

/** Results of an application, none where nothing was measured. */
export function readResults(app: string, directory = RESULTS): Results | undefined {
  const file = path.join(directory, `${app}.json`);
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : undefined;
}

/** Writes what is known of a contender, after each measurement, so that a run that is broken off goes on where it was. */
export function writeResult(app: string, contender: string, measured: Measured, directory = RESULTS): void {
  const { engine, node, processors } = machine();
  const before = readResults(app, directory)?.contenders ?? {};
  const date = new Date().toISOString().slice(0, 10);
  const results: Results = { app, date, engine, node, processors, contenders: { ...before, [contender]: measured } };
  fs.mkdirSync(directory, { recursive: true });
  // the numbers of one measure stand on one line
  const text = JSON.stringify(results, undefined, 2).replace(/\[[\d\s.,]+\]/g, list => `[${list.slice(1, -1).trim().split(/,\s*/).join(', ')}]`);
  fs.writeFileSync(path.join(directory, `${app}.json`), `${text}\n`);
}

/** What measures. */
export function machine(): { readonly engine: string; readonly node: string; readonly processors: number } {
  return { engine: docker('version', '--format', '{{.Server.Version}}'), node: process.version, processors: os.availableParallelism() };
}

/** Hash of the machine and of directories with what is built in them. */
export function fingerprint(builds: ReadonlyArray<{ readonly context: string; readonly args: Record<string, string> }>): string {
  const hash = createHash('sha256').update(JSON.stringify([machine(), builds.map(({ args }) => args)]));
  for (const context of new Set(builds.map(each => each.context))) {
    for (const name of (fs.readdirSync(context, { recursive: true }) as string[]).sort()) {
      const file = path.join(context, name);
      if (fs.lstatSync(file).isFile()) hash.update(`${name}\0`).update(fs.readFileSync(file));
    }
  }
  return hash.digest('hex').slice(0, 16);
}
