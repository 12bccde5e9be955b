import * as fs from 'fs';
import * as path from 'path';
import { build, cleanUp, docker, temporaryDirectory } from '../test/container/engine';
import { bundle } from './bundle';
import type { writeContext as WriteContext } from './context';
import { addedDependency, changedSource, contextByHand, IMAGE_APPS, ImageApp, lockWithDependency } from './image-apps';
import { median, ratios, spread, table } from './statistics';

/** Runs of ours and of the best by hand, whose ratio is the result; for the others a third of them does. */
const RUNS = Number(process.argv[2] ?? 5);
const FEW = Math.ceil(RUNS / 3);
const KINDS = ['ours', 'best', 'article', 'naive'] as const;
type Kind = typeof KINDS[number];
type Measured = Record<Kind, number[]>;

const NAMES: Record<Kind, string> = { ours: 'ours', best: 'best by hand', article: 'article', naive: 'naive' };

// eslint-disable-next-line @typescript-eslint/no-require-imports -- its path is known once it was made
const { writeContext } = require(bundle('context')) as { writeContext: typeof WriteContext };
let marks = 0;

main();

function main(): void {
  const asked = process.argv.slice(3);
  const sizes: string[][] = [];
  const rebuilds: string[][] = [];
  for (const app of IMAGE_APPS.filter(({ name }) => asked.length === 0 || asked.includes(name))) {
    try {
      const measured = measure(app);
      sizes.push(sizeRow(app, measured.sizes));
      rebuilds.push(...timeRows(app, 'source', measured.source), ...timeRows(app, 'dependency', measured.dependency));
      process.stderr.write(`${app.name} is measured\n`);
    } finally {
      cleanUp();
    }
  }
  say(`Docker ${docker('version', '--format', '{{.Server.Version}}')}\n\nMB above the base image\n`);
  say(table(['app', ...KINDS.map(kind => NAMES[kind]), 'ours / best'], sizes));
  say(`\nseconds of \`docker build\` after a change; ${RUNS} runs in turns (${FEW} for the article's and the naive one): the median (the least to the most)\n`);
  say(table(['app', 'changed', ...KINDS.map(kind => NAMES[kind]), 'ours / best, medians', 'of the least'], rebuilds));
}

/** Builds every kind once, then again after changes, the kinds in turns. */
function measure(app: ImageApp): { sizes: Record<Kind, number>; source: Measured; dependency: Measured } {
  const lock = lockWithDependency(app);
  const sizes = {} as Record<Kind, number>;
  const base = size(app.base);
  for (const kind of KINDS) {
    sizes[kind] = size(timed(app, kind, changedSource(app, mark())).image) - base;
  }
  const rebuild = (change: () => string): Measured => {
    const times: Measured = { ours: [], best: [], article: [], naive: [] };
    for (let run = 0; run < RUNS; run++) {
      for (const kind of KINDS.filter(one => run < FEW || one === 'ours' || one === 'best')) {
        times[kind].push(timed(app, kind, change()).seconds);
      }
    }
    return times;
  };
  return {
    sizes,
    source: rebuild(() => changedSource(app, mark())),
    dependency: rebuild(() => addedDependency(app, lock, mark())),
  };
}

/** Builds a state of an app in one way. */
function timed(app: ImageApp, kind: Kind, directory: string): { image: string; seconds: number } {
  const context = kind === 'ours' ? writeContext(app.name, directory, temporaryDirectory()) : contextByHand(app, kind, directory);
  const begin = performance.now();
  const { ok, image, log } = build(context);
  const seconds = (performance.now() - begin) / 1000;
  if (process.env.BENCH_LOGS) {
    fs.writeFileSync(path.join(process.env.BENCH_LOGS, `${app.name}-${kind}-${marks}.log`), `${seconds}\n${log}`);
  }
  if (!ok) {
    throw new Error(`${kind} of ${app.name} does not build:\n${log.slice(-4000)}`);
  }
  return { image, seconds };
}

function sizeRow(app: ImageApp, sizes: Record<Kind, number>): string[] {
  return [app.name, ...KINDS.map(kind => (sizes[kind] / 1e6).toFixed(2)), (sizes.ours / sizes.best).toFixed(3)];
}

function timeRows(app: ImageApp, changed: string, times: Measured): string[][] {
  const cells = KINDS.map(kind => times[kind].length > 2 ? spread(times[kind], 1) : median(times[kind]).toFixed(1));
  return [[app.name, changed, ...cells, ...ratios(times.ours, times.best)]];
}

function size(image: string): number {
  return Number(docker('image', 'inspect', '--format', '{{.Size}}', image));
}

/** Never the same, so no build finds another's result, and no image is one that somebody else made. */
function mark(): string {
  return `${process.pid}-${Date.now().toString(36)}-${marks++}`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
