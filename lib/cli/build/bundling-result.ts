import * as fs from 'fs';
import * as path from 'path';
import { columns } from '../terminal/wrap';

/** Report of a bundling, as far as it is shown. */
export interface BundlingResult {
  readonly refused?: string;
  readonly bundles: ReadonlyArray<{ readonly file: string; readonly bytes: number }>;
  readonly bundled: readonly unknown[];
  readonly outside: ReadonlyArray<{ readonly name: string; readonly reason: string; readonly needed: boolean }>;
}

/** So many packages outside of a bundle are named. */
const NAMED = 5;

/** Reads what the stage `test-report` has of a bundling, of the first platform; undefined where nothing was to be bundled. */
export function bundlingIn(directory: string): BundlingResult | undefined {
  const file = ['', ...fs.readdirSync(directory)].map(name => path.join(directory, name, 'bundling', 'report.json')).find(each => fs.existsSync(each));
  return file === undefined ? undefined : JSON.parse(fs.readFileSync(file, 'utf8'));
}

/** Result of a bundling, as lines: the bundles, and what stays outside with the reasons. */
export function bundlingLines({ refused, bundles, bundled, outside }: BundlingResult, wrapped: (text: string) => string[]): string[] {
  if (refused !== undefined) return wrapped(`nothing is bundled: ${refused}`);
  const packages = (count: number) => `${count} ${count === 1 ? 'package' : 'packages'}`;
  const first = outside.filter(({ needed }) => !needed);
  const rest = outside.length - Math.min(first.length, NAMED);
  return [
    ...columns(bundles.filter(({ file }) => !file.endsWith('.map')).map(({ file, bytes }) => [`  ${file}`, `${(bytes / 1e6).toFixed(2)} MB`]), [1]),
    `  with ${packages(bundled.length)} in it, and ${packages(outside.length)} outside${first.length > 0 ? ':' : ''}`,
    ...first.slice(0, NAMED).flatMap(({ name, reason }) => wrapped(`${name}: ${reason}`)),
    ...first.length > 0 && rest > 0 ? [`  and ${rest} more, named in bundling/report.json`] : [],
  ];
}
