import * as fs from 'fs';
import * as path from 'path';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { app } from '../../examples/app';
import { golden } from './golden-file';

// without a name for it, the app synthesizes into a temporary directory
afterAll(() => fs.rmSync(app.outdir, { recursive: true, force: true }));

/** What another change of the sources changes, too: names of assets and contents. */
function reviewable(value: unknown, key = ''): unknown {
  if (typeof value === 'string') {
    return key === 'BuildSpec' ? reviewable(JSON.parse(value)) : withoutHashes(value);
  }
  if (Array.isArray(value)) return value.map(item => reviewable(item));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [withoutHashes(name), reviewable(item, name)]));
}

function withoutHashes(text: string): string {
  return text.replace(/\b[0-9a-f]{64}\b/g, '<hash>').replace(/(?<![0-9a-f-])[0-9a-f]{32}(?![0-9a-f-])/g, '<content>').replace(/(CurrentVersion[0-9A-F]{8})[0-9a-f]{32}/g, '$1<hash>');
}

const stacks = app.node.children.filter(child => Stack.isStack(child)).map((stack): [string, Stack] => [stack.node.id, stack]);

test.each(stacks)('the template of the example %s', (name, stack) => {
  const template = `${JSON.stringify(reviewable(Template.fromStack(stack).toJSON()), undefined, 2)}\n`;

  expect(golden(path.join(__dirname, 'templates', `${name}.json`), template)).toBe(template);
});

test('there is no template of an example that is no more', () => {
  expect(fs.readdirSync(path.join(__dirname, 'templates')).sort()).toEqual(stacks.map(([name]) => `${name}.json`).sort());
});
