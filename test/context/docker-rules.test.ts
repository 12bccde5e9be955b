import * as path from 'path';
import { IgnoreStrategy } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { DockerRules } from '../../lib/context/docker-rules';
import { portablePattern } from '../../lib/dockerfile/pattern';
import { holds } from '../property';

const name = fc.constantFrom('a', 'b', 'ab', '.env', 'node_modules', 'x y', 'ü');
const files = fc.array(name, { minLength: 1, maxLength: 4 }).map(parts => parts.join('/'));
const pattern = fc.tuple(fc.constantFrom('', '!'), fc.array(fc.oneof(name, fc.constantFrom('*', '**', 'a*', '?', '*.env')), { minLength: 1, maxLength: 3 }))
  .map(([sign, parts]) => portablePattern(`${sign}${parts.join('/')}`));

test('the rules are those by which the CDK leaves files out of an asset', () => {
  holds(fc.property(fc.array(pattern, { maxLength: 6 }), files, (patterns, file) => {
    const [rules, strategy] = [new DockerRules(patterns), IgnoreStrategy.docker('/root', patterns)];
    const absolute = path.join('/root', file);
    expect([rules.ignores(file), rules.ignoresAllOf(file)]).toEqual([strategy.ignores(absolute), strategy.completelyIgnores(absolute)]);
  }), 2000);
});

test('a directory that an exception leads through is walked', () => {
  const rules = new DockerRules(['**', '!app/lib', 'app/lib/test']);
  expect(['app', 'app/lib', 'other', 'app/lib/test'].map(directory => rules.ignoresAllOf(directory))).toEqual([false, false, true, true]);
});
