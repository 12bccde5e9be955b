import * as fs from 'fs';
import * as path from 'path';
import { runStep } from '../../lib/steps/run-step';
import { Step, StepFailure } from '../../lib/steps/step';
import { AwsError } from '../../lib/steps/world/aws';
import { fakeWorld } from './world';

async function run(step: Step, name = 'step') {
  const world = fakeWorld();
  return { code: await runStep({ step }, name, world), said: world.said, exports: path.join(world.work, 'exports') };
}

test('what a step gives are files', async () => {
  const { code, exports } = await run(async () => ({ A: 'ü', B: '' }));

  expect([code, fs.readdirSync(exports), fs.readFileSync(path.join(exports, 'A'), 'utf8')]).toEqual([0, ['A', 'B'], 'ü\n']);
});

test('a variable of several lines, which a build would cut, is none', async () => {
  const { code, said, exports } = await run(async () => ({ A: 'a', B: 'b\nc' }));

  expect([code, said, fs.existsSync(exports)]).toEqual([1, ['error: the variable B must be one line, received "b\\nc"'], false]);
});

test('a failure is one line, with the last lines of what shows it', async () => {
  const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`);
  const { code, said } = await run(async () => { throw new StepFailure('no\nnodejs-image: forged\u007f', `${lines.join('\r\n')}\n`); });

  expect([code, said]).toEqual([1, ['error: no nodejs-image: forged ', ...lines.slice(10).map(line => `| ${line}`)]]);
});

test('what nobody foresaw is a failure, too', async () => {
  expect((await run(async () => { throw new AwsError('AccessDenied', 'no', false); })).said).toEqual(['error: An error occurred (AccessDenied): no']);
  expect((await run(async () => { throw new TypeError('x is undefined'); })).said.slice(0, 2)).toEqual(['error: x is undefined', '| TypeError: x is undefined']);
});

test.each(['other', 'constructor', ''])('%j is no step', async name => {
  expect((await run(async () => ({}), name)).said).toEqual([`error: there is no step ${JSON.stringify(name)}, only step`]);
});
