import * as fs from 'fs';
import { Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { app } from '../../examples/app';

// without a name for it, the app synthesizes into a temporary directory
afterAll(() => fs.rmSync(app.outdir, { recursive: true, force: true }));

const stacks = app.node.children.filter(child => Stack.isStack(child)).map((stack): [string, Stack] => [stack.node.id, stack]);

/** Examples of what is no healthy project, and what is told of it; and of what the CDK has to say of things made elsewhere. */
const TOLD: { readonly [stack: string]: string[] } = {
  // Telescope has no lockfile: it is what the warning is for
  Batch: ['cdk-nodejs-image:no-lockfile'],
  Telescope: ['cdk-nodejs-image:no-lockfile'],
  Regulated: ['@aws-cdk/aws-ec2:noSubnetRouteTableId', '@aws-cdk/aws-ec2:noSubnetRouteTableId', '@aws-cdk/aws-s3:accessLogsPolicyNotAdded'],
};

/** What `cdk synth --strict` fails by: what is not acknowledged, by its id. */
const said = (stack: Stack) => [
  ...Annotations.fromStack(stack).findWarning('*', Match.anyValue()),
  ...Annotations.fromStack(stack).findError('*', Match.anyValue()),
].map(({ entry }) => /\[ack: (.*)\]$/.exec(String(entry.data))?.[1] ?? `without an id: ${entry.data}`).sort();

test.each(stacks)('cdk synth --strict finds nothing but what is known in the example %s', (name, stack) => {
  expect(said(stack)).toEqual(TOLD[name] ?? []);
});
