import * as fs from 'fs';
import * as path from 'path';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { app } from '../../examples/app';
import { golden } from './golden-file';
import { templateText } from './projection/template-text';

// without a name for it, the app synthesizes into a temporary directory
afterAll(() => fs.rmSync(app.outdir, { recursive: true, force: true }));

const stacks = app.node.children.filter(child => Stack.isStack(child)).map((stack): [string, Stack] => [stack.node.id, stack]);

test.each(stacks)('the template of the example %s', (name, stack) => {
  const text = templateText(Template.fromStack(stack).toJSON());

  expect(golden(path.join(__dirname, 'templates', `${name}.txt`), text)).toBe(text);
});

test('there is no template of an example that is no more', () => {
  expect(fs.readdirSync(path.join(__dirname, 'templates')).sort()).toEqual(stacks.map(([name]) => `${name}.txt`).sort());
});
