import * as path from 'path';
import { megabytes } from './chart';
import { REFERENCE, TITLES } from './contender-titles';
import type { Measured, Results, Time } from './results';
import { median, table } from './statistics';

/** The chart, as the README shows it. */
export const CHART = path.join(__dirname, '..', 'docs', 'images', 'bench.svg');

/** Measures of runs by what they are called, and how a value is written. */
const ROWS: ReadonlyArray<readonly [Time, string, (value: number) => string]> = [
  ['cold', 'first build, without any cache, s', seconds],
  ['source', 'build after a change of a source, s', seconds],
  ['test', 'build after a change of a test, s', seconds],
  ['dependency', 'build after a new dependency, s', seconds],
  ['gates', 'whole build to its longest gate or its build', value => value.toFixed(2)],
  ['answer', 'first answer, s', value => value.toFixed(2)],
  ['memory', 'memory a second later, MB', value => (value / 1e6).toFixed(0)],
  ['stop', 'end after SIGTERM, s', value => value.toFixed(2)],
];

/** Rows of what an image holds. */
const HOLDS: ReadonlyArray<readonly [string, (layers: NonNullable<Measured['layers']>) => number, (layers: NonNullable<Measured['layers']>) => string]> = [
  ['MB above the base', ({ bytes }) => bytes, megabytes],
  ['the same compressed, MB', ({ compressed }) => compressed, ({ compressed }) => megabytes({ bytes: compressed } as NonNullable<Measured['layers']>)],
  ['layers', ({ layers }) => layers, ({ layers }) => String(layers)],
  ['files', ({ files }) => files, ({ files }) => String(files)],
];

/** Results in Markdown: a table for each application, with the medians of the runs and behind them how many times the best by hand they are. */
export function report(results: readonly Results[]): string {
  return results.map(({ app, date, engine, node, processors, contenders }) => {
    const names = Object.keys(TITLES).filter(name => contenders[name] !== undefined);
    const runs = Math.max(0, ...names.flatMap(name => contenders[name].times.source?.length ?? []));
    const reference = contenders[REFERENCE];
    const cells = (of: (measured: Measured) => number | undefined, write: (measured: Measured) => string) => names.map(name => {
      const value = of(contenders[name]);
      if (value === undefined) return '';
      const against = reference && of(reference);
      return `${write(contenders[name])}${against === undefined || name === REFERENCE ? '' : ` (${(value / against).toFixed(2)})`}`;
    });
    const rows = [
      ...HOLDS.map(([title, of, write]) => [title, ...cells(({ layers }) => layers && of(layers), ({ layers }) => write(layers!))]),
      ...ROWS.map(([time, title, write]) => {
        const of = ({ times }: Measured) => times[time]?.length ? median(times[time]) : undefined;
        return [title, ...cells(of, measured => write(of(measured)!))];
      }),
    ].filter(([, ...values]) => values.some(value => value !== ''));
    const failures = names.filter(name => contenders[name].failed !== undefined).map(name => `- ${TITLES[name]}: ${contenders[name].failed!.split('\n')[0]}`);
    return [
      `### ${app}`, '', `${date}, Docker ${engine}, Node.js ${node.replace(/^v/, '')}, ${processors} processors; up to ${runs} runs in turns.`, '',
      table(['', ...names.map(name => TITLES[name])], rows), '', ...failures.length ? [...failures, ''] : [],
    ].join('\n');
  }).join('\n');
}

function seconds(value: number): string {
  return value.toFixed(1);
}
