import * as fs from 'fs';
import * as path from 'path';
import { golden } from '../golden/golden-file';
import { smallService, temporaryDirectory } from '../temporary';
import { resourcesOf } from './evaluate';
import { fullPipeline, Measured, smallPipeline, synthesized } from './fleet';
import { LIMITS, QUOTAS, STACKS, TEMPLATE_BYTES } from './limits';

const PIPELINES = 300;
const RESOURCES = 500;

/** What a pipeline with everything may add to a stack that has one. */
const MOST = { resources: 25, roles: 3, bytes: 28_000 };

/** Resources for policies that roles need once they have many pipelines. */
const ROOM = 5;

const directory = smallService();
const PIPELINE = 'AWS::CodePipeline::Pipeline';

const typesOf = (stacks: readonly Measured[], type: string): number => stacks.reduce((sum, { types }) => sum + (types.get(type) ?? 0), 0);

/** How much one more adds. */
function added([few, more]: readonly Measured[]): { resources: number; roles: number; bytes: number } {
  const count = typesOf([more], PIPELINE) - typesOf([few], PIPELINE);
  const of = (value: (measured: Measured) => number) => (value(more) - value(few)) / count;
  return { resources: of(({ resources }) => resources), roles: of(measured => typesOf([measured], 'AWS::IAM::Role')), bytes: of(({ bytes }) => bytes) };
}

/** How many fit into a stack. */
function fitting(measured: readonly Measured[]): number {
  const [few] = measured;
  const one = added(measured);
  const more = Math.min((RESOURCES - ROOM - few.resources) / one.resources, (TEMPLATE_BYTES - few.bytes) / one.bytes);
  return Math.floor(more) + typesOf([few], PIPELINE);
}

const full = (stack: any, id: string, common: any) => fullPipeline(stack, id, directory, common);
const small = (stack: any, id: string) => smallPipeline(stack, id, directory);
const grown = { full: synthesized(temporaryDirectory(), [1, 3], full), small: synthesized(temporaryDirectory(), [1, 3], small) };

test('one more pipeline with everything adds little to a stack', () => {
  const { resources, roles, bytes } = added(grown.full);

  expect([resources <= MOST.resources, roles <= MOST.roles, bytes <= MOST.bytes]).toEqual([true, true, true]);
  // what runs the code of a user has roles of its own, for pushes and for pull requests
  expect(roles).toBe(2);
});

describe(`${PIPELINES} pipelines with everything`, () => {
  const most = fitting(grown.full);
  const counts = Array.from({ length: Math.ceil(PIPELINES / most) }, (_, index) => Math.min(most, PIPELINES - index * most));
  let stacks: Measured[];

  beforeAll(() => {
    stacks = synthesized(temporaryDirectory(), counts, full);
  }, 600_000);

  test('fit the quotas that an account has by default', () => {
    const over = QUOTAS.filter(quota => typesOf(stacks, quota.type) > quota.most).map(({ name, type }) => [name, typesOf(stacks, type)]);

    expect(over).toEqual([]);
    expect(typesOf(stacks, PIPELINE)).toBe(PIPELINES);
    expect(stacks.length).toBeLessThan(STACKS);
  });

  test('keep what a template, a role, a rule and an action may have', () => {
    expect(stacks.filter(({ bytes, resources }) => bytes > TEMPLATE_BYTES || resources > RESOURCES)).toEqual([]);
    const resources = resourcesOf(stacks[0].template, 'Stack0');
    const broken = LIMITS.flatMap(({ name, least = 0, most: limit, of }) =>
      of(resources).filter(value => value < least || value > limit).map(value => [name, value]));
    expect(broken).toEqual([]);
  });

  test('are counted in the documentation', () => {
    const kB = (bytes: number) => Math.round(bytes / 1000);
    const row = (name: string, measured: Measured[]) => {
      const { resources, roles, bytes } = added(measured);
      return `| ${name} | ${measured[0].resources} | ${typesOf([measured[0]], 'AWS::IAM::Role')} | ${resources} | ${roles} | ${kB(bytes)} | ${fitting(measured)} |`;
    };
    const table = [
      '| a pipeline | resources of the first | roles | resources of each more | roles | kB | in a stack |',
      '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
      row('with `source` and `directory` alone', grown.small),
      row('with everything', grown.full),
      '',
      `${PIPELINES} with everything, in ${stacks.length} stacks:`,
      '',
      '| | used | of | |',
      '| --- | ---: | ---: | ---: |',
      ...QUOTAS.map(({ name, type, most: limit }) => {
        const used = typesOf(stacks, type);
        return `| ${name} | ${used} | ${limit.toLocaleString('en')} | ${Math.ceil(100 * used / limit)} % |`;
      }),
      `| stacks | ${stacks.length} | ${STACKS.toLocaleString('en')} | ${Math.ceil(100 * stacks.length / STACKS)} % |`,
    ].join('\n');
    const file = path.join(__dirname, '../../docs/cost.md');
    const current = fs.readFileSync(file, 'utf8').replace(/<!-- counted: fleet -->\n[^]*?<!-- end -->/, `<!-- counted: fleet -->\n${table}\n<!-- end -->`);

    expect(golden(file, current)).toBe(current);
    expect(current).toContain(table);
  });
});

test('as many small pipelines as fit into a stack in a stack leave each policy within its size', () => {
  const [measured] = synthesized(temporaryDirectory(), [fitting(grown.small)], small);
  const sizes = LIMITS.filter(({ name }) => /polic|pattern/.test(name));

  expect(sizes.flatMap(({ name, most, of }) => of(resourcesOf(measured.template, 'Stack0')).filter(value => value > most).map(value => [name, value]))).toEqual([]);
  expect(typesOf([measured], 'AWS::IAM::ManagedPolicy')).toBeGreaterThan(0);
});
