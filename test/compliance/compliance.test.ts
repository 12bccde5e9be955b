import { App, Stack } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { temporaryDirectory } from '../temporary';
import { configureAll, findings, isOurs, KINDS } from './findings';
import { RULES } from './rules';

describe('what HIPAA, NIST 800-53 and PCI DSS find', () => {
  const [before, after] = [findings(false), findings(true)];

  test('is known, every rule of it, and nothing is known that is not found', () => {
    expect([...before.keys()].sort()).toEqual(Object.keys(RULES).sort());
    expect([...after.keys()].filter(rule => !before.has(rule))).toEqual([]);
  });

  test.each(Object.entries(RULES).filter(([, { kept }]) => kept))('%s is kept by what is said', rule => {
    expect(after.get(rule)).toBeUndefined();
  });

  test.each(Object.entries(RULES).filter(([, { stays }]) => stays))('%s stays, and is the reason needed', rule => {
    expect(after.get(rule)).toBeDefined();
  });
});

test.each(Object.keys(KINDS))('AwsSolutions finds nothing in a %s that has all that can be asked for', kind => {
  const app = new App({ outdir: temporaryDirectory() });
  const stack = new Stack(app, 'Stack');
  KINDS[kind](stack, configureAll(stack));
  const found = new AwsSolutionsChecks().validateScope(app).violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.filter(isOurs).map(({ constructPath }) => `${ruleName} ${constructPath}`));

  expect(found).toEqual([]);
});
