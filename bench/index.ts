import * as fs from 'fs';
import * as path from 'path';
import { cleanUp } from '../test/container/engine';
import { benchArguments } from './arguments';
import { drawChart } from './chart';
import { Contender, CONTENDERS, portOf } from './contenders';
import { appOf, IMAGE_APPS, ImageApp } from './image-apps';
import { Measurement } from './measurement';
import { CHART, report } from './report';
import { readResults, RESULTS, Time, TIMES } from './results';

/*
 * Images of applications, built in every way there is, beside each other: bytes, builds, starts. What was measured is written down
 * at once; a run that is broken off goes on where it was, and what has changed since is measured again.
 */

const MEASURES = ['layers', ...TIMES];
const ASKED = benchArguments(process.argv.slice(2), {
  app: IMAGE_APPS.map(({ name }) => name), contender: CONTENDERS.map(({ name }) => name), measure: MEASURES,
}, { runs: 5, quick: 2, flags: ['fresh', 'report'] });

/** How often something is measured: a cold build takes longest and varies least, and of what is no result a few runs do. */
function runsOf(time: Time, { timed }: Contender): number {
  const few = Math.ceil(ASKED.runs / 3);
  if (timed) return ['cold', 'gates'].includes(time) ? few : ASKED.runs;
  return ASKED.has('quick') && ['cold', 'gates', 'dependency', 'test'].includes(time) ? 0 : few;
}

void main();

async function main(): Promise<void> {
  const [directory, source] = ASKED.words;
  const apps = directory === undefined
    ? IMAGE_APPS.filter(({ name, quick }) => ASKED.takes('app', name) && (!ASKED.has('quick') || quick))
    : [appOf(directory, portOf(directory), source)];
  const where = directory === undefined ? RESULTS : path.join(RESULTS, 'elsewhere');
  for (const app of ASKED.has('report') ? [] : apps) {
    try {
      await measure(app, where);
    } finally {
      cleanUp();
    }
  }
  if (directory === undefined) fs.writeFileSync(CHART, drawChart(IMAGE_APPS.flatMap(({ name }) => readResults(name) ?? [])));
  process.stdout.write(report(apps.flatMap(({ name }) => readResults(name, where) ?? [])));
}

/** Measures an application: each measure of all contenders in turns, so that what disturbs one disturbs all. */
async function measure(app: ImageApp, where: string): Promise<void> {
  const asked = TIMES.filter(time => ASKED.takes('measure', time));
  const contenders = CONTENDERS.filter(each => ASKED.takes('contender', each.name) && each.builds(app)).map(contender => {
    const runs = Object.fromEntries(asked.map(time => [time, runsOf(time, contender)]));
    return new Measurement(app, contender, runs, { where, fresh: ASKED.has('fresh') });
  });
  contenders.forEach(contender => contender.prepare());
  for (const time of asked) {
    for (let run = 0; run < ASKED.runs; run++) {
      // the first of a turn is another one each time
      const turn = contenders.map((_, index) => contenders[(index + run) % contenders.length]);
      for (const contender of turn) await contender.once(time, run);
    }
  }
}
