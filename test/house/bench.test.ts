import { existsSync, readdirSync, readFileSync } from 'fs';
import { basename, join, resolve } from 'path';
import { drawChart } from '../../bench/chart';
import { TITLES } from '../../bench/contender-titles';
import { IMAGE_APPS } from '../../bench/image-apps';
import { baseOf } from '../../bench/layers';
import { CHART, report } from '../../bench/report';
import { readResults, Results } from '../../bench/results';

const ROOT = resolve(__dirname, '..', '..');
const RESULTS: Results[] = IMAGE_APPS.flatMap(({ name }) => readResults(name) ?? []);

describe('what was measured', () => {
  test('is of applications and contenders that are there', () => {
    const names = IMAGE_APPS.map(({ name }) => name);
    const files = readdirSync(join(ROOT, 'bench', 'results')).filter(name => name.endsWith('.json')).map(name => basename(name, '.json'));
    expect(files.filter(name => !names.includes(name))).toEqual([]);
    expect(RESULTS.length).toBeGreaterThan(4);
    expect(RESULTS.flatMap(({ contenders }) => Object.keys(contenders)).filter(name => !(name in TITLES))).toEqual([]);
  });

  test('is what the chart shows', () => {
    expect(readFileSync(CHART, 'utf-8')).toBe(drawChart(RESULTS));
  });

  test.each(RESULTS)('$app: our image is smaller than each of the others, or as small to one per cent', ({ contenders: { ours, distroless, bundled, ...others } }) => {
    for (const { layers } of Object.values(others)) {
      if (ours?.layers && layers) expect(ours.layers.bytes).toBeLessThan(1.01 * layers.bytes);
    }
    if (ours?.layers && bundled?.layers) expect(bundled.layers.bytes).toBeLessThan(1.01 * ours.layers.bytes);
  });
});

describe('an application', () => {
  test.each(IMAGE_APPS)('$name has the files that are changed, and a Dockerfile of each who writes by hand', ({ name, directory, source, test: tested, manifest, lockfile }) => {
    for (const file of [source, tested, manifest, lockfile]) {
      if (file !== undefined) expect(existsSync(join(directory, file))).toBe(true);
    }
    expect(readdirSync(join(ROOT, 'bench', 'dockerfiles', name)).sort()).toEqual(['article', 'best', 'guide', 'naive'].map(kind => `${kind}.Dockerfile`));
  });
});

describe('the base of an image', () => {
  test.each([
    ['FROM a', {}, 'a'],
    ['FROM a AS one\nFROM b AS two\nFROM one', {}, 'a'],
    ['FROM --platform=linux/amd64 a AS one\nFROM one AS two\nFROM two AS three', {}, 'a'],
    ['ARG V=1\nFROM node:${V}-slim AS base\nFROM base', {}, 'node:1-slim'],
    ['ARG V=1\nFROM node:${V}-slim AS base\nFROM base', { V: '2' }, 'node:2-slim'],
    ['FROM ${NODE_RUNTIME_IMAGE:-registry/node:24} AS app\nFROM app AS release', {}, 'registry/node:24'],
  ])('of %j with %j is %s', (dockerfile, args, base) => {
    expect(baseOf(dockerfile, args)).toBe(base);
  });
});

describe('a report', () => {
  const layers = { bytes: 2e6, compressed: 1e6, layers: 2, files: 3 };
  const machine = { app: 'a', date: '2026-11-28', engine: '28', node: 'v24.1.0', processors: 2 };
  const results: Results[] = [{
    ...machine,
    contenders: {
      best: { of: 'x', base: 'b', layers, times: { source: [1, 3, 2] } },
      ours: { of: 'y', base: 'b', layers: { ...layers, bytes: 1e6 }, times: { source: [4, 1, 1] } },
      fly: { of: 'z', base: 'b', times: {}, failed: 'does not build: no\nmore' },
    },
  }];

  test('has medians, and how many times the best by hand they are', () => {
    expect(report(results)).toContain('| MB above the base |  | 2.00 | 1.00 (0.50) |');
    expect(report(results)).toContain('| build after a change of a source, s |  | 2.0 | 1.0 (0.50) |');
    expect(report(results)).toContain('- @flydotio/dockerfile: does not build: no\n');
  });

  test('is drawn with what does not build', () => {
    expect(drawChart(results)).toContain('1.00 MB (0.50)');
    expect(drawChart(results)).toContain('does not build');
  });
});
