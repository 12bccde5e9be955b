import { build, cleanUp, docker, temporaryDirectory } from '../test/container/engine';
import { bundle } from './bundle';
import type { writeContext as WriteContext } from './context';
import { changedSource, IMAGE_APPS, ImageApp } from './image-apps';
import { median, spread, table } from './statistics';

/*
 * What the start gate adds to a build, beyond the application's own start: the same change of a source is built with the gate
 * and without it, in turns, and of the difference is taken what the application itself needed until it listened.
 */

const RUNS = Number(process.argv[2] ?? 7);
const APPS = ['lets-chat', 'two-stage-demo'];
/** Seconds that it may cost. */
const LIMIT = 1.5;

interface Times {
  readonly with: number[];
  readonly without: number[];
  /** Until the application listened, in the builds with the gate. */
  readonly own: number[];
  /** What the step took beside that, which the rest of the build has no part in: a busy machine makes less of a difference to it. */
  readonly beyond: number[];
}

// eslint-disable-next-line @typescript-eslint/no-require-imports -- its path is known once it was made
const { writeContext } = require(bundle('context')) as { writeContext: typeof WriteContext };
let marks = 0;

main();

function main(): void {
  const asked = process.argv.slice(3);
  const rows: string[][] = [];
  for (const app of IMAGE_APPS.filter(({ name }) => (asked.length ? asked : APPS).includes(name))) {
    try {
      rows.push(row(app.name, measure(app)));
      process.stderr.write(`${app.name} is measured\n`);
    } finally {
      cleanUp();
    }
  }
  say(`Docker ${docker('version', '--format', '{{.Server.Version}}')}\n`);
  say(`seconds of \`docker build\` after a change of a source; ${RUNS} runs in turns: the median (the least to the most)\n`);
  say(table(['app', 'without the gate', 'with it', 'own start', 'difference of the medians beyond it', 'the step itself, beyond it', `its median to the limit of ${LIMIT} s`], rows));
}

/** Builds an app in both ways once, which installs what it needs, then after changes. */
function measure(app: ImageApp): Times {
  const times: Times = { with: [], without: [], own: [], beyond: [] };
  for (let run = -1; run < RUNS; run++) {
    const order = run % 2 === 0 ? [true, false] : [false, true];
    for (const gated of order) {
      const { seconds, own, step } = timed(app, gated);
      if (run < 0) continue;
      times[gated ? 'with' : 'without'].push(seconds);
      if (own === undefined) continue;
      times.own.push(own);
      times.beyond.push(step - own);
    }
  }
  return times;
}

/** Builds a change of an app that nobody has built before. */
function timed(app: ImageApp, gated: boolean): { seconds: number; own?: number; step: number } {
  const mark = `${process.pid}-${Date.now().toString(36)}-${marks++}`;
  const context = writeContext(app.name, changedSource(app, mark), temporaryDirectory(), gated);
  const begin = performance.now();
  const { ok, log } = build(context);
  const seconds = (performance.now() - begin) / 1000;
  if (!ok) throw new Error(`${app.name} does not build:\n${log.slice(-4000)}`);
  const own = /\[gate start\] .*listens on [\d, ]+ after ([\d.]+) s/.exec(log)?.[1];
  if (gated && own === undefined) throw new Error(`${app.name} does not listen in its start gate, so its own start is not known:\n${log.slice(-4000)}`);
  const number = /^#(\d+) \[gate-start /m.exec(log)?.[1];
  const step = Number(new RegExp(`^#${number} DONE ([\\d.]+)s`, 'm').exec(log)?.[1]);
  return { seconds, own: own === undefined ? undefined : Number(own), step };
}

function row(name: string, times: Times): string[] {
  const difference = median(times.with) - median(times.without) - median(times.own);
  const beyond = median(times.beyond);
  return [
    name, spread(times.without, 1), spread(times.with, 1), spread(times.own, 2),
    difference.toFixed(2), spread(times.beyond, 2), (beyond / LIMIT).toFixed(2),
  ];
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
